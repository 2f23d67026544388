"""Findings of audits over HTTP."""

from fastapi import APIRouter

from grants.values import Moment, Money, Prose
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Key, Number, TheUnit
from services.monitoring.domain.audit_facts import FindingStatus, Severity
from services.monitoring.usecases import findings

router = APIRouter(route_class=Door, tags=["findings"])


class AnswerIn(Asked):
    """What was done about it."""

    answer: Prose


class FindingDecisionIn(Asked):
    """closed: whether that is the end of it; else another answer is awaited. reason: why."""

    closed: bool
    reason: Prose


class FindingOut(Answered):
    """amount: in question. due_at: as set, before force majeure is taken out."""

    number: int
    audit: int
    visit: int
    text: str
    severity: Severity
    amount: Money
    status: FindingStatus
    due_at: Moment
    was_late: bool
    answer: str
    answered_at: Moment | None
    reason: str
    decided_at: Moment | None


@router.post("/grants/{grant_id}/findings/{number}/answer")
async def answer(grant_id: Key, number: Number, asked: AnswerIn, unit: TheUnit) -> FindingOut:
    return FindingOut.model_validate(await findings.answer_finding(unit, grant_id, number, asked.answer))


@router.post("/grants/{grant_id}/findings/{number}/decide")
async def decide(grant_id: Key, number: Number, asked: FindingDecisionIn, unit: TheUnit) -> FindingOut:
    """Close a finding, or ask for another answer."""
    done = await findings.decide_finding(unit, grant_id, number, asked.reason, closed=asked.closed)
    return FindingOut.model_validate(done)

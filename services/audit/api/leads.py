"""Leads over HTTP: what stands out, with its evidence, and what an inspector says to it."""

from datetime import datetime
from decimal import Decimal
from typing import Annotated

from fastapi import APIRouter, Path
from pydantic import ConfigDict

from grants.regimes.telling import currency_of
from grants.regimes.words import Currency
from grants.values import Prose
from runtime.http.door import Door, recorded
from services.audit.api.shapes import InUnit, Shape
from services.audit.domain.desk import CaseFile
from services.audit.domain.lead_answers import LeadStatus, Verdict, Weighed
from services.audit.domain.leads import LeadKind, Trace
from services.audit.usecases import leads

router = APIRouter(route_class=Door, tags=["audit"])
LeadId = Annotated[str, Path(min_length=64, max_length=64, pattern="^[0-9a-f]{64}$")]


class AnswerIn(Shape):
    """reason: why it is followed up, or why there is nothing in it."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    verdict: Verdict
    reason: Prose


class AnswerOut(Shape):
    model_config = ConfigDict(frozen=True, from_attributes=True)

    verdict: Verdict
    reason: str
    answered_by: str
    answered_at: datetime


class TraceOut(Shape):
    """An event of the evidence. act: its kind; due_at: the deadline it had; amount, limit: of the money it moved."""

    event_id: str
    about: str
    title: str
    act: str
    person_id: str
    at: datetime
    due_at: datetime | None
    amount: Decimal
    limit: Decimal
    currency: Currency


class LeadOut(Shape):
    """persons: whom it concerns; count: how often; about: the files; evidence: ids of the events, traces: the same.

    fresh: how much of the evidence came after the answer.
    """

    id: str
    kind: LeadKind
    persons: list[str]
    count: int
    about: list[str]
    evidence: list[str]
    traces: list[TraceOut]
    status: LeadStatus
    answer: AnswerOut | None
    fresh: int


class LeadsOut(Shape):
    """Open ones first, and of these the ones with the most evidence. A lead accuses nobody.

    since: from when on acts were looked through; cut: older ones were left out, because they are too many.
    """

    entries: list[LeadOut]
    since: datetime
    cut: bool


@router.get("/desk/leads")
@recorded
async def found(unit: InUnit) -> LeadsOut:
    """Patterns worth a second look, with the events they show in."""
    shown = await leads.find(unit)
    entries = [_lead(one, shown.files, shown.regimes) for one in shown.leads]
    return LeadsOut(entries=entries, since=shown.since, cut=shown.is_cut)


@router.post("/desk/leads/{lead_id}/answers", status_code=201)
async def answer(lead_id: LeadId, asked: AnswerIn, unit: InUnit) -> LeadOut:
    """Keep a lead to follow it up, or dismiss it, with a reason."""
    return _lead(await leads.answer(unit, lead_id, asked.verdict, asked.reason), {}, {})


def _lead(one: Weighed, files: dict[str, CaseFile], regimes: dict[str, str]) -> LeadOut:
    return LeadOut(
        id=one.lead.id,
        kind=one.lead.kind,
        persons=list(one.lead.persons),
        count=one.lead.count,
        about=list(one.lead.about),
        evidence=list(one.lead.evidence),
        traces=[_trace(trace, files.get(trace.about), regimes.get(trace.about, "")) for trace in one.lead.traces],
        status=one.status,
        answer=AnswerOut.model_validate(one.answer) if one.answer else None,
        fresh=one.fresh,
    )


def _trace(trace: Trace, file: CaseFile | None, regime: str) -> TraceOut:
    known = {name: getattr(trace, name) for name in TraceOut.model_fields if name not in {"title", "currency"}}
    return TraceOut(**known, title=file.title if file else "", currency=currency_of(regime))

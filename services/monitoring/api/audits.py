"""Independent audits over HTTP."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, StringConstraints, model_validator

from grants.contracts.stages import AuditOpinion
from grants.values import ZERO, Line, Moment, Money, Prose
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Key, TheUnit
from services.monitoring.domain.audit_facts import AuditCause, AuditReport, FindingSaid, Severity
from services.monitoring.domain.states import AuditStatus
from services.monitoring.usecases import audits

router = APIRouter(route_class=Door, tags=["audits"])

MOST_FINDINGS = 200
PersonKey = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z:._@-]{1,100}$")]


class AuditorIn(Asked):
    """due_on: the last day to report."""

    person_id: PersonKey
    due_on: date


class FindingIn(Asked):
    """amount: of money in question. due_on: the last day to answer; the regime's days if none is named.

    May be its text alone.
    """

    text: Line
    severity: Severity = Severity.MINOR
    amount: Money = ZERO
    due_on: date | None = None

    @model_validator(mode="before")
    @classmethod
    def _of_text(cls, given: Any) -> Any:
        return {"text": given} if isinstance(given, str) else given


class AuditReportIn(Asked):
    """until: the first day the report does not cover. findings: none is needed if all is in order."""

    until: date
    opinion: AuditOpinion
    findings: Annotated[tuple[FindingIn, ...], Field(max_length=MOST_FINDINGS)] = ()


class ComplaintIn(Asked):
    """ground: what was complained about, and by whom, as far as it may be said."""

    ground: Prose


class AuditDutyOut(Answered):
    """Why an auditor is to be appointed. audit: number of the audit that settles it; none while it is open."""

    number: int
    cause: AuditCause
    year: int
    ground: str
    opened_at: Moment
    audit: int | None


class AuditOut(Answered):
    """until, opinion, reported_at: once the report is there."""

    number: int
    auditor_id: str
    status: AuditStatus
    assigned_at: Moment
    due_at: Moment
    until: date | None
    opinion: AuditOpinion | None
    findings: tuple[str, ...]
    reported_at: Moment | None
    was_late: bool


@router.post("/grants/{grant_id}/audit-complaints", status_code=201)
async def complain(grant_id: Key, asked: ComplaintIn, unit: TheUnit) -> AuditDutyOut:
    """Put a complaint on record; an auditor is then to be appointed."""
    return AuditDutyOut.model_validate(await audits.complain(unit, grant_id, asked.ground))


@router.post("/grants/{grant_id}/auditor", status_code=201)
async def charge(grant_id: Key, asked: AuditorIn, unit: TheUnit) -> AuditOut:
    """Charge an auditor with the grant; who was charged before and has not reported is released."""
    return AuditOut.model_validate(await audits.charge_auditor(unit, grant_id, asked.person_id, asked.due_on))


@router.post("/grants/{grant_id}/audit-reports", status_code=201)
async def report(grant_id: Key, asked: AuditReportIn, unit: TheUnit) -> AuditOut:
    """The report of the auditor charged with the grant."""
    said = AuditReport(asked.until, asked.opinion, tuple(_said(one) for one in asked.findings))
    return AuditOut.model_validate(await audits.report_audit(unit, grant_id, said))


def _said(one: FindingIn) -> FindingSaid:
    return FindingSaid(one.text, one.severity, one.amount, one.due_on)

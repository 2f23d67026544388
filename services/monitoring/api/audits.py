"""Independent audits over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from grants.contracts.stages import AuditOpinion
from grants.values import Line, Moment
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Key, TheUnit
from services.monitoring.domain.facts import AuditReport
from services.monitoring.domain.states import AuditStatus
from services.monitoring.usecases import audits

router = APIRouter(route_class=Door, tags=["audits"])

MOST_FINDINGS = 200
PersonKey = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z:._@-]{1,100}$")]


class AuditorIn(Asked):
    """due_on: the last day to report."""

    person_id: PersonKey
    due_on: date


class AuditReportIn(Asked):
    """until: the first day the report does not cover. findings: one line each; none is needed if all is in order."""

    until: date
    opinion: AuditOpinion
    findings: Annotated[tuple[Line, ...], Field(max_length=MOST_FINDINGS)] = ()


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


@router.post("/grants/{grant_id}/auditor", status_code=201)
async def charge(grant_id: Key, asked: AuditorIn, unit: TheUnit) -> AuditOut:
    """Charge an auditor with the grant; who was charged before and has not reported is released."""
    return AuditOut.model_validate(await audits.charge_auditor(unit, grant_id, asked.person_id, asked.due_on))


@router.post("/grants/{grant_id}/audit-reports", status_code=201)
async def report(grant_id: Key, asked: AuditReportIn, unit: TheUnit) -> AuditOut:
    """The report of the auditor charged with the grant."""
    said = AuditReport(asked.until, asked.opinion, asked.findings)
    return AuditOut.model_validate(await audits.report_audit(unit, grant_id, said))

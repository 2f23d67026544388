"""Independent audits: an auditor is charged, and reports."""

from datetime import date

from grants.contracts.monitoring_events import IndependentAuditAssigned, IndependentAuditReported
from grants.policy import Action
from grants.values import PersonId
from runtime.unit import Unit
from services.monitoring.domain import auditing
from services.monitoring.domain.audit_facts import AuditReport
from services.monitoring.domain.facts import Audit
from services.monitoring.usecases.acting import begin


async def charge_auditor(unit: Unit, grant_id: str, auditor_id: str, due_on: date) -> Audit:
    """From now on the auditor stands to the grant as charged with it; who was before, does no longer."""
    act = await begin(unit, Action.INDEPENDENT_AUDIT_ASSIGN, grant_id)
    act.change(auditing.charge(act.file, auditor_id, due_on, act.by, act.now))
    audit = act.file.audits[-1]
    act.say(IndependentAuditAssigned, number=audit.number, auditor_id=PersonId(auditor_id), due_at=audit.due_at)
    await act.keep()
    return audit


async def report_audit(unit: Unit, grant_id: str, said: AuditReport) -> Audit:
    act = await begin(unit, Action.INDEPENDENT_AUDIT_REPORT, grant_id)
    act.change(auditing.report(act.file, said, act.now, act.rules))
    audit = act.file.audits[-1]
    act.say(
        IndependentAuditReported,
        number=audit.number,
        until=said.until,
        opinion=audit.opinion,
        findings=len(said.findings),
    )
    await act.keep()
    return audit

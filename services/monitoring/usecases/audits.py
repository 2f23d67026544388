"""Independent audits: asked for on complaint, an auditor is charged, and reports."""

from datetime import date

from grants.contracts.monitoring_events import IndependentAuditAssigned, IndependentAuditReported
from grants.contracts.report_events import FindingMade, IndependentAuditAsked
from grants.naming import Task
from grants.policy import Action
from grants.values import PersonId
from runtime.unit import Unit
from services.monitoring.domain import auditing
from services.monitoring.domain.audit_facts import AuditDuty, AuditReport
from services.monitoring.domain.facts import Audit
from services.monitoring.usecases.acting import begin
from services.monitoring.usecases.people import check


async def complain(unit: Unit, grant_id: str, ground: str) -> AuditDuty:
    """A complaint is put on record: an auditor is to be appointed."""
    act = await begin(unit, Action.INDEPENDENT_AUDIT_ASK, grant_id)
    act.change(auditing.complain(act.file, ground, act.by, act.now, act.rules))
    duty = act.file.audit_duties[-1]
    act.say(IndependentAuditAsked, number=duty.number, cause=duty.cause.value, year=duty.year)
    await act.keep()
    return duty


async def charge_auditor(unit: Unit, grant_id: str, auditor_id: str, due_on: date) -> Audit:
    """From now on the auditor stands to the grant as charged with it; who was before, does no longer.

    Raises `RulesBroken` for who cannot audit it, as far as the room knows the person.
    """
    act = await begin(unit, Action.INDEPENDENT_AUDIT_ASSIGN, grant_id)
    act.change(auditing.charge(act.file, auditor_id, due_on, act.by, act.now))
    await check(unit, Task.AUDITOR, act.file.grant, auditor_id, "person_id")
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
    for one in act.file.findings:
        if one.audit == audit.number:
            facts = {"severity": one.severity.value, "amount": one.amount, "due_at": one.due_at}
            act.say(FindingMade, number=one.number, audit=one.audit, **facts)
    await act.keep()
    return audit

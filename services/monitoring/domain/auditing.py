"""Independent audits: an auditor from outside is charged with a grant and reports on it.

Source: a yearly independent audit procured by the Ministry, and one on complaint ([P], since 2015). When one is
due is not decided here: an officer charges the auditor and sets the day.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import AuditOpinion
from services.monitoring.domain.errors import AuditNotAwaited, AuditPending, GrantStageWrong
from services.monitoring.domain.facts import Audit, AuditReport, GrantFile
from services.monitoring.domain.states import AuditStatus, GrantStatus


def awaited(file: GrantFile) -> Audit | None:
    """The audit whose report has not come, if there is one."""
    return next((one for one in file.audits if one.status is AuditStatus.ASSIGNED), None)


def charge(file: GrantFile, auditor_id: str, due_on: date, by: str, now: datetime) -> GrantFile:
    """Charge an auditor; the last day to report is `due_on`. Somebody else charged before is released."""
    _not_closed(file)
    if wrong := tuple(_wrong_charge(file, auditor_id, due_on, by, now)):
        raise RulesBroken(*wrong)
    before = awaited(file)
    if before is not None and before.auditor_id == auditor_id:
        raise AuditPending(Breach("independent_audit.pending", "person_id", auditor_id))
    if before is not None:
        file = file.with_audit(replace(before, status=AuditStatus.RELEASED))
    audit = Audit(
        grant_id=file.grant.id,
        number=len(file.audits) + 1,
        auditor_id=auditor_id,
        assigned_by=by,
        assigned_at=now,
        due_at=start_of(due_on + timedelta(days=1)),
    )
    return file.with_audit(audit).with_grant(auditor_id=auditor_id)


def report(file: GrantFile, said: AuditReport, now: datetime) -> GrantFile:
    """The auditor's report settles the audit that is awaited."""
    _not_closed(file)
    audit = awaited(file)
    if audit is None:
        raise AuditNotAwaited(Breach("independent_audit.not_awaited", "audit"))
    if wrong := tuple(_wrong_report(file, said, now)):
        raise RulesBroken(*wrong)
    done = replace(
        audit,
        status=AuditStatus.REPORTED,
        until=said.until,
        opinion=said.opinion,
        findings=said.findings,
        reported_at=now,
    )
    return file.with_audit(done)


def _wrong_charge(file: GrantFile, auditor_id: str, due_on: date, by: str, now: datetime) -> list[Breach]:
    today, found = istanbul_day(now), []
    if auditor_id in {file.grant.coordinator_id, by}:
        found.append(Breach("independent_audit.outsider", "person_id", auditor_id, "", "Destek"))
    if due_on <= today:
        found.append(Breach("independent_audit.due_on", "due_on", due_on.isoformat(), today.isoformat(), "Destek"))
    return found


def _wrong_report(file: GrantFile, said: AuditReport, now: datetime) -> list[Breach]:
    begins, today, found = file.grant.starts_on, istanbul_day(now), []
    if not begins < said.until <= today:
        span = f"{begins.isoformat()} – {today.isoformat()}"
        found.append(Breach("independent_audit.until", "until", said.until.isoformat(), span, "Destek"))
    if said.opinion is not AuditOpinion.UNQUALIFIED and not said.findings:
        found.append(Breach("independent_audit.findings", "findings", said.opinion.value, "", "Destek"))
    return found


def _not_closed(file: GrantFile) -> None:
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)

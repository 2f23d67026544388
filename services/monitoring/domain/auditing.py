"""Independent audits: when one is due, an auditor from outside who is charged with it, and the report.

Source: a yearly independent audit procured by the Ministry, and one on complaint ([P], since 2015). That it is asked
for when a year of the contract is over, that the last part of a year counts as one, and the day the auditor reports by
are in no paper: an officer sets the day. Force majeure suspends both as it does all duties and deadlines.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from grants.breach import Breach, RulesBroken
from grants.calendar import exclusive_end, istanbul_day, start_of
from grants.contracts.stages import AuditOpinion
from grants.regimes import RuleSet
from grants.rules.pauses import resume_due
from services.monitoring.domain import findings
from services.monitoring.domain.audit_facts import AuditCause, AuditDuty, AuditReport
from services.monitoring.domain.derivation import pauses
from services.monitoring.domain.errors import AuditNotAwaited, AuditPending, GrantStageWrong
from services.monitoring.domain.facts import Audit, GrantFile
from services.monitoring.domain.states import UNDER_WAY, AuditStatus, GrantStatus

_ASKED_FOR = UNDER_WAY | {GrantStatus.CLOSING}
_MONTHS_OF_YEAR = 12


def awaited(file: GrantFile) -> Audit | None:
    """The audit whose report has not come, if there is one."""
    return next((one for one in file.audits if one.status is AuditStatus.ASSIGNED), None)


def unsettled(file: GrantFile) -> tuple[AuditDuty, ...]:
    """Why an auditor is still to be appointed."""
    return tuple(one for one in file.audit_duties if one.audit is None)


def next_year(file: GrantFile, rules: RuleSet) -> tuple[int, date] | None:
    """The next year of the contract whose audit falls due, and the first day after it; None where none does.

    Where the regime asks for it, the last part of a year, up to the end of support, counts as one.
    """
    if not rules.audit.yearly.value or file.grant.status not in _ASKED_FOR:
        return None
    year = max((one.year for one in file.audit_duties), default=0) + 1
    begins_on, ends_on = (exclusive_end(file.grant.starts_on, (year - ago) * _MONTHS_OF_YEAR) for ago in (1, 0))
    if ends_on <= file.grant.support_ends_on:
        return year, ends_on
    is_begun = rules.audit.last_part_year.value and begins_on < file.grant.support_ends_on
    return (year, file.grant.support_ends_on) if is_begun else None


def report_due_at(file: GrantFile, audit: Audit) -> datetime | None:
    """When the report of an audit falls due, force majeure taken out; None while it is suspended."""
    return resume_due(audit.due_at, pauses(file), audit.assigned_at)


def fall_due(file: GrantFile, year: int, by: str, now: datetime) -> GrantFile:
    """A year of the contract is over: an auditor is to be appointed."""
    return _asked_for(file, AuditCause.YEARLY, year, "", by, now)


def complain(file: GrantFile, ground: str, by: str, now: datetime, rules: RuleSet) -> GrantFile:
    """A complaint came in: an auditor is to be appointed, where the regime knows audits on complaint."""
    _not_closed(file)
    leaf = rules.audit.on_complaint
    if not leaf.value:
        raise RulesBroken(Breach("independent_audit.no_complaint", "ground", "", "", rules.cite(leaf)))
    return _asked_for(file, AuditCause.COMPLAINT, 0, ground, by, now)


def charge(file: GrantFile, auditor_id: str, due_on: date, by: str, now: datetime) -> GrantFile:
    """Charge an auditor; the last day to report is `due_on`. Somebody else charged before is released.

    Whatever an auditor was to be appointed for is settled with that.
    """
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
    for duty in file.audit_duties:
        if duty.audit is None or (before is not None and duty.audit == before.number):
            file = file.with_audit_duty(replace(duty, audit=audit.number))
    return file.with_audit(audit).with_grant(auditor_id=auditor_id)


def report(file: GrantFile, said: AuditReport, now: datetime, rules: RuleSet) -> GrantFile:
    """The auditor's report settles the audit that is awaited; its findings are to be answered."""
    _not_closed(file)
    audit = awaited(file)
    if audit is None:
        raise AuditNotAwaited(Breach("independent_audit.not_awaited", "audit"))
    if wrong := (*_wrong_report(file, said, now), *findings.wrong(said.findings, now)):
        raise RulesBroken(*wrong)
    done = replace(
        audit,
        status=AuditStatus.REPORTED,
        until=said.until,
        opinion=AuditOpinion(said.opinion),
        findings=tuple(one.text for one in said.findings),
        reported_at=now,
    )
    return findings.record(file.with_audit(done), done, said.findings, now, rules)


def mark_late(file: GrantFile) -> GrantFile:
    """The day of the report has passed; the auditor may still report, or be replaced."""
    audit = awaited(file)
    return file if audit is None else file.with_audit(replace(audit, was_late=True))


def _asked_for(file: GrantFile, cause: AuditCause, year: int, ground: str, by: str, now: datetime) -> GrantFile:
    """An auditor who is at work already settles it."""
    at_work = awaited(file)
    duty = AuditDuty(
        grant_id=file.grant.id,
        number=len(file.audit_duties) + 1,
        cause=cause,
        year=year,
        ground=ground,
        opened_by=by,
        opened_at=now,
        audit=None if at_work is None else at_work.number,
    )
    return file.with_audit_duty(duty)


def _wrong_charge(file: GrantFile, auditor_id: str, due_on: date, by: str, now: datetime) -> Iterator[Breach]:
    today = istanbul_day(now)
    if auditor_id in {file.grant.coordinator_id, by}:
        yield Breach("independent_audit.outsider", "person_id", auditor_id, "", "Destek")
    if due_on <= today:
        yield Breach("independent_audit.due_on", "due_on", due_on.isoformat(), today.isoformat(), "Destek")


def _wrong_report(file: GrantFile, said: AuditReport, now: datetime) -> Iterator[Breach]:
    begins, today = file.grant.starts_on, istanbul_day(now)
    if not begins < said.until <= today:
        span = f"{begins.isoformat()} – {today.isoformat()}"
        yield Breach("independent_audit.until", "until", said.until.isoformat(), span, "Destek")
    if said.opinion != AuditOpinion.UNQUALIFIED and not said.findings:
        yield Breach("independent_audit.findings", "findings", said.opinion, "", "Destek")


def _not_closed(file: GrantFile) -> None:
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)

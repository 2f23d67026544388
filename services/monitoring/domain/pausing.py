"""Force majeure: declared by the coordinator, decided by the monitoring officer, ended by either."""

from dataclasses import replace
from datetime import date, datetime

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.regimes import RuleSet
from services.monitoring.domain import development, findings, milestones
from services.monitoring.domain.audit_facts import FindingStatus
from services.monitoring.domain.auditing import report_due_at as report_due_at_of_audit
from services.monitoring.domain.clock import cure_end_at, report_due_at
from services.monitoring.domain.dates import ceiling_ends_on
from services.monitoring.domain.errors import DecidedAlready, GrantStageWrong, NoSuchThing
from services.monitoring.domain.facts import ForceMajeure, GrantFile
from services.monitoring.domain.falls import running
from services.monitoring.domain.report_facts import DevelopmentStatus
from services.monitoring.domain.states import (
    UNDER_WAY,
    AuditStatus,
    ForceMajeureStatus,
    GrantStatus,
    NoticeStatus,
    ReportStatus,
)

_PAUSABLE = UNDER_WAY | {GrantStatus.CLOSING}


def find(file: GrantFile, force_majeure_id: str) -> ForceMajeure:
    for one in file.force_majeure:
        if one.id == force_majeure_id:
            return one
    raise NoSuchThing(Breach("monitoring.part_unknown", "force_majeure", force_majeure_id))


def declare(file: GrantFile, declared: ForceMajeure) -> GrantFile:
    """It began not before the contract and not after today."""
    _pausable(file)
    first, last = file.grant.starts_on, istanbul_day(declared.declared_at)
    if not first <= declared.starts_on <= last:
        asked = declared.starts_on.isoformat()
        raise RulesBroken(Breach("force_majeure.starts_on", "starts_on", asked, f"{first} - {last}", "Destek"))
    return file.with_force_majeure(declared)


def decide(
    file: GrantFile, one: ForceMajeure, by: str, now: datetime, rules: RuleSet, *, accepted: bool, reason: str
) -> GrantFile:
    """Accepted, it stops the clock from its first day on, however long ago that is, and lateness that it explains
    is taken back. A period that has ended stays ended: the one that runs has the days instead.
    """
    _pausable(file)
    if one.status is not ForceMajeureStatus.DECLARED:
        raise DecidedAlready.of("force_majeure", one.status)
    status = ForceMajeureStatus.ACCEPTED if accepted else ForceMajeureStatus.REFUSED
    done = replace(one, status=status, decided_by=by, decided_at=now, reason=reason)
    file = _restated(file.with_force_majeure(done), rules)
    return _answers_taken_back(_lateness_taken_back(file, now), now) if accepted else file


def end(file: GrantFile, one: ForceMajeure, ended_on: date, now: datetime, rules: RuleSet) -> GrantFile:
    """It is over: `ended_on` is the first day without it, not after today. The clock goes on where it stood."""
    _pausable(file)
    if one.status is not ForceMajeureStatus.ACCEPTED:
        raise DecidedAlready.of("force_majeure", one.status)
    last = istanbul_day(now)
    if not one.starts_on < ended_on <= last:
        allowed = f"> {one.starts_on}, ≤ {last}"
        raise RulesBroken(Breach("force_majeure.ended_on", "ended_on", ended_on.isoformat(), allowed, "Destek"))
    return _restated(file.with_force_majeure(replace(one, status=ForceMajeureStatus.ENDED, ended_on=ended_on)), rules)


def _pausable(file: GrantFile) -> None:
    if file.grant.status not in _PAUSABLE:
        raise GrantStageWrong.at(file.grant.status)


def _restated(file: GrantFile, rules: RuleSet) -> GrantFile:
    """The status and the ceiling as the facts make them: under some rules a pause that has ended moves the ceiling."""
    file = file.with_grant(ceiling_ends_on=ceiling_ends_on(file, rules))
    return file.with_grant(status=running(file)) if file.grant.status in UNDER_WAY else file


def _lateness_taken_back(file: GrantFile, now: datetime) -> GrantFile:
    """What was late, or not cured in time, is so no longer where force majeure moved its day past now."""
    for report in file.reports:
        if report.status is ReportStatus.LATE and _ahead(report_due_at(file, report), now):
            file = file.with_report(replace(report, status=ReportStatus.OPEN, was_late=False))
    for audit in file.audits:
        if audit.was_late and audit.status is AuditStatus.ASSIGNED and _ahead(report_due_at_of_audit(file, audit), now):
            file = file.with_audit(replace(audit, was_late=False))
    for notice in file.notices:
        if notice.status is NoticeStatus.EXPIRED and _ahead(cure_end_at(file, notice), now):
            file = file.with_notice(replace(notice, status=NoticeStatus.RUNNING, decided_at=None))
    return file


def _answers_taken_back(file: GrantFile, now: datetime) -> GrantFile:
    """The same of development reports, of answers to findings, and of milestones."""
    for report in file.development:
        if report.status is DevelopmentStatus.LATE and _ahead(development.due_at(file, report), now):
            file = file.with_development(replace(report, status=DevelopmentStatus.OPEN, was_late=False))
    for finding in file.findings:
        is_open = finding.was_late and finding.status is FindingStatus.OPEN
        if is_open and _ahead(findings.due_at(file, finding), now):
            file = file.with_finding(replace(finding, was_late=False))
    return milestones.taken_back(file, now)


def _ahead(due: datetime | None, now: datetime) -> bool:
    return due is None or due > now

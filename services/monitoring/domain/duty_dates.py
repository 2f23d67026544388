"""Dates around what is owed: reminders and escalations of reports, development reports, audits and their findings."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from grants.calendar import exclusive_end, istanbul_day, moved_by_days, start_of
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet
from services.monitoring.domain import auditing
from services.monitoring.domain.audit_facts import Finding, FindingStatus
from services.monitoring.domain.derivation import DerivedDate, last_day, resumed, step
from services.monitoring.domain.facts import GrantFile, Report
from services.monitoring.domain.report_facts import DevelopmentReport, DevelopmentStatus
from services.monitoring.domain.states import UNDER_WAY, ReportStatus

_TO_REMIND = frozenset({ReportStatus.OPEN, ReportStatus.RETURNED, DevelopmentStatus.OPEN})
_TO_ESCALATE = frozenset({ReportStatus.LATE, DevelopmentStatus.LATE})


def owed(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """Every date around what is owed, in the order of its topics."""
    for report in file.reports:
        yield from _around(file, report, "report", rules)
    yield from _development(file, rules)
    yield from _audits(file, rules)


def development_boundary(file: GrantFile, number: int, rules: RuleSet) -> date | None:
    """The first day after so many whole spans of the development report; None where the regime has none."""
    kind = rules.reporting.development_report
    return None if kind is None else exclusive_end(file.grant.starts_on, kind.period_months * number)


def _around(file: GrantFile, report: Report | DevelopmentReport, name: str, rules: RuleSet) -> Iterator[DerivedDate]:
    """The reminder while the report is awaited, the escalation while it is late; each once a duty."""
    before, after = rules.reporting.reminder_days_before, rules.reporting.escalation_days_after
    if report.due_at is None or report.duty_since is None:
        return
    due_day = istanbul_day(report.due_at)
    if report.status in _TO_REMIND and before.value and not _since(report.reminded_at, report.duty_since):
        at = moved_by_days(report.due_at, -before.value)
        told = (step("reminder", last_day(due_day), str(before.value), rules.cite(before)),)
        if at > report.duty_since:
            kind = DeadlineKind(f"{name}_reminder")
            yield resumed(DerivedDate(kind.value, at, told, report.number, kind, ends=False), file, report.duty_since)
    if report.status in _TO_ESCALATE and report.escalated_at is None:
        at = moved_by_days(report.due_at, after.value)
        told = (step("escalation", last_day(due_day), str(after.value), rules.cite(after)),)
        kind = DeadlineKind(f"{name}_escalation")
        yield resumed(DerivedDate(kind.value, at, told, report.number, kind), file, report.duty_since)


def _since(moment: datetime | None, beginning: datetime) -> bool:
    return moment is not None and moment >= beginning


def _development(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    if file.grant.status not in UNDER_WAY:
        return
    yield from _opening(file, rules)
    for report in file.development:
        yield from _around(file, report, "development", rules)
        due = DeadlineKind.DEVELOPMENT_DUE if report.status is DevelopmentStatus.OPEN else None
        days = str((istanbul_day(report.due_at) - report.period_ends_on).days)
        told = (step("report_days", report.period_ends_on.isoformat(), days, rules.cite(rules.reporting.kinds)),)
        found = DerivedDate("development_due", report.due_at, told, report.number, due)
        yield resumed(found, file, report.duty_since)


def _opening(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """The next development report, if support lasts until then."""
    number, begins = len(file.development) + 1, file.grant.starts_on
    boundary = development_boundary(file, number, rules)
    kind = rules.reporting.development_report
    if kind is None or boundary is None:
        return
    months = f"{number} × {kind.period_months}"
    told = (step("period_months", begins.isoformat(), months, rules.cite(rules.reporting.kinds)),)
    opens = DeadlineKind.DEVELOPMENT_OPENING
    found = resumed(DerivedDate(opens.value, start_of(boundary), told, number, opens), file, start_of(begins))
    if found.at is None or found.at < start_of(file.grant.support_ends_on):
        yield found


def _audits(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """The next year of the contract to be audited, never after the end of support; reports; open findings."""
    if (following := auditing.next_year(file, rules)) is not None:
        year, ends_on = following
        counted = step("audit_year", file.grant.starts_on.isoformat(), str(year), rules.cite(rules.audit.yearly))
        due = DeadlineKind.AUDIT_DUE
        whole = DerivedDate(due.value, start_of(ends_on), (counted,), year, due)
        yield _within_support(resumed(whole, file, start_of(file.grant.starts_on)), file)
    if (audit := auditing.awaited(file)) is not None:
        expected = None if audit.was_late else DeadlineKind.AUDIT_REPORT_DUE
        told = (step("audit_report", istanbul_day(audit.assigned_at).isoformat()),)
        found = DerivedDate(DeadlineKind.AUDIT_REPORT_DUE.value, audit.due_at, told, audit.number, expected)
        yield resumed(found, file, audit.assigned_at)
    for finding in file.findings:
        if finding.status is FindingStatus.OPEN:
            yield _finding(file, finding, rules)


def _within_support(found: DerivedDate, file: GrantFile) -> DerivedDate:
    end = start_of(file.grant.support_ends_on)
    if found.at is None or found.at <= end:
        return found
    return replace(found, at=end, steps=(*found.steps, step("support_ends_before", last_day(istanbul_day(end)))))


def _finding(file: GrantFile, finding: Finding, rules: RuleSet) -> DerivedDate:
    since = istanbul_day(finding.duty_since)
    days = (istanbul_day(finding.due_at) - since - timedelta(days=1)).days
    told = (step("finding_days", since.isoformat(), str(days), rules.cite(rules.audit.finding_days)),)
    due = None if finding.was_late else DeadlineKind.FINDING_DUE
    return resumed(
        DerivedDate(DeadlineKind.FINDING_DUE.value, finding.due_at, told, finding.number, due), file, finding.duty_since
    )

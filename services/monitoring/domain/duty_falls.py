"""What follows when something owed was not done in time, and how such a deadline came about."""

from dataclasses import replace
from datetime import datetime

from grants.calendar import istanbul_day, moved_by_days, start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.decisions.deadline import DeadlineInputs
from grants.regimes import RuleSet
from grants.rules.deadlines import Due
from services.monitoring.domain import auditing, closing, development, findings, milestones
from services.monitoring.domain.duty_dates import development_boundary
from services.monitoring.domain.facts import GrantFile, Report
from services.monitoring.domain.plans import quarter_end
from services.monitoring.domain.report_facts import DevelopmentReport

SYSTEM = "system"
"""Who opens what no person does."""
KINDS = frozenset(
    {
        *(DeadlineKind.REPORT_REMINDER, DeadlineKind.REPORT_ESCALATION),
        *(DeadlineKind.DEVELOPMENT_OPENING, DeadlineKind.DEVELOPMENT_REMINDER),
        *(DeadlineKind.DEVELOPMENT_DUE, DeadlineKind.DEVELOPMENT_ESCALATION),
        *(DeadlineKind.AUDIT_DUE, DeadlineKind.AUDIT_REPORT_DUE, DeadlineKind.FINDING_DUE),
        *(DeadlineKind.MILESTONE_DUE, DeadlineKind.CLOSING_REMINDER),
    }
)
"""The deadlines of this module."""
PAUSED = frozenset(Due(one.value) for one in KINDS)
"""What force majeure suspends: all duties and deadlines, those of an audit too; a default, as what a pause is."""


def fall(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> GrantFile:
    """The consequence of one of `KINDS` that stands."""
    match due.kind:
        case DeadlineKind.REPORT_REMINDER:
            return file.with_report(replace(_report(file, due.number), reminded_at=now))
        case DeadlineKind.REPORT_ESCALATION:
            return file.with_report(replace(_report(file, due.number), escalated_at=now))
        case DeadlineKind.AUDIT_DUE:
            return auditing.fall_due(file, due.number, SYSTEM, now)
        case DeadlineKind.CLOSING_REMINDER:
            return closing.remind(file, now)
        case DeadlineKind.FINDING_DUE | DeadlineKind.MILESTONE_DUE | DeadlineKind.AUDIT_REPORT_DUE:
            return _mark_late(file, due, now)
        case _:
            return development.fall(file, due, now, rules)


def _mark_late(file: GrantFile, due: Deadline, now: datetime) -> GrantFile:
    if due.kind is DeadlineKind.AUDIT_REPORT_DUE:
        return auditing.mark_late(file)
    if due.kind is DeadlineKind.FINDING_DUE:
        return findings.mark_late(file, due.number)
    return milestones.mark_late(file, due.number, now)


def facts(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> tuple[DeadlineInputs, datetime]:
    """What a deadline is reckoned from, and its end as it was set, force majeure aside; that alone for any other."""
    given = DeadlineInputs(what=Due(due.kind.value), now=now)
    match due.kind:
        case DeadlineKind.REPORT_REMINDER | DeadlineKind.REPORT_ESCALATION:
            return _around(given, _report(file, due.number), due, rules)
        case DeadlineKind.AUDIT_DUE | DeadlineKind.DEVELOPMENT_OPENING | DeadlineKind.MILESTONE_DUE:
            return _counted(given, file, due, rules)
        case DeadlineKind.FINDING_DUE | DeadlineKind.AUDIT_REPORT_DUE:
            return _asked(given, file, due)
        case DeadlineKind.DEVELOPMENT_DUE | DeadlineKind.CLOSING_REMINDER:
            return _of_one(given, file, due, rules)
        case DeadlineKind.DEVELOPMENT_REMINDER | DeadlineKind.DEVELOPMENT_ESCALATION:
            return _around(given, development.find(file, due.number), due, rules)
        case _:
            return given, due.at


def _of_one(given: DeadlineInputs, file: GrantFile, due: Deadline, rules: RuleSet) -> tuple[DeadlineInputs, datetime]:
    """Of a development report, or ahead of the closing."""
    if due.kind is DeadlineKind.CLOSING_REMINDER:
        return _closing(given, file, due, rules)
    report = development.find(file, due.number)
    return _owed(given, report), report.due_at


def _closing(given: DeadlineInputs, file: GrantFile, due: Deadline, rules: RuleSet) -> tuple[DeadlineInputs, datetime]:
    """So many days ahead of the day the closing is due: as long as it was never overdue."""
    before, until = rules.reporting.reminder_days_before.value, file.grant.closing_due_at or due.at
    return closing.counted(file, given), moved_by_days(until, -before)


def _asked(given: DeadlineInputs, file: GrantFile, due: Deadline) -> tuple[DeadlineInputs, datetime]:
    """From the day on which a finding was made, or an auditor was charged."""
    if due.kind is DeadlineKind.FINDING_DUE:
        finding = findings.find(file, due.number)
        return given.model_copy(update={"began_at": finding.duty_since}), finding.due_at
    audit = next(one for one in file.audits if one.number == due.number)
    return given.model_copy(update={"began_at": audit.assigned_at}), audit.due_at


def _counted(given: DeadlineInputs, file: GrantFile, due: Deadline, rules: RuleSet) -> tuple[DeadlineInputs, datetime]:
    """So many whole years, spans or quarters from the contract on."""
    first, boundary = file.grant.starts_on, None
    if due.kind is DeadlineKind.DEVELOPMENT_OPENING:
        boundary = development_boundary(file, due.number, rules)
    elif due.kind is DeadlineKind.MILESTONE_DUE:
        boundary = quarter_end(first, due.number)
    counted = given.model_copy(update={"began_at": start_of(first), "first_day": first, "number": due.number})
    if due.kind is DeadlineKind.AUDIT_DUE and (following := auditing.next_year(file, rules)) is not None:
        boundary = following[1]
        counted = counted.model_copy(update={"latest": start_of(file.grant.support_ends_on)})
    return counted, due.at if boundary is None else start_of(boundary)


def _around(
    given: DeadlineInputs, report: Report | DevelopmentReport, due: Deadline, rules: RuleSet
) -> tuple[DeadlineInputs, datetime]:
    """A reminder so many days ahead of the day a report is due, an escalation so many days after it."""
    reminds = due.kind in {DeadlineKind.REPORT_REMINDER, DeadlineKind.DEVELOPMENT_REMINDER}
    before, after = rules.reporting.reminder_days_before.value, rules.reporting.escalation_days_after.value
    end = moved_by_days(report.due_at or due.at, -before if reminds else after)
    return _owed(given, report), end


def _owed(given: DeadlineInputs, report: Report | DevelopmentReport) -> DeadlineInputs:
    """From the first day after the period, or the day that was learnt on; after a return from the day after it."""
    again = isinstance(report, Report) and report.duty_since == report.decided_at
    given = given.model_copy(update={"began_at": report.duty_since})
    if report.duty_since is None or report.period_ends_on is None or again:
        return given
    return given.model_copy(update={"first_day": max(report.period_ends_on, istanbul_day(report.duty_since))})


def _report(file: GrantFile, number: int) -> Report:
    return next(one for one in file.reports if one.number == number)

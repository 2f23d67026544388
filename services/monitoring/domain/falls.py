"""What follows when a deadline comes: each takes the file and gives the next."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import assert_never

from grants.calendar import end_of_days_after, istanbul_day, start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet
from services.monitoring.domain import duty_falls, fund_falls, obligations, recovering
from services.monitoring.domain.clock import deadlines, lasting, period_end_at
from services.monitoring.domain.facts import GrantFile, Report
from services.monitoring.domain.states import GrantStatus, NoticeStatus, ReportStatus


def stands(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> bool:
    """Whether this very deadline still stands and has come; one that was moved since does not."""
    return due.at <= now and due in deadlines(file, rules)


def fall(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> GrantFile:
    """The consequence of a deadline that stands."""
    match due.kind:
        case DeadlineKind.PERIOD_END | DeadlineKind.SUPPORT_END:
            return _ended(file, due, now, rules)
        case DeadlineKind.REPORT_DUE | DeadlineKind.CURE_END:
            return _missed(file, due, now)
        case DeadlineKind.CLOSING_DUE:
            return _remind(file, now, rules)
        case DeadlineKind.OBLIGATION_REMINDER | DeadlineKind.OBLIGATION_END | DeadlineKind.RECOVERY_DUE:
            return _outlived(file, due, now)
        case (
            DeadlineKind.REPORT_REMINDER
            | DeadlineKind.REPORT_ESCALATION
            | DeadlineKind.DEVELOPMENT_OPENING
            | DeadlineKind.DEVELOPMENT_REMINDER
            | DeadlineKind.DEVELOPMENT_DUE
            | DeadlineKind.DEVELOPMENT_ESCALATION
            | DeadlineKind.AUDIT_DUE
            | DeadlineKind.AUDIT_REPORT_DUE
            | DeadlineKind.FINDING_DUE
            | DeadlineKind.MILESTONE_DUE
            | DeadlineKind.CLOSING_REMINDER
        ):
            return duty_falls.fall(file, due, now, rules)
        case (
            DeadlineKind.CLAIM_CORRECTION
            | DeadlineKind.RECOVERY_REMINDER
            | DeadlineKind.GUARANTEE_REMINDER
            | DeadlineKind.GUARANTEE_END
        ):
            return fund_falls.fall(file, due, now)
        case never:
            assert_never(never)


def _ended(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> GrantFile:
    if due.kind is DeadlineKind.PERIOD_END:
        return end_period(file, istanbul_day(due.at), now, rules)
    return _end_support(file, now, rules)


def _missed(file: GrantFile, due: Deadline, now: datetime) -> GrantFile:
    if due.kind is DeadlineKind.REPORT_DUE:
        return _mark_late(file, due.number)
    return _expire(file, due.number, now)


def _outlived(file: GrantFile, due: Deadline, now: datetime) -> GrantFile:
    """What falls due after the closing."""
    if due.kind is DeadlineKind.RECOVERY_DUE:
        return recovering.mark_late(file, due.number, now)
    if due.kind is DeadlineKind.OBLIGATION_REMINDER:
        return obligations.remind(file, due.number, now)
    return obligations.end(file, due.number, now)


def end_period(file: GrantFile, day: date, now: datetime, rules: RuleSet) -> GrantFile:
    """The running period ends before `day`: its report is opened, and the next begins if support goes on.

    The report has its full time from the end of the period, or from now where that was learnt later.
    """
    period = file.period
    if period is None:
        return file
    first = max(day, istanbul_day(now))
    opened = replace(
        period,
        period_ends_on=day,
        status=ReportStatus.OPEN,
        opened_at=now,
        duty_since=now,
        due_at=start_of(first + timedelta(days=rules.reporting.activity_report.due_days)),
    )
    return begin_period(file.with_report(opened), day)


def begin_period(file: GrantFile, day: date) -> GrantFile:
    """The next period begins on `day`, if there is support on that day."""
    if day >= file.grant.support_ends_on:
        return file
    number = max((report.number for report in file.reports), default=0) + 1
    return file.with_report(Report(file.grant.id, number, day))


def await_closing(file: GrantFile, status: GrantStatus, since: date, now: datetime, rules: RuleSet) -> GrantFile:
    """The grant no longer runs: its closing is awaited, with the full time from `since` or from now."""
    first = max(since, istanbul_day(now))
    due_at = start_of(first + timedelta(days=rules.deadlines.closing_days.value))
    return file.with_grant(status=status, closing_since=now, closing_due_at=due_at)


def running(file: GrantFile) -> GrantStatus:
    """How a grant under way stands: paused while force majeure lasts."""
    return GrantStatus.PAUSED if lasting(file) else GrantStatus.IN_FORCE


def _mark_late(file: GrantFile, number: int) -> GrantFile:
    """The report is late. It stays open: a late report is better than none."""
    report = next(one for one in file.reports if one.number == number)
    return file.with_report(replace(report, status=ReportStatus.LATE, was_late=True, escalated_at=None))


def _end_support(file: GrantFile, now: datetime, rules: RuleSet) -> GrantFile:
    """Support is over. Periods that ended before are ended first, the last one with the support.

    A period that force majeure keeps from ending ends here too: the support does not wait for it.
    """
    end = file.grant.support_ends_on
    while file.period is not None:
        at = period_end_at(file, file.period, rules)
        file = end_period(file, end if at is None else istanbul_day(at), now, rules)
    return await_closing(file, GrantStatus.CLOSING, end, now, rules)


def _expire(file: GrantFile, number: int, now: datetime) -> GrantFile:
    """The notice was not cured in time. No timer ends a grant: an officer finds it among the tasks and decides."""
    notice = next(one for one in file.notices if one.number == number)
    return file.with_notice(replace(notice, status=NoticeStatus.EXPIRED, decided_at=now))


def _remind(file: GrantFile, now: datetime, rules: RuleSet) -> GrantFile:
    """The closing is overdue: a reminder, and a new date."""
    return file.with_grant(
        closing_reminders=file.grant.closing_reminders + 1,
        closing_since=now,
        closing_due_at=end_of_days_after(now, rules.deadlines.closing_days.value),
    )

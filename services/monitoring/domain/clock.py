"""Every date of a grant, derived from the recorded facts and nothing else.

While force majeure lasts, duties and deadlines are suspended and start again where they stood; the end of
the support period moves only by a recorded extension; the years of the ceiling run by the calendar.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from grants.calendar import exclusive_end, istanbul_day, start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.pauses import resume_due
from services.monitoring.domain import (
    answering,
    closing,
    covering,
    holds,
    milestones,
    obligations,
    recovering,
    visiting,
)
from services.monitoring.domain.dates import happened, span
from services.monitoring.domain.derivation import DerivedDate, last_day, lasting, pauses, resumed, step
from services.monitoring.domain.duty_dates import owed
from services.monitoring.domain.facts import GrantFile, Notice, Report
from services.monitoring.domain.states import UNDER_WAY, GrantStatus, NoticeStatus, ReportStatus

__all__ = [
    "closing_due_at",
    "counted_from",
    "cure_end_at",
    "deadlines",
    "derive",
    "lasting",
    "pauses",
    "period_boundary",
    "period_end_at",
    "period_ends_on",
    "report_due_at",
]

_ORDER = tuple(DeadlineKind)
_OUTLIVES = frozenset(
    {
        *(DeadlineKind.RECOVERY_REMINDER, DeadlineKind.RECOVERY_DUE),
        *(DeadlineKind.GUARANTEE_REMINDER, DeadlineKind.GUARANTEE_END),
        *(DeadlineKind.OBLIGATION_REMINDER, DeadlineKind.OBLIGATION_END),
    }
)
"""What falls due after the closing too."""
_SETTLED = frozenset({ReportStatus.SUBMITTED, ReportStatus.ACCEPTED})
_MARKABLE = frozenset({ReportStatus.OPEN, ReportStatus.RETURNED})
_NOTICES_COUNT = UNDER_WAY | {GrantStatus.CLOSING}
_AWAITS_CLOSING = frozenset({GrantStatus.CLOSING, GrantStatus.TERMINATED})


def derive(file: GrantFile, rules: RuleSet) -> tuple[DerivedDate, ...]:
    """Every date of the grant with the way it came about: the one place where dates come from.

    The span of support first, then the running period, the reports, the notices, the closing, what is owed
    besides, the milestones, visits, holds, what outlives the grant, and what happened.
    """
    found = (
        *span(file, rules),
        *_periods(file, rules),
        *(_report(file, report, rules) for report in file.reports if report.due_at is not None),
        *(_cure(file, notice, rules) for notice in file.notices),
        *_closing(file, rules),
        *owed(file, rules),
        *milestones.dates(file),
        *visiting.dates(file, rules),
        *holds.dates(file, rules),
        *answering.dates(file, rules),
        *covering.dates(file, rules),
        *recovering.dates(file, rules),
        *obligations.dates(file, rules),
        *happened(file),
    )
    if file.grant.status is not GrantStatus.CLOSED:
        return found
    return tuple(one if one.due in _OUTLIVES else replace(one, due=None) for one in found)


def deadlines(file: GrantFile, rules: RuleSet) -> tuple[Deadline, ...]:
    """What falls due as things stand, the next first. What is suspended has no date and is left out."""
    found = (
        Deadline(kind=one.due, at=one.at, number=one.number)
        for one in derive(_pending(file), rules)
        if one.due is not None and one.at is not None
    )
    return tuple(sorted(found, key=lambda one: (one.at, _ORDER.index(one.kind), one.number)))


def more_may_come(file: GrantFile) -> bool:
    """Whether a closed grant can get dates it has not now: as long as money is to come back, a new guarantee may cover
    it. Whoever waits for its dates waits until then.
    """
    return file.grant.status is GrantStatus.CLOSED and recovering.running(file) is not None


def _pending(file: GrantFile) -> GrantFile:
    """The file without reports of which nothing falls due any more: they grow with the years, what is open does not."""
    return replace(file, reports=tuple(report for report in file.reports if report.status not in _SETTLED))


def period_boundary(file: GrantFile, number: int, rules: RuleSet) -> date:
    """The first day after a period by the calendar: so many whole periods after the contract.

    Where an addendum changed their length, they count from the end of the period that ran then.
    """
    since, before = counted_from(file)
    return exclusive_end(since, rules.reporting.activity_report.period_months * (number - before))


def period_end_at(file: GrantFile, period: Report, rules: RuleSet) -> datetime | None:
    """When a running period ends: the calendar's boundary moved by every pause before it, at most the end of
    support. None while it is suspended.
    """
    return _period(file, period, rules).at


def period_ends_on(file: GrantFile, period: Report, rules: RuleSet) -> date | None:
    """The first day after a running period, as things stand."""
    return _period(file, period, rules).on


def report_due_at(file: GrantFile, report: Report) -> datetime | None:
    """When a report falls due, force majeure taken out; None while it is suspended or no duty yet."""
    return None if report.due_at is None else resume_due(report.due_at, pauses(file), report.duty_since)


def cure_end_at(file: GrantFile, notice: Notice) -> datetime | None:
    """When the time to cure a notice is over, force majeure taken out; None while it is suspended."""
    return resume_due(notice.cure_until, pauses(file), notice.given_at)


def closing_due_at(file: GrantFile) -> datetime | None:
    """When the closing falls due, force majeure taken out; None while it is suspended or no duty yet."""
    due_at = file.grant.closing_due_at
    return None if due_at is None else resume_due(due_at, pauses(file), file.grant.closing_since)


def counted_from(file: GrantFile) -> tuple[date, int]:
    """The day from which periods count, and how many there were before."""
    for one in reversed(file.addenda):
        if one.periods_since is not None:
            return one.periods_since, one.periods_before
    return file.grant.starts_on, 0


def _periods(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    if file.period is not None:
        due = DeadlineKind.PERIOD_END if file.grant.status in UNDER_WAY else None
        yield replace(_period(file, file.period, rules), due=due)


def _period(file: GrantFile, period: Report, rules: RuleSet) -> DerivedDate:
    boundary, end = period_boundary(file, period.number, rules), start_of(file.grant.support_ends_on)
    (since, before), kinds = counted_from(file), rules.reporting.kinds
    months = f"{period.number - before} × {rules.reporting.activity_report.period_months}"
    counted = (step("period_months", since.isoformat(), months, rules.cite(kinds)),)
    whole = DerivedDate("period_end", start_of(boundary), counted, period.number)
    found = resumed(whole, file, start_of(file.grant.starts_on))
    if found.at is None or found.at <= end:
        return found
    return replace(found, at=end, steps=(*found.steps, step("support_ends_before", last_day(istanbul_day(end)))))


def _report(file: GrantFile, report: Report, rules: RuleSet) -> DerivedDate:
    returned = report.duty_since != report.opened_at
    name, first = ("report_again", None) if returned else ("report_days", report.period_ends_on)
    given = _given(name, report.duty_since, report.due_at, first, rules.cite(rules.reporting.kinds))
    runs = report.status in _MARKABLE and file.grant.status is not GrantStatus.CLOSED
    due = DeadlineKind.REPORT_DUE if runs else None
    return resumed(DerivedDate("report_due", report.due_at, (given,), report.number, due), file, report.duty_since)


def _cure(file: GrantFile, notice: Notice, rules: RuleSet) -> DerivedDate:
    given = _given("cure_days", notice.given_at, notice.cure_until, None, rules.cite(rules.notices.cure_days))
    runs = notice.status is NoticeStatus.RUNNING and file.grant.status in _NOTICES_COUNT
    due = DeadlineKind.CURE_END if runs else None
    return resumed(DerivedDate("cure_end", notice.cure_until, (given,), notice.number, due), file, notice.given_at)


def _closing(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    grant = file.grant
    if grant.closing_due_at is None:
        return
    name, first = ("closing_again", None) if grant.closing_reminders else ("closing_days", grant.support_ends_on)
    if closing.is_returned(file):
        name, first = "closing_returned", None
    source = rules.cite(rules.deadlines.closing_days)
    given = _given(name, grant.closing_since, grant.closing_due_at, first, source)
    awaited = grant.status in _AWAITS_CLOSING and grant.closing_submitted_at is None
    due = DeadlineKind.CLOSING_DUE if awaited else None
    yield resumed(DerivedDate("closing_due", grant.closing_due_at, (given,), due=due), file, grant.closing_since)
    if awaited:
        yield from closing.reminder(file, rules)


def _given(name: str, since: datetime | None, until: datetime | None, first: date | None, source: str) -> Line:
    """So many days to do something: from `first` on, or from the day it was learnt; else after the day of `since`."""
    if since is None or until is None:
        return step(name, source=source)
    day = istanbul_day(since)
    begins = day + timedelta(days=1) if first is None else max(first, day)
    shown = day if first is None else begins
    return step(name, shown.isoformat(), str((istanbul_day(until) - begins).days), source)

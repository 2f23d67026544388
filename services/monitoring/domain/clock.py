"""Everything that will fall due, derived from the recorded facts and nothing else.

While force majeure lasts, duties and deadlines are suspended and start again where they stood; the end of
the support period moves only by a recorded extension; the years of the ceiling run by the calendar.
"""

from collections.abc import Iterator
from datetime import date, datetime

from grants.calendar import exclusive_end, istanbul_day, start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.regimes import RuleSet
from grants.rules.pauses import Pause, resume_due
from services.monitoring.domain.facts import GrantFile, Notice, Report
from services.monitoring.domain.states import (
    UNDER_WAY,
    ForceMajeureStatus,
    GrantStatus,
    NoticeStatus,
    ReportStatus,
)

_ORDER = tuple(DeadlineKind)
_COUNTS = frozenset({ForceMajeureStatus.ACCEPTED, ForceMajeureStatus.ENDED})
_MARKABLE = frozenset({ReportStatus.OPEN, ReportStatus.RETURNED})
_NOTICES_COUNT = UNDER_WAY | {GrantStatus.CLOSING}
_AWAITS_CLOSING = frozenset({GrantStatus.CLOSING, GrantStatus.TERMINATED})


def pauses(file: GrantFile) -> tuple[Pause, ...]:
    """The spans of accepted force majeure; one that lasts has no end."""
    return tuple(Pause(one.starts_on, one.ended_on) for one in file.force_majeure if one.status in _COUNTS)


def lasting(file: GrantFile) -> bool:
    """Whether accepted force majeure lasts."""
    return any(one.status is ForceMajeureStatus.ACCEPTED for one in file.force_majeure)


def deadlines(file: GrantFile, rules: RuleSet) -> tuple[Deadline, ...]:
    """What falls due as things stand, the next first. What is suspended has no date and is left out."""
    if file.grant.status is GrantStatus.CLOSED:
        return ()
    found = (*_support(file, rules), *_reports(file), *_cures(file), *_closing(file))
    return tuple(sorted(found, key=lambda one: (one.at, _ORDER.index(one.kind), one.number)))


def period_boundary(file: GrantFile, number: int, rules: RuleSet) -> date:
    """The first day after a period by the calendar: so many whole periods after the contract.

    Where an addendum changed their length, they count from the end of the period that ran then.
    """
    length = rules.reporting.activity_report.period_months
    for one in reversed(file.addenda):
        if one.periods_since is not None:
            return exclusive_end(one.periods_since, length * (number - one.periods_before))
    return exclusive_end(file.grant.starts_on, length * number)


def period_end_at(file: GrantFile, period: Report, rules: RuleSet) -> datetime | None:
    """When a running period ends: the calendar's boundary moved by every pause before it, at most the end of
    support. None while it is suspended.
    """
    boundary = start_of(period_boundary(file, period.number, rules))
    moved = resume_due(boundary, pauses(file), start_of(file.grant.starts_on))
    return None if moved is None else min(moved, start_of(file.grant.support_ends_on))


def period_ends_on(file: GrantFile, period: Report, rules: RuleSet) -> date | None:
    """The first day after a running period, as things stand."""
    at = period_end_at(file, period, rules)
    return None if at is None else istanbul_day(at)


def report_due_at(file: GrantFile, report: Report) -> datetime | None:
    """When a report falls due, force majeure taken out; None while it is suspended or no duty yet."""
    if report.due_at is None:
        return None
    return resume_due(report.due_at, pauses(file), report.duty_since)


def cure_end_at(file: GrantFile, notice: Notice) -> datetime | None:
    return resume_due(notice.cure_until, pauses(file), notice.given_at)


def closing_due_at(file: GrantFile) -> datetime | None:
    if file.grant.closing_due_at is None:
        return None
    return resume_due(file.grant.closing_due_at, pauses(file), file.grant.closing_since)


def _support(file: GrantFile, rules: RuleSet) -> Iterator[Deadline]:
    if file.grant.status not in UNDER_WAY:
        return
    yield Deadline(kind=DeadlineKind.SUPPORT_END, at=start_of(file.grant.support_ends_on))
    if file.period and (at := period_end_at(file, file.period, rules)):
        yield Deadline(kind=DeadlineKind.PERIOD_END, at=at, number=file.period.number)


def _reports(file: GrantFile) -> Iterator[Deadline]:
    for report in file.reports:
        if report.status in _MARKABLE and (at := report_due_at(file, report)):
            yield Deadline(kind=DeadlineKind.REPORT_DUE, at=at, number=report.number)


def _cures(file: GrantFile) -> Iterator[Deadline]:
    if file.grant.status not in _NOTICES_COUNT:
        return
    for notice in file.notices:
        if notice.status is NoticeStatus.RUNNING and (at := cure_end_at(file, notice)):
            yield Deadline(kind=DeadlineKind.CURE_END, at=at, number=notice.number)


def _closing(file: GrantFile) -> Iterator[Deadline]:
    if file.grant.status not in _AWAITS_CLOSING or file.grant.closing_submitted_at is not None:
        return
    if at := closing_due_at(file):
        yield Deadline(kind=DeadlineKind.CLOSING_DUE, at=at)

"""When time runs out: so many days or months of the regime, counted in whole Istanbul days. Pure.

Source: each number stands in the regime with its own source; how days are counted is in no paper: Destek's own.
The day on which the time begins does not count, the last day counts whole, so an end is the exclusive instant
at which the day after it begins.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Final, assert_never

from grants.calendar import add_working_days, exclusive_end, istanbul_day, moved_by_days, start_of
from grants.regimes import RuleSet
from grants.regimes.cited import Cited

_MONTHS_OF_YEAR: Final = 12


class Due(StrEnum):
    """What can fall due, in the order of a grant's life."""

    CALL_OPENING = "call_opening"
    CALL_CLOSING = "call_closing"
    DRAFT = "draft"
    ADMINISTRATIVE_CHECK = "administrative_check"
    COMPLETION = "completion"
    INVITATION = "invitation"
    EVALUATION_REMINDER = "evaluation_reminder"
    EVALUATION = "evaluation"
    COMMITTEE = "committee"
    NEGOTIATION = "negotiation"
    APPROVAL = "approval"
    FOUNDING = "founding"
    SIGNING = "signing"
    PERIOD_END = "period_end"
    REPORT_DUE = "report_due"
    CURE_END = "cure_end"
    SUPPORT_END = "support_end"
    CLOSING_DUE = "closing_due"


class Measure(StrEnum):
    """What a time is counted in."""

    DAYS = "days"
    WORKING_DAYS = "working_days"
    MONTHS = "months"


@dataclass(frozen=True, slots=True)
class Term:
    """How much time a regime gives. before: days by which a reminder comes ahead of the end."""

    count: int
    source: str
    measure: Measure = Measure.DAYS
    before: int = 0

    def last_from(self, first_day: date) -> date:
        """The first day after a time whose first day is `first_day`."""
        match self.measure:
            case Measure.DAYS:
                return first_day + timedelta(days=self.count)
            case Measure.WORKING_DAYS:
                return add_working_days(first_day - timedelta(days=1), self.count) + timedelta(days=1)
            case Measure.MONTHS:
                return exclusive_end(first_day, self.count)
            case never:
                assert_never(never)

    def end_from(self, first_day: date) -> datetime:
        """The exclusive instant, in UTC, at which it is over."""
        return moved_by_days(start_of(self.last_from(first_day)), -self.before)


def term(due: Due, rules: RuleSet, number: int = 1) -> Term | None:
    """What the regime gives for it; none where only people set the end. number: how many periods, where it has some."""
    match due:
        case Due.CALL_OPENING:
            return None
        case Due.CALL_CLOSING | Due.DRAFT:
            return _days(rules.calendar.call_days, rules)
        case Due.INVITATION | Due.EVALUATION_REMINDER | Due.EVALUATION:
            return _asked(due, rules)
        case Due.PERIOD_END | Due.REPORT_DUE | Due.CURE_END | Due.SUPPORT_END | Due.CLOSING_DUE:
            return _supported(due, rules, number)
        case _:
            return _applied(due, rules)


def _days(days: Cited[int], rules: RuleSet) -> Term:
    return Term(days.value, rules.cite(days))


def _applied(due: Due, rules: RuleSet) -> Term:
    """The stages of an application, and its board."""
    given = rules.deadlines
    if due is Due.COMPLETION:
        days = given.completion_working_days
        return Term(days.value, rules.cite(days), Measure.WORKING_DAYS)
    calendar_days = {
        Due.ADMINISTRATIVE_CHECK: given.administrative_check_reminder,
        Due.COMMITTEE: given.committee_days,
        Due.NEGOTIATION: given.negotiation_days,
        Due.APPROVAL: given.approval_reminder_days,
        Due.FOUNDING: given.founding_days,
        Due.SIGNING: given.signing_days,
    }
    return _days(calendar_days[due], rules)


def _asked(due: Due, rules: RuleSet) -> Term:
    """An answer is never awaited longer than the scores; a reminder comes so many days ahead of their end."""
    whole, answer = rules.deadlines.evaluation_days, rules.deadlines.evaluator_acceptance_days
    ahead = rules.deadlines.evaluation_reminder_days_before
    if due is Due.EVALUATION_REMINDER:
        return Term(whole.value, rules.cite(ahead), before=ahead.value)
    return _days(answer if due is Due.INVITATION and answer.value <= whole.value else whole, rules)


def _supported(due: Due, rules: RuleSet, number: int) -> Term:
    """The times of a grant in force."""
    report, source = rules.reporting.activity_report, rules.cite(rules.reporting.kinds)
    years = rules.duration.base_years
    terms = {
        Due.PERIOD_END: Term(report.period_months * number, source, Measure.MONTHS),
        Due.REPORT_DUE: Term(report.due_days, source),
        Due.CURE_END: _days(rules.notices.cure_days, rules),
        Due.SUPPORT_END: Term(years.value * _MONTHS_OF_YEAR, rules.cite(years), Measure.MONTHS),
        Due.CLOSING_DUE: _days(rules.deadlines.closing_days, rules),
    }
    return terms[due]


def end(due: Due, began_at: datetime, rules: RuleSet) -> datetime:
    """The exclusive end, in UTC, of the time the regime gives from `began_at` on; that day itself does not count.

    Raises `LookupError` where the regime gives none.
    """
    given = term(due, rules)
    if given is None:
        raise LookupError(due)
    return given.end_from(first_counted(began_at))


def first_counted(began_at: datetime) -> date:
    """The first day that counts: the one after the time began."""
    return istanbul_day(began_at) + timedelta(days=1)

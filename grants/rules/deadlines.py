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
from grants.regimes.lists import ReportKind

_MONTHS_OF_YEAR: Final = 12
_MONTHS_OF_QUARTER: Final = 3
_OWN: Final = "Destek"
"""The source of what stands in no paper: that the plan's quarters are counted from the contract."""


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
    RESERVE = "reserve"
    OBJECTION = "objection"
    NEGOTIATION = "negotiation"
    APPROVAL = "approval"
    FOUNDING = "founding"
    SIGNING = "signing"
    PERIOD_END = "period_end"
    REPORT_DUE = "report_due"
    CURE_END = "cure_end"
    SUPPORT_END = "support_end"
    CLOSING_DUE = "closing_due"
    REPORT_REMINDER = "report_reminder"
    REPORT_ESCALATION = "report_escalation"
    DEVELOPMENT_OPENING = "development_opening"
    DEVELOPMENT_REMINDER = "development_reminder"
    DEVELOPMENT_DUE = "development_due"
    DEVELOPMENT_ESCALATION = "development_escalation"
    AUDIT_DUE = "audit_due"
    AUDIT_REPORT_DUE = "audit_report_due"
    FINDING_DUE = "finding_due"
    RECOVERY_DUE = "recovery_due"
    OBLIGATION_REMINDER = "obligation_reminder"
    OBLIGATION_END = "obligation_end"
    CLAIM_CORRECTION = "claim_correction"
    RECOVERY_REMINDER = "recovery_reminder"
    GUARANTEE_REMINDER = "guarantee_reminder"
    GUARANTEE_END = "guarantee_end"
    MILESTONE_DUE = "milestone_due"
    CLOSING_REMINDER = "closing_reminder"


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
    if due in _OWED | _FUNDS:
        return _funds(due, rules) if due in _FUNDS else _owed(due, rules, number)
    match due:
        case (
            Due.CALL_OPENING
            | Due.RECOVERY_DUE
            | Due.OBLIGATION_REMINDER
            | Due.OBLIGATION_END
            | Due.GUARANTEE_REMINDER
            | Due.GUARANTEE_END
        ):
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
        Due.RESERVE: rules.committee.reserve_days,
        Due.OBJECTION: rules.feedback.objection_days,
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


_OWED: Final = frozenset(
    {
        *(Due.REPORT_REMINDER, Due.REPORT_ESCALATION, Due.AUDIT_DUE, Due.AUDIT_REPORT_DUE, Due.FINDING_DUE),
        *(Due.DEVELOPMENT_OPENING, Due.DEVELOPMENT_REMINDER, Due.DEVELOPMENT_DUE, Due.DEVELOPMENT_ESCALATION),
        *(Due.MILESTONE_DUE, Due.CLOSING_REMINDER),
    }
)
"""What is reminded of, asked again, and audited in the years of a grant."""


def _owed(due: Due, rules: RuleSet, number: int) -> Term | None:
    if due is Due.REPORT_REMINDER or due is Due.REPORT_ESCALATION:
        return _around(rules.reporting.activity_report, due, rules)
    if due is Due.CLOSING_REMINDER:
        before = rules.reporting.reminder_days_before
        return Term(rules.deadlines.closing_days.value, rules.cite(before), before=before.value)
    if due is Due.FINDING_DUE:
        return _days(rules.audit.finding_days, rules)
    if due is Due.MILESTONE_DUE:
        return Term(number * _MONTHS_OF_QUARTER, _OWN, Measure.MONTHS)
    if due is Due.AUDIT_DUE:
        return Term(number * _MONTHS_OF_YEAR, rules.cite(rules.audit.yearly), Measure.MONTHS)
    kind = rules.reporting.development_report
    return None if kind is None or due is Due.AUDIT_REPORT_DUE else _development(kind, due, rules, number)


def _development(kind: ReportKind, due: Due, rules: RuleSet, number: int) -> Term:
    """When a report on which it is decided whether support goes on is asked for, and its days."""
    source = rules.cite(rules.reporting.kinds)
    if due is Due.DEVELOPMENT_OPENING:
        return Term(kind.period_months * number, source, Measure.MONTHS)
    return Term(kind.due_days, source) if due is Due.DEVELOPMENT_DUE else _around(kind, due, rules)


_FUNDS: Final = frozenset({Due.CLAIM_CORRECTION, Due.RECOVERY_REMINDER})
"""What falls due around the money of a grant."""


def _funds(due: Due, rules: RuleSet) -> Term | None:
    if due is Due.RECOVERY_REMINDER:
        before = rules.recovery.reminder_days_before
        return Term(rules.recovery.due_days.value, rules.cite(before), before=before.value)
    days = rules.money.claim_correction_days
    return None if days.value is None else Term(days.value, rules.cite(days))


def _around(kind: ReportKind, due: Due, rules: RuleSet) -> Term:
    """Days ahead of the day a report is due at which it is reminded of, or after it at which it is escalated."""
    if due in {Due.REPORT_REMINDER, Due.DEVELOPMENT_REMINDER}:
        before = rules.reporting.reminder_days_before
        return Term(kind.due_days, rules.cite(before), before=before.value)
    after = rules.reporting.escalation_days_after
    return Term(kind.due_days + after.value, rules.cite(after))


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

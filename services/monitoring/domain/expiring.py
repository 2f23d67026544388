"""Why a deadline of a grant falls, from the recorded facts: what an event of it is explained by."""

from datetime import datetime

from grants.calendar import istanbul_day, start_of
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import DeadlineKind
from grants.decisions import explain
from grants.decisions.deadline import DeadlineInputs, as_recorded
from grants.decisions.extension import Span
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules.deadlines import Due
from services.monitoring.domain import closing, duty_falls, fund_falls, recovering
from services.monitoring.domain.clock import counted_from, pauses, period_boundary
from services.monitoring.domain.facts import GrantFile

_PAUSED = (
    frozenset({Due.PERIOD_END, Due.REPORT_DUE, Due.CURE_END, Due.CLOSING_DUE}) | duty_falls.PAUSED | fund_falls.PAUSED
)
"""What force majeure suspends."""


def explained(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> Explanation:
    """How this deadline came about and what follows from it now. Its own date is on record, pauses aside."""
    given, end = _facts(file, due, now, rules)
    if given.what in _PAUSED:
        spans = tuple(Span(starts_on=one.starts_on, ends_on=one.ends_on) for one in pauses(file))
        given = given.model_copy(update={"pauses": spans})
    return explain("deadline", as_recorded(given, end, rules), rules)


def support_end(file: GrantFile, now: datetime, rules: RuleSet) -> Explanation:
    """How the end of support came about."""
    at = start_of(file.grant.support_ends_on)
    return explained(file, Deadline(kind=DeadlineKind.SUPPORT_END, at=at), now, rules)


def _facts(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> tuple[DeadlineInputs, datetime]:
    """What the deadline is reckoned from, and its end as it was set, force majeure aside.

    Of a kind that is set by an order of its own nothing else is known than the day of that order.
    """
    match due.kind:
        case DeadlineKind.PERIOD_END:
            return _period(file, due.number, now, rules)
        case DeadlineKind.REPORT_DUE:
            return _report(file, due.number, now)
        case DeadlineKind.SUPPORT_END:
            first = file.grant.starts_on
            given = DeadlineInputs(what=Due.SUPPORT_END, now=now, began_at=start_of(first), first_day=first)
            return given, start_of(file.grant.support_ends_on)
        case DeadlineKind.CLOSING_DUE:
            return _closing(file, due.at, now)
        case DeadlineKind.CURE_END | DeadlineKind.RECOVERY_DUE:
            return _given(file, due, now)
        case _:
            return _of_its_topic(file, due, now, rules)


def _of_its_topic(file: GrantFile, due: Deadline, now: datetime, rules: RuleSet) -> tuple[DeadlineInputs, datetime]:
    if due.kind in fund_falls.KINDS:
        return fund_falls.facts(file, due, now)
    return duty_falls.facts(file, due, now, rules)


def _given(file: GrantFile, due: Deadline, now: datetime) -> tuple[DeadlineInputs, datetime]:
    """From the day of a notice, or from that of the order to pay back."""
    if due.kind is DeadlineKind.RECOVERY_DUE:
        ordered_at = recovering.of_instalment(file, due.number).ordered_at
        return DeadlineInputs(what=Due.RECOVERY_DUE, now=now, began_at=ordered_at), due.at
    notice = next(one for one in file.notices if one.number == due.number)
    return DeadlineInputs(what=Due.CURE_END, now=now, began_at=notice.given_at), notice.cure_until


def _period(file: GrantFile, number: int, now: datetime, rules: RuleSet) -> tuple[DeadlineInputs, datetime]:
    """Whole periods from the contract, or from where an addendum changed their length; never past the support."""
    since, before = counted_from(file)
    given = DeadlineInputs(
        what=Due.PERIOD_END,
        now=now,
        began_at=start_of(file.grant.starts_on),
        first_day=since,
        number=number - before,
        latest=start_of(file.grant.support_ends_on),
    )
    return given, start_of(period_boundary(file, number, rules))


def _report(file: GrantFile, number: int, now: datetime) -> tuple[DeadlineInputs, datetime]:
    """From the first day after the period, or the day that was learnt on; after a return from the day after it."""
    report = next(one for one in file.reports if one.number == number)
    given = DeadlineInputs(what=Due.REPORT_DUE, now=now, began_at=report.duty_since)
    if report.duty_since is not None and report.duty_since != report.decided_at and report.period_ends_on:
        first = max(report.period_ends_on, istanbul_day(report.duty_since))
        given = given.model_copy(update={"first_day": first})
    return given, report.due_at or now


def _closing(file: GrantFile, at: datetime, now: datetime) -> tuple[DeadlineInputs, datetime]:
    return closing.counted(file, DeadlineInputs(what=Due.CLOSING_DUE, now=now)), file.grant.closing_due_at or at

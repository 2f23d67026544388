"""Holds on the payments of a grant: ordered by an officer with a reason and an end, and lifted with a reason.

A hold is neither a duty nor a deadline of anybody: its end is reached by the calendar, force majeure or not.
"""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.regimes import RuleSet
from grants.rules.pauses import moves
from services.monitoring.domain.derivation import DerivedDate, pauses, step
from services.monitoring.domain.errors import DecidedAlready, GrantStageWrong, NoSuchThing
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.risk_facts import Hold
from services.monitoring.domain.states import GrantStatus

PART = "hold"
MOST_DAYS = 730


def in_force(file: GrantFile, day: date) -> tuple[Hold, ...]:
    """The holds that stand on an Istanbul day; while one does, nothing is paid."""
    return tuple(
        one
        for one in file.holds
        if one.starts_on <= day < one.ends_on and (one.lifted_at is None or day < istanbul_day(one.lifted_at))
    )


def in_the_way(file: GrantFile, day: date, _rules: RuleSet) -> tuple[Breach, ...]:
    """The same, as what stops the money of a grant is asked about."""
    return tuple(
        Breach("hold.in_force", f"holds[{one.number}]", one.reason[:100], last_day(one).isoformat(), "Destek")
        for one in in_force(file, day)
    )


def order(
    file: GrantFile, hold_id: str, reason: str, until: date | None, by: str, now: datetime, rules: RuleSet
) -> GrantFile:
    """Hold payments from today to the end of `until`, or for as long as the regime says."""
    if file.grant.status is GrantStatus.CLOSED:
        raise GrantStageWrong.at(file.grant.status)
    today = istanbul_day(now)
    ends_on = today + timedelta(days=rules.risk.hold_days.value) if until is None else until + timedelta(days=1)
    if not today < ends_on <= today + timedelta(days=MOST_DAYS):
        allowed = f"{today.isoformat()} – {(today + timedelta(days=MOST_DAYS - 1)).isoformat()}"
        asked = (ends_on - timedelta(days=1)).isoformat()
        raise RulesBroken(Breach("hold.last_day", "last_day", asked, allowed, "Destek"))
    hold = Hold(hold_id, file.grant.id, len(file.holds) + 1, reason, today, ends_on, by, now)
    return replace(file, holds=(*file.holds, hold))


def lift(file: GrantFile, hold_id: str, reason: str, by: str, now: datetime) -> GrantFile:
    """Payments may be made again, from this day on. Raises `DecidedAlready` where the hold is over."""
    hold = find(file, hold_id)
    if hold not in in_force(file, istanbul_day(now)):
        raise DecidedAlready.of(PART, "over")
    done = replace(hold, lifted_by=by, lifted_at=now, lift_reason=reason)
    return replace(file, holds=tuple(done if one.id == hold_id else one for one in file.holds))


def find(file: GrantFile, hold_id: str) -> Hold:
    for one in file.holds:
        if one.id == hold_id:
            return one
    raise NoSuchThing(Breach("monitoring.part_unknown", PART, hold_id))


def dates(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """The end of each hold: as ordered or by the regime's days, unless it was lifted before."""
    leaf = rules.risk.hold_days
    for one in file.holds:
        begins, at = one.starts_on.isoformat(), start_of(one.ends_on)
        told = [step("hold_named", begins, last_day(one).isoformat())]
        if one.ends_on == one.starts_on + timedelta(days=leaf.value):
            told = [step("hold_days", begins, str(leaf.value), rules.cite(leaf))]
        if moves(at, pauses(file), one.ordered_at):
            told.append(step("by_the_calendar"))
        if one.lifted_at is not None:
            lifted_on = istanbul_day(one.lifted_at)
            at, told = start_of(lifted_on), [*told, step("hold_lifted", lifted_on.isoformat())]
        yield DerivedDate("hold_end", at, tuple(told), one.number, ends=one.lifted_at is None)


def last_day(hold: Hold) -> date:
    """The last day on which payments are held, unless it is lifted before."""
    return hold.ends_on - timedelta(days=1)

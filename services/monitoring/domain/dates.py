"""How long support lasts and at most may last, from the contract and everything decided since."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from grants.explanation import Line
from grants.regimes import RuleSet, load
from grants.rules.duration import ceiling_end, support_end
from grants.rules.pauses import paused_days
from services.monitoring.domain.derivation import OWN, DerivedDate, last_day, pauses, step
from services.monitoring.domain.facts import Addendum, Extension, GrantFile
from services.monitoring.domain.states import UNDER_WAY, ExtensionStatus


@dataclass(frozen=True, slots=True)
class _End:
    """The first day without support at some point of the story, and how it came to that."""

    on: date
    steps: tuple[Line, ...]


def span(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    """From the contract to the end of support, and the day no extension may pass."""
    starts = file.grant.starts_on
    signed = (step("contract", file.grant.number),)
    yield DerivedDate("starts_on", start_of(starts), signed, ends=False)
    first = _base(file, rules)
    yield DerivedDate("contracted_end", start_of(first.on), first.steps)
    end = _end(file, first)
    runs = DeadlineKind.SUPPORT_END if file.grant.status in UNDER_WAY else None
    yield DerivedDate("support_ends_on", start_of(end.on), end.steps, due=runs)
    yield _ceiling(file, rules)


def support_ends_on(file: GrantFile, rules: RuleSet) -> date:
    """The first day without support, as the facts make it."""
    return _end(file, _base(file, rules)).on


def ceiling_ends_on(file: GrantFile, rules: RuleSet) -> date:
    """The first day on which support is over whatever happens."""
    return ceiling_end(file.grant.starts_on, rules, pauses(file))


def _base(file: GrantFile, rules: RuleSet) -> _End:
    """As contracted, whatever addenda came after."""
    first = file.addenda[0] if file.addenda else None
    contracted = load(first.old_regime, first.old_revision) if first else rules
    starts, years = file.grant.starts_on, contracted.duration.base_years
    base = step("base_years", starts.isoformat(), str(years.value), contracted.cite(years))
    return _End(support_end(starts, contracted), (base,))


def _end(file: GrantFile, end: _End) -> _End:
    """The end after every decision that moved it, in the order they were made."""
    for _, decided in sorted(_decisions(file), key=lambda one: one[0]):
        match decided:
            case Addendum():
                end = _under_other_rules(end, decided)
            case Extension():
                ground, new = decided.ground.value, last_day(decided.new_end)
                end = _End(decided.new_end, (*end.steps, step("extended", ground, new)))
    return _terminated(file, end)


def _decisions(file: GrantFile) -> Iterator[tuple[datetime, Addendum | Extension]]:
    yield from ((one.recorded_at, one) for one in file.addenda)
    for one in file.extensions:
        if one.status is ExtensionStatus.GRANTED and one.decided_at is not None:
            yield one.decided_at, one


def _under_other_rules(end: _End, one: Addendum) -> _End:
    """What the addendum made of the end is a fact recorded with it."""
    moved = next((day["after"] for day in one.effect["dates"] if day["name"] == "support_ends_on"), None)
    if moved is None:
        return end
    on = date.fromisoformat(moved)
    return _End(on, (*end.steps, step("addendum", one.number, last_day(on))))


def _terminated(file: GrantFile, end: _End) -> _End:
    at = file.grant.terminated_at
    if at is None:
        return end
    day = min(end.on, istanbul_day(at) + timedelta(days=1))
    return _End(day, (*end.steps, step("terminated", allowed=last_day(day))))


def _ceiling(file: GrantFile, rules: RuleSet) -> DerivedDate:
    starts, duration = file.grant.starts_on, rules.duration
    years, counted = duration.ceiling_years, duration.pauses_count_in_ceiling
    steps = [step("ceiling_years", starts.isoformat(), str(years.value), rules.cite(years))]
    if days := paused_days(pauses(file), starts):
        name = "ceiling_with_pauses" if counted.value else "ceiling_without_pauses"
        steps.append(step(name, allowed=str(days), source=rules.cite(counted)))
    return DerivedDate("ceiling_ends_on", start_of(ceiling_ends_on(file, rules)), tuple(steps))


def happened(file: GrantFile) -> Iterator[DerivedDate]:
    """Days on which the grant was brought towards its end."""
    for name, at in (
        ("terminated_on", file.grant.terminated_at),
        ("closing_submitted_on", file.grant.closing_submitted_at),
        ("settled_on", file.settlement.settled_at if file.settlement else None),
    ):
        if at is not None:
            yield DerivedDate(name, at, (step(name, source=OWN),), ends=False)

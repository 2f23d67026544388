"""Where each date of a grant comes from, as data: the page shows the day with its reason."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from grants.calendar import istanbul_day
from grants.regimes import RuleSet, load
from grants.rules.duration import support_end
from grants.rules.pauses import paused_days
from services.monitoring.domain.clock import pauses
from services.monitoring.domain.facts import Addendum, Extension, GrantFile
from services.monitoring.domain.states import ExtensionStatus


@dataclass(frozen=True, slots=True)
class DerivedDate:
    """on: the day; ends are the first day after. rule: key of the text that says how it came about, with
    `allowed` (years, contract number, ground …) and `source` filled in.
    """

    name: str
    on: date | None
    rule: str
    allowed: str
    source: str


def derived(file: GrantFile, rules: RuleSet) -> tuple[DerivedDate, ...]:
    return (*_span(file, rules), *_moved(file), *_stopped(file))


def _span(file: GrantFile, rules: RuleSet) -> Iterator[DerivedDate]:
    grant, first = file.grant, _contracted(file, rules)
    contracted = support_end(grant.starts_on, first)
    years, most = first.duration.base_years, rules.duration.ceiling_years
    yield DerivedDate("starts_on", grant.starts_on, "date.contract", grant.number, "Destek")
    yield DerivedDate("contracted_end", contracted, "date.base_years", str(years.value), first.cite(years))
    yield DerivedDate("support_ends_on", grant.support_ends_on, *_reason(file, contracted))
    yield DerivedDate("ceiling_ends_on", grant.ceiling_ends_on, "date.ceiling_years", str(most.value), rules.cite(most))


def _reason(file: GrantFile, contracted: date) -> tuple[str, str, str]:
    if file.grant.terminated_at is not None:
        return "date.terminated", str(file.grant.termination_ground), "Destek"
    if file.grant.support_ends_on == contracted:
        return "date.as_contracted", "", "Destek"
    moved = [one for one in file.addenda if any(day["name"] == "support_ends_on" for day in one.effect["dates"])]
    if moved and not _extended_since(file, moved[-1]):
        return "date.addendum", moved[-1].number, "Destek"
    granted = _granted(file)
    return "date.extended", granted[-1].ground if granted else "", "Destek"


def _contracted(file: GrantFile, rules: RuleSet) -> RuleSet:
    """The rules of the contract, whatever addenda came after."""
    first = file.addenda[0] if file.addenda else None
    return load(first.old_regime, first.old_revision) if first else rules


def _extended_since(file: GrantFile, addendum: Addendum) -> bool:
    return any(one.decided_at and one.decided_at > addendum.recorded_at for one in _granted(file))


def _granted(file: GrantFile) -> list[Extension]:
    return [one for one in file.extensions if one.status is ExtensionStatus.GRANTED]


def _moved(file: GrantFile) -> Iterator[DerivedDate]:
    if days := paused_days(pauses(file), file.grant.starts_on):
        yield DerivedDate("paused_days", None, "date.paused_days", str(days), "Destek")


def _stopped(file: GrantFile) -> Iterator[DerivedDate]:
    for name, at in (
        ("terminated_on", file.grant.terminated_at),
        ("closing_submitted_on", file.grant.closing_submitted_at),
        ("settled_on", file.settlement.settled_at if file.settlement else None),
    ):
        if at is not None:
            yield DerivedDate(name, istanbul_day(at), f"date.{name}", "", "Destek")

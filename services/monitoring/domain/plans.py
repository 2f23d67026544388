"""The work plan of a grant in force: its items as facts of the grant, money moved between them, its dates."""

from collections.abc import Iterable, Sequence
from datetime import date
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import exclusive_end
from grants.regimes.words import Currency
from grants.rules.exact import said
from grants.values import ZERO
from grants.workplan import QuarterCost, WorkPlan
from grants.workplan import SupportItem as PlannedItem
from services.monitoring.domain.change_facts import Transfer
from services.monitoring.domain.facts import Grant, SupportItem

MONTHS_OF_QUARTER = 3


def items_of(grant_id: str, plan: WorkPlan) -> tuple[SupportItem, ...]:
    """The support items of a plan as facts of the grant."""
    return tuple(
        SupportItem(
            grant_id=grant_id,
            key=item.key,
            place=place,
            title=item.title,
            activity=item.activity,
            cost_head=item.cost_head,
            cost=item.cost,
            grant=item.grant,
            domestic_goods=item.domestic_goods,
        )
        for place, item in enumerate(plan.items, 1)
    )


def quarters_of(grant: Grant) -> int:
    """How many quarters the support runs over, one that has begun included."""
    count = 1
    while exclusive_end(grant.starts_on, MONTHS_OF_QUARTER * count) < grant.support_ends_on:
        count += 1
    return count


def quarter_end(starts_on: date, quarter: int) -> date:
    """The first day after a quarter of the plan."""
    return exclusive_end(starts_on, MONTHS_OF_QUARTER * quarter)


def transferred(plan: WorkPlan, transfers: Sequence[Transfer], currency: Currency) -> WorkPlan:
    """The plan after money was moved between its items, one transfer after the other. Raises `RulesBroken`.

    Where an item's cost is spread over quarters, what leaves it is taken from its last quarters, and what comes to it
    is added to its last one.
    """
    items = {item.key: item for item in plan.items}
    for index, one in enumerate(transfers):
        if wrong := tuple(_wrong(index, one, items, currency)):
            raise RulesBroken(*wrong)
        items[one.source] = _moved(items[one.source], -one.cost, -one.grant)
        items[one.target] = _moved(items[one.target], one.cost, one.grant)
    packages = (
        package.model_copy(update={"items": tuple(items[item.key] for item in package.items)})
        for package in plan.packages
    )
    return plan.model_copy(update={"packages": tuple(packages)})


def _wrong(index: int, one: Transfer, items: dict[str, PlannedItem], currency: Currency) -> Iterable[Breach]:
    path, listed = f"transfers[{index}]", ", ".join(sorted(items))
    unknown = [(name, key) for name, key in (("source", one.source), ("target", one.target)) if key not in items]
    for name, key in unknown:
        yield Breach("change.item_unknown", f"{path}.{name}", key, listed, "Destek")
    if one.source == one.target:
        yield Breach("change.same_item", f"{path}.target", one.target, "", "Destek")
    if not one.cost and not one.grant:
        yield Breach("change.nothing_moved", f"{path}.cost", said(one.cost, currency), "", "Destek")
    if unknown:
        return
    for name in ("cost", "grant"):
        there, asked = getattr(items[one.source], name), getattr(one, name)
        if asked > there:
            told = f"{said(asked, currency)} ({one.source})"
            yield Breach("change.item_short", f"{path}.{name}", told, said(there, currency), "Destek")


def _moved(item: PlannedItem, cost: Decimal, grant: Decimal) -> PlannedItem:
    spread = _taken(item.quarters, -cost) if cost < 0 else _added(item.quarters, cost)
    return item.model_copy(update={"cost": item.cost + cost, "grant": item.grant + grant, "quarters": spread})


def _taken(quarters: tuple[QuarterCost, ...], amount: Decimal) -> tuple[QuarterCost, ...]:
    """From the last quarter backwards."""
    left, kept = amount, []
    for one in sorted(quarters, key=lambda part: part.quarter, reverse=True):
        part = min(left, one.cost)
        left -= part
        if one.cost > part:
            kept.append(one.model_copy(update={"cost": one.cost - part}))
    return tuple(reversed(kept))


def _added(quarters: tuple[QuarterCost, ...], amount: Decimal) -> tuple[QuarterCost, ...]:
    if not quarters or amount == ZERO:
        return quarters
    last = max(quarters, key=lambda part: part.quarter)
    return tuple(one.model_copy(update={"cost": one.cost + amount}) if one is last else one for one in quarters)

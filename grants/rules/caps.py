"""What a work plan may hold, and how much of it may be asked as grant.

The grant is at most half of the plan's total and at most three quarters of each support item.
Source: call 3 announcement of the Cluster Support Programme, "Hibe Miktarı" ([S] 001…); the shares and
lists themselves stand, each with its own source, in the regime.
"""

from collections.abc import Iterator
from decimal import Decimal

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.rules.exact import lira, percent_of, plain
from grants.rules.planned import shape_breaches
from grants.values import ZERO, portion, within
from grants.workplan import WorkPlan


def breaches(
    plan: WorkPlan, rules: RuleSet, minimum_share: Decimal | None = None, quarters: int | None = None
) -> tuple[Breach, ...]:
    """Everything that is wrong with a plan, at once.

    minimum_share: least share of the plan, in per cent, that the call asks to be applied for; None if the
    call does not say so. quarters: how many the plan runs over; the base period of the regime if None.
    """
    return (
        *shape_breaches(plan, rules, quarters),
        *_overall(plan, rules),
        *_items(plan, rules),
        *_renovation(plan, rules),
        *_minimum(plan, rules, minimum_share),
    )


def _overall(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    cap, asked, total = rules.money.overall_cap, plan.grant, plan.total
    if not within(asked, total, cap.value):
        allowed = percent_of(cap.value, total, portion(total, cap.value))
        yield Breach("money.overall_cap", "plan.grant", lira(asked), allowed, rules.cite(cap))


def _items(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    cap = rules.money.item_cap
    for index, item in enumerate(plan.items):
        if not within(item.grant, item.cost, cap.value):
            allowed = percent_of(cap.value, item.cost, portion(item.cost, cap.value))
            asked = f"{lira(item.grant)} ({item.key})"
            yield Breach("money.item_cap", f"plan.items[{index}].grant", asked, allowed, rules.cite(cap))


def _renovation(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    """Tested on the plan also where the regime measures what is realised: such a plan could not be kept."""
    cap, head, total = rules.money.renovation_cap, rules.money.renovation_head.value, plan.total
    asked = sum((item.cost for item in plan.items if item.cost_head == head), ZERO)
    if not within(asked, total, cap.value):
        allowed = percent_of(cap.value, total, portion(total, cap.value))
        yield Breach("money.renovation_cap", "plan.items", lira(asked), allowed, rules.cite(cap))


def _minimum(plan: WorkPlan, rules: RuleSet, minimum_share: Decimal | None) -> Iterator[Breach]:
    if minimum_share is None or plan.grant * 100 >= plan.total * minimum_share:
        return
    stated = rules.money.minimum_share
    source = rules.cite(stated) if minimum_share == stated.value else "call"
    allowed = f"{plain(minimum_share)} % × {lira(plan.total)}"
    yield Breach("money.minimum_share", "plan.grant", lira(plan.grant), allowed, source)

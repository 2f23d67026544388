"""How much of a work plan may be asked as grant: of the whole, of each support item, and at least.

Under the first regime at most half of the plan's total and three quarters of each item.
Source: call 3 announcement of the Cluster Support Programme, "Hibe Miktarı" ([S] 001…); the shares
themselves stand, each with its own source, in the regime.
"""

from collections.abc import Iterator
from decimal import Decimal
from fractions import Fraction

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.words import CapTest
from grants.rules.ceilings import item_ceiling, overall_ceiling
from grants.rules.exact import percent_of, plain, said
from grants.rules.heads import planned_breaches
from grants.rules.in_kind import in_kind_breaches
from grants.rules.limits import limit_breaches
from grants.rules.planned import shape_breaches
from grants.values import floored, within
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
        *money_breaches(plan, rules, minimum_share),
    )


def money_breaches(plan: WorkPlan, rules: RuleSet, minimum_share: Decimal | None = None) -> tuple[Breach, ...]:
    """Everything that is wrong with the money of a plan."""
    return (
        *_overall(plan, rules),
        *_items(plan, rules),
        *planned_breaches(plan, rules),
        *limit_breaches(plan, rules),
        *in_kind_breaches(plan, rules),
        *_minimum(plan, rules, minimum_share),
    )


def _overall(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    ceiling = overall_ceiling([(item, item.cost) for item in plan.items], plan.total, rules)
    if ceiling is None or CapTest.PLAN not in rules.money.overall_tested.value or Fraction(plan.grant) <= ceiling:
        return
    cap, currency = rules.money.overall_cap, rules.money.currency.value
    allowed = percent_of(cap.value or 0, plan.total, floored(ceiling), currency)
    yield Breach("money.overall_cap", "plan.grant", said(plan.grant, currency), allowed, rules.cite(cap))


def _items(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    currency = rules.money.currency.value
    for index, item in enumerate(plan.items):
        ceiling = item_ceiling(item, rules)
        share = ceiling.share if ceiling.share is not None else Decimal(100)
        if not within(item.grant, item.cost, share):
            allowed = percent_of(share, item.cost, ceiling.of(item.cost), currency)
            asked = f"{said(item.grant, currency)} ({item.key})"
            yield Breach("money.item_cap", f"plan.items[{index}].grant", asked, allowed, ceiling.source)


def _minimum(plan: WorkPlan, rules: RuleSet, minimum_share: Decimal | None) -> Iterator[Breach]:
    if minimum_share is None or plan.grant * 100 >= plan.total * minimum_share:
        return
    stated, currency = rules.money.minimum_share, rules.money.currency.value
    source = rules.cite(stated) if minimum_share == stated.value else "call"
    allowed = f"{plain(minimum_share)} % × {said(plan.total, currency)}"
    yield Breach("money.minimum_share", "plan.grant", said(plan.grant, currency), allowed, source)

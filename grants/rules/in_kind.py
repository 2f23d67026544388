"""What of a plan, and of what is spent, may be borne in kind: within the limit of the regime, never paid by the grant.

Source: in no paper; the limit is a default of the regime.
"""

from collections.abc import Iterator
from decimal import Decimal

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.words import InKindValue
from grants.rules.exact import percent_of, said
from grants.values import ZERO, portion, within
from grants.workplan import WorkPlan


def in_kind_breaches(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    """Everything that is wrong with the contributions in kind."""
    currency, whole = rules.money.currency.value, sum((item.in_kind for item in plan.items), ZERO)
    if whole and rules.money.in_kind.value is InKindValue.NOT_COUNTED:
        source = rules.cite(rules.money.in_kind)
        yield Breach("money.in_kind_not_counted", "plan.items", said(whole, currency), said(ZERO, currency), source)
    limit = rules.money.in_kind_limit
    if not within(whole, plan.total, limit.value):
        allowed = percent_of(limit.value, plan.total, portion(plan.total, limit.value), currency)
        yield Breach("money.in_kind_limit", "plan.items", said(whole, currency), allowed, rules.cite(limit))
    for index, item in enumerate(plan.items):
        if item.in_kind and item.in_kind + item.grant > item.cost:
            asked, allowed = said(item.in_kind + item.grant, currency), said(item.cost, currency)
            yield Breach(
                "money.in_kind_item", f"plan.items[{index}].in_kind", f"{asked} ({item.key})", allowed, "Destek"
            )


def reported_breaches(whole: Decimal, total: Decimal, rules: RuleSet) -> Iterator[Breach]:
    """Whether what reports say was borne in kind may be. whole: of all reports; total: of the plan."""
    currency, limit = rules.money.currency.value, rules.money.in_kind_limit
    if whole and rules.money.in_kind.value is InKindValue.NOT_COUNTED:
        source = rules.cite(rules.money.in_kind)
        yield Breach("money.in_kind_not_counted", "lines", said(whole, currency), said(ZERO, currency), source)
    if not within(whole, total, limit.value):
        allowed = percent_of(limit.value, total, portion(total, limit.value), currency)
        yield Breach("money.in_kind_limit", "lines", said(whole, currency), allowed, rules.cite(limit))

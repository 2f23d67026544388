"""How much of the whole a cost head may be, measured on what is planned or on what was realised.

Under both regimes of the cluster programme renovation is at most 5 %: of the planned total under the first,
of the realised total under the second. Source: each share stands with its own source in the regime.
"""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.lists import HeadCap
from grants.regimes.words import CapBasis
from grants.rules.exact import percent_of, said
from grants.values import ZERO, portion, within
from grants.workplan import WorkPlan


class Headed(Protocol):
    """A support item by its key and its cost head."""

    @property
    def key(self) -> str: ...
    @property
    def cost_head(self) -> str: ...


def planned_breaches(plan: WorkPlan, rules: RuleSet) -> Iterator[Breach]:
    """Tested on the plan also where the regime measures what is realised: such a plan could not be kept."""
    caps, currency = rules.money.head_caps, rules.money.currency.value
    for cap in caps.value:
        asked = sum((item.cost for item in plan.items if item.cost_head == cap.head), ZERO)
        if not within(asked, plan.total, cap.share):
            allowed = percent_of(cap.share, plan.total, portion(plan.total, cap.share), currency)
            yield Breach("money.head_cap", f"plan.items[{cap.head}]", said(asked, currency), allowed, rules.cite(caps))


def counted(items: Sequence[Headed], realised: Mapping[str, Decimal], rules: RuleSet) -> dict[str, Fraction]:
    """What counts of each item's realised cost: under a cap on the realised total, an equal part of each.

    The total is everything realised, what does not count included. Exact, in the regime's currency.
    """
    total = Fraction(sum(realised.values(), ZERO))
    counting = {item.key: Fraction(realised.get(item.key, ZERO)) for item in items}
    for cap in _on_realised(rules):
        of_head = [item.key for item in items if item.cost_head == cap.head]
        spent, most = sum((counting[key] for key in of_head), Fraction()), total * Fraction(cap.share) / 100
        if spent > most:
            counting |= {key: counting[key] * most / spent for key in of_head}
    return counting


def _on_realised(rules: RuleSet) -> Iterator[HeadCap]:
    return (cap for cap in rules.money.head_caps.value if cap.basis is CapBasis.REALISED)

"""How much of a cost may be grant: the ceiling of one support item, and that of the whole plan.

An item's ceiling is the regime's item cap, or that of the limit its activity falls under, raised by the
points of a certificate. Source: each share stands with its own source in the regime.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Protocol

from grants.regimes import RuleSet
from grants.regimes.lists import ItemBonus, Limit
from grants.rules.exact import Exact
from grants.values import ZERO, floored

_ALL = Decimal(100)


class Costed(Protocol):
    """What a ceiling depends on, of a planned or an approved support item. Money in the regime's currency."""

    @property
    def activity(self) -> str: ...
    @property
    def cost_head(self) -> str: ...
    @property
    def domestic_goods(self) -> bool: ...


@dataclass(frozen=True, slots=True)
class Ceiling:
    """Most per cent of a cost, and where that stands. None: only the ceiling of the whole plan holds."""

    share: Decimal | None
    source: str

    def of(self, cost: Exact) -> Decimal:
        """The most of this cost, rounded down to kuruş."""
        return floored(Fraction(cost) * Fraction(_ALL if self.share is None else self.share) / 100)


def limit_of(activity: str, rules: RuleSet) -> Limit | None:
    """The limit an activity falls under: the first of the regime that covers it."""
    return next((limit for limit in rules.money.limits.value if limit.covers(activity)), None)


def item_ceiling(item: Costed, rules: RuleSet) -> Ceiling:
    """The ceiling of one support item."""
    limit, cap = limit_of(item.activity, rules), rules.money.item_cap
    if limit is not None and limit.share is not None:
        share, source = limit.share, rules.cite(rules.money.limits)
    elif cap.value is not None:
        share, source = cap.value, rules.cite(cap)
    else:
        return Ceiling(None, rules.cite(cap))
    extra = sum((bonus.points for bonus in _bonuses(item, rules)), ZERO)
    return Ceiling(min(_ALL, share + extra), source)


def overall_ceiling(costs: Iterable[tuple[Costed, Exact]], total: Exact, rules: RuleSet) -> Fraction | None:
    """The most grant the whole may have, exact; None where the regime caps the items only.

    costs: each item with its cost, planned or realised; total: what the share is taken of.
    """
    cap = rules.money.overall_cap.value
    if cap is None:
        return None
    lifts = (
        Fraction(cost) * Fraction(bonus.points) / 100
        for item, cost in costs
        for bonus in _bonuses(item, rules)
        if bonus.lifts_overall
    )
    return Fraction(total) * Fraction(cap) / 100 + sum(lifts, Fraction())


def _bonuses(item: Costed, rules: RuleSet) -> tuple[ItemBonus, ...]:
    """What a certificate adds for this item. The one certificate there is: domestic goods."""
    if not item.domestic_goods:
        return ()
    return tuple(bonus for bonus in rules.money.bonuses.value if item.cost_head in bonus.heads)

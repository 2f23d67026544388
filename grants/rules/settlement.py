"""What is earned on the way, and the final settlement on what was realised.

When the work plan is completed, the grant is at most half of the realised total and at most three quarters
of each realised support item, never above what was approved; what was paid above that is recovered.
Source: call 3 announcement of the Cluster Support Programme, "Hibe Miktarı" ([S] 001…). How interim claims
are computed is in no paper: a default of the regime.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import assert_never

from grants.breach import Breach, RulesBroken
from grants.regimes import RuleSet
from grants.regimes.words import CapTest, InterimMethod
from grants.rules.advances import set_off
from grants.rules.ceilings import item_ceiling, overall_ceiling
from grants.rules.exact import Exact
from grants.rules.heads import counted
from grants.values import KURUS, ZERO, floored

_TOO_MUCH = Decimal(10) ** 16


@dataclass(frozen=True, slots=True)
class Item:
    """A support item as approved: its cost and its grant, and what its ceiling depends on.

    in_kind: what of its realised cost was borne in kind; the grant is never more than the rest.
    """

    key: str
    cost: Decimal
    grant: Decimal
    activity: str = ""
    cost_head: str = ""
    domestic_goods: bool = False
    in_kind: Decimal = ZERO

    def in_money(self, amount: Decimal, realised: Decimal) -> Decimal:
        """The amount, at most what was paid in money of the realised cost."""
        return min(amount, max(ZERO, realised - self.in_kind))


@dataclass(frozen=True, slots=True)
class ItemAmount:
    """An amount in lira for one support item."""

    key: str
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Payable:
    """What interim claims have earned so far, and what may be paid now. In lira.

    set_off: of an advance, by what has been earned; retained: kept back until closing. Both since the beginning.
    """

    earned_by_item: tuple[ItemAmount, ...]
    earned: Decimal
    payable: Decimal
    set_off: Decimal = ZERO
    retained: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Settlement:
    """The grant finally due and what that leaves to pay or to take back. In lira."""

    allowed_by_item: tuple[ItemAmount, ...]
    allowed: Decimal
    due_to_grantee: Decimal
    to_recover: Decimal


def realised_breaches(items: Sequence[Item], realised: Mapping[str, Decimal]) -> tuple[Breach, ...]:
    """What is wrong with accepted spending by item: items not in the plan or twice, amounts that are none."""
    keys = [item.key for item in items]
    listed = ", ".join(sorted(set(keys)))
    twice = sorted({key for key in keys if keys.count(key) > 1})
    unknown = sorted(key[:40] for key in realised.keys() - set(keys))
    wrong = sorted(key for key, amount in realised.items() if not _is_amount(amount))
    return (
        *(Breach("settlement.item_twice", f"items.{key}", key, "1", "Destek") for key in twice),
        *(Breach("settlement.item_unknown", f"realised.{key}", key, listed, "Destek") for key in unknown),
        *(_no_amount(key, realised[key]) for key in wrong),
    )


def _no_amount(key: str, amount: Decimal) -> Breach:
    return Breach("settlement.amount", f"realised.{key[:40]}", str(amount)[:40], "0.00", "Destek")


def interim(
    items: Sequence[Item],
    realised_by_item: Mapping[str, Decimal],
    paid_so_far: Decimal,
    rules: RuleSet,
    approved: Decimal | None = None,
    advance: Decimal = ZERO,
) -> Payable:
    """What may be paid now on the cumulative accepted spending. Raises `RulesBroken` on wrong amounts.

    paid_so_far: by interim claims, without the advance. approved: the grant as contracted, above which nothing is
    earned; none where the items alone hold it. advance: what was paid ahead.
    """
    _refuse(items, realised_by_item)
    earned_by_item = tuple(
        ItemAmount(item.key, item.in_money(_earned(item, spent, rules), spent))
        for item, spent in ((item, realised_by_item.get(item.key, ZERO)) for item in items)
    )
    earned = _at_most(_sum(earned_by_item), approved)
    whole = sum((item.grant for item in items), ZERO) if approved is None else approved
    free, borne = payable(earned, rules), set_off(earned, advance, whole)
    return Payable(earned_by_item, earned, max(ZERO, free - borne - paid_so_far), borne, earned - free)


def payable(earned: Decimal, rules: RuleSet) -> Decimal:
    """What of an amount earned is paid before the closing: all but what the regime keeps back, rounded down."""
    return floored(Fraction(earned) * (100 - Fraction(rules.money.retention.value)) / 100)


def settle(
    items: Sequence[Item],
    realised: Mapping[str, Decimal],
    paid: Decimal,
    rules: RuleSet,
    approved: Decimal | None = None,
) -> Settlement:
    """The final settlement on everything realised. Raises `RulesBroken` on wrong amounts.

    approved: the grant as contracted, above which nothing is due; none where the items alone hold it. Each
    ceiling is rounded down to kuruş.
    """
    _refuse(items, realised)
    counting = counted(items, realised, rules)
    by_item = tuple(
        ItemAmount(item.key, item.in_money(_allowed(item, counting[item.key], rules), realised.get(item.key, ZERO)))
        for item in items
    )
    ceiling = overall_most(items, counting, rules)
    allowed = _at_most(_at_most(_sum(by_item), ceiling), approved)
    due, recover = max(ZERO, allowed - paid), max(ZERO, paid - allowed)
    return Settlement(by_item, allowed, due, recover)


def _at_most(amount: Decimal, ceiling: Decimal | None) -> Decimal:
    return amount if ceiling is None else min(amount, ceiling)


def overall_most(items: Sequence[Item], counting: Mapping[str, Fraction], rules: RuleSet) -> Decimal | None:
    """The ceiling over the whole, of what counts; None where the regime tests none at the settlement."""
    if CapTest.SETTLEMENT not in rules.money.overall_tested.value:
        return None
    ceiling = overall_ceiling([(item, counting[item.key]) for item in items], sum(counting.values(), Fraction()), rules)
    return None if ceiling is None else floored(ceiling)


def _refuse(items: Sequence[Item], realised: Mapping[str, Decimal]) -> None:
    if wrong := realised_breaches(items, realised):
        raise RulesBroken(*wrong)


def _is_amount(amount: Decimal) -> bool:
    return amount.is_finite() and 0 <= amount < _TOO_MUCH and amount == amount.quantize(KURUS)


def _sum(amounts: Iterable[ItemAmount]) -> Decimal:
    return sum((one.amount for one in amounts), ZERO)


def _allowed(item: Item, realised: Exact, rules: RuleSet) -> Decimal:
    return min(item.grant, item_ceiling(item, rules).of(realised))


def _earned(item: Item, realised: Decimal, rules: RuleSet) -> Decimal:
    match rules.money.interim.value:
        case InterimMethod.ITEM_CAP:
            return _allowed(item, realised, rules)
        case InterimMethod.APPROVED_RATE:
            return min(item.grant, _at_approved_rate(item, realised))
        case never:
            assert_never(never)


def _at_approved_rate(item: Item, realised: Decimal) -> Decimal:
    if not item.cost:
        return ZERO
    return floored(Fraction(realised) * Fraction(item.grant) / Fraction(item.cost))

"""What a claim and the final settlement are made of: approved items and what was realised. Pure."""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from grants.decisions.decision import Inputs
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.ceilings import item_ceiling
from grants.rules.exact import percent_of, said
from grants.rules.settlement import Item
from grants.values import ZERO, Money
from grants.workplan import MOST_ITEMS, Code, Key


class ApprovedItem(Inputs):
    """A support item as approved, in the regime's currency. in_kind: what of the realised cost was borne in kind."""

    key: Key
    cost: Money
    grant: Money
    activity: Code | None = None
    cost_head: Code | None = None
    domestic_goods: bool = False
    in_kind: Money | None = None

    @property
    def item(self) -> Item:
        heads = (self.activity or "", self.cost_head or "")
        return Item(self.key, self.cost, self.grant, *heads, self.domestic_goods, self.in_kind or ZERO)


class SpendingInputs(Inputs):
    """realised: accepted spending by key of the item. paid: what was claimed or paid before.

    approved: the grant as contracted, above which nothing is earned; none where the items alone hold it.
    """

    items: tuple[ApprovedItem, ...] = Field(max_length=MOST_ITEMS)
    realised: dict[Key, Money] = Field(max_length=MOST_ITEMS)
    paid: Money = ZERO
    approved: Money | None = None

    @property
    def approved_items(self) -> tuple[Item, ...]:
        return tuple(one.item for one in self.items)


class ClaimInputs(SpendingInputs):
    """advance: what was paid ahead and is set off; none where nothing was. `paid` is then without it."""

    advance: Money | None = None


class SettlementInputs(SpendingInputs):
    """advance_open: of what was paid, ahead and not set off yet. kept_back: of what was earned, until closing."""

    advance_open: Money | None = None
    kept_back: Money | None = None


def item_line(rule: str, item: Item, counting: Decimal, amount: Decimal, rules: RuleSet) -> Line:
    """One item: what its share of the realised cost comes to and what was approved, against what that leaves."""
    ceiling, currency = item_ceiling(item, rules), rules.money.currency.value
    share = Decimal(100) if ceiling.share is None else ceiling.share
    most = percent_of(share, counting, ceiling.of(counting), currency)
    asked = f"min({most}, {said(item.grant, currency)})"
    return Line(rule=rule, subject=item.key, asked=asked, allowed=said(amount, currency), source=ceiling.source)


def in_kind_lines(item: Item, realised: Decimal, rules: RuleSet) -> Iterator[Line]:
    """That the grant pays nothing of what was borne in kind; nothing is said where nothing was."""
    if item.in_kind:
        currency, source = rules.money.currency.value, rules.cite(rules.money.in_kind)
        most = said(item.in_money(realised, realised), currency)
        asked = said(item.in_kind, currency)
        yield Line(rule="step.spending.in_kind", subject=item.key, asked=asked, allowed=most, source=source)


def sum_line(rule: str, amounts: list[Decimal], whole: Decimal, source: str, rules: RuleSet) -> Line:
    """What all items come to, added up in sight while they are few enough to read."""
    currency = rules.money.currency.value
    added = " + ".join(said(amount, currency) for amount in amounts) if len(amounts) <= _READABLE else str(len(amounts))
    return Line(rule=rule, asked=added, allowed=said(whole, currency), source=source)


_READABLE = 12

"""Splitting an item never raises what is allowed, under every revision of every regime that ships.

Two parts that stand for one item: same activity, cost head and certificate, and together its cost, its grant and what
was spent. Where a part has an activity of its own, a limit for each activity holds for each: the last law says how far.
"""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.regimes import RuleSet, keys, load, revisions
from grants.regimes.words import InterimMethod, Per
from grants.rules.caps import money_breaches
from grants.rules.settlement import Item, interim, settle
from grants.values import KURUS, ZERO
from grants.workplan import Activity, SupportItem, WorkPackage, WorkPlan

SHIPPED = [rules for key in keys() for rules in revisions(key)]
FAST = settings(max_examples=25)
each_regime = pytest.mark.parametrize("rules", SHIPPED, ids=lambda rules: rules.revision[:10] + " " + rules.key)

money = st.integers(0, 10**8).map(lambda kurus: kurus * KURUS)
parts = st.integers(0, 1000)


@st.composite
def rows(draw: st.DrawFn, rules: RuleSet) -> list[tuple[Item, Decimal]]:
    """Approved items with what was spent on each; small amounts, so that kuruş and ceilings are met often."""
    heads = [one.code for one in rules.cost_heads.value]
    codes = sorted(rules.catalogue.codes)
    found = []
    for number in range(draw(st.integers(1, 4))):
        cost = draw(money)
        item = Item(
            f"I{number}",
            cost,
            min(cost, draw(money)),
            draw(st.sampled_from(codes)),
            draw(st.sampled_from(heads)),
            draw(st.booleans()),
        )
        found.append((item, draw(money)))
    return found


def share(amount: Decimal, thousandths: int) -> Decimal:
    return (amount * thousandths / 1000).quantize(KURUS, rounding="ROUND_DOWN")


def like(item: Item, key: str, cost: Decimal, grant: Decimal) -> Item:
    return Item(key, cost, grant, item.activity, item.cost_head, item.domestic_goods)


Account = tuple[list[Item], dict[str, Decimal]]


def account(rows_: list[tuple[Item, Decimal]]) -> Account:
    return [item for item, _ in rows_], {item.key: spent for item, spent in rows_}


def divided(rows_: list[tuple[Item, Decimal]], cost: int, grant: int, spent: int) -> Account:
    """The same with the first item in two parts, cut by so many thousandths each."""
    (whole, realised), *others = rows_
    part = like(whole, "PART", share(whole.cost, cost), share(whole.grant, grant))
    rest = like(whole, whole.key, whole.cost - part.cost, whole.grant - part.grant)
    moved = share(realised, spent)
    return account([(part, moved), (rest, realised - moved), *others])


@each_regime
def test_the_settlement_of_a_split_plan_allows_no_more(rules: RuleSet) -> None:
    @FAST
    @given(rows(rules), parts, parts, parts, st.none() | money)
    def holds(one: list[tuple[Item, Decimal]], cost: int, grant: int, spent: int, approved: Decimal | None) -> None:
        items, realised = account(one)
        cut, moved = divided(one, cost, grant, spent)
        whole = settle(items, realised, ZERO, rules, approved)
        split = settle(cut, moved, ZERO, rules, approved)
        assert split.allowed <= whole.allowed

    holds()


@each_regime
def test_a_claim_on_a_split_plan_earns_no_more_on_the_way(rules: RuleSet) -> None:
    """At the approved rate of an item: where its parts keep that rate. Else see the next two."""
    at_rate = rules.money.interim.value is InterimMethod.APPROVED_RATE

    @FAST
    @given(rows(rules), st.integers(1, 50), st.integers(1, 50), parts, parts)
    def holds(one: list[tuple[Item, Decimal]], first: int, second: int, grant: int, spent: int) -> None:
        (whole, realised), *others = one
        if at_rate:
            whole = like(whole, whole.key, whole.cost * (first + second), whole.grant * (first + second))
            part = like(whole, "PART", one[0][0].cost * first, one[0][0].grant * first)
        else:
            part = like(whole, "PART", share(whole.cost, first), share(whole.grant, grant))
        rest = like(whole, whole.key, whole.cost - part.cost, whole.grant - part.grant)
        moved = share(realised, spent)
        before = interim(*account([(whole, realised), *others]), ZERO, rules)
        after = interim(*account([(part, moved), (rest, realised - moved), *others]), ZERO, rules)
        assert after.earned <= before.earned

    holds()


def test_at_the_approved_rate_parts_of_unequal_rates_are_earned_earlier_and_the_settlement_takes_it_back() -> None:
    rules = load("urge-2010-8")
    assert rules.money.interim.value is InterimMethod.APPROVED_RATE
    code, head = "U1.01", rules.cost_heads.value[0].code
    whole = Item("I", Decimal("100.00"), Decimal("50.00"), code, head)
    parts_ = [
        Item("A", Decimal("50.00"), Decimal("37.50"), code, head),
        Item("B", Decimal("50.00"), Decimal("12.50"), code, head),
    ]
    spent, half = {"I": Decimal("50.00")}, {"A": Decimal("50.00"), "B": ZERO}
    assert interim([whole], spent, ZERO, rules).earned == Decimal("25.00")
    assert interim(parts_, half, ZERO, rules).earned == Decimal("37.50")
    paid = Decimal("37.50")
    assert settle(parts_, half, paid, rules).allowed <= settle([whole], spent, paid, rules).allowed


@each_regime
def test_whatever_the_parts_earn_is_never_more_than_the_whole_was_approved_for(rules: RuleSet) -> None:
    @FAST
    @given(rows(rules), parts, parts, parts)
    def holds(one: list[tuple[Item, Decimal]], cost: int, grant: int, spent: int) -> None:
        earned = interim(*divided(one, cost, grant, spent), ZERO, rules)
        by_key = {each.key: each.amount for each in earned.earned_by_item}
        assert by_key["PART"] + by_key[one[0][0].key] <= one[0][0].grant

    holds()


def planned(item: Item) -> SupportItem:
    return SupportItem(
        key=item.key,
        activity=item.activity,
        title="Kalem",
        cost_head=item.cost_head,
        cost=item.cost,
        grant=item.grant,
        domestic_goods=item.domestic_goods,
    )


def plan(items: list[Item], codes: list[str] | None = None) -> WorkPlan:
    used = codes or sorted({item.activity for item in items})
    activities = tuple(Activity(code=code, title="İş", first_quarter=1, last_quarter=4) for code in used)
    package = WorkPackage(key="P", title="Paket", activities=activities, items=tuple(planned(one) for one in items))
    return WorkPlan(packages=(package,))


@each_regime
def test_splitting_an_item_of_a_plan_mends_nothing_that_is_broken(rules: RuleSet) -> None:
    @FAST
    @given(rows(rules), parts, parts)
    def holds(one: list[tuple[Item, Decimal]], cost: int, grant: int) -> None:
        items, _ = account(one)
        cut, _ = divided(one, cost, grant, 0)
        broken = {(breach.rule, breach.allowed) for breach in money_breaches(plan(items), rules)}
        still = {(breach.rule, breach.allowed) for breach in money_breaches(plan(cut), rules)}
        by_item = {"money.item_cap"}
        assert {rule for rule, _ in broken} <= {rule for rule, _ in still}
        assert {one for one in broken if one[0] not in by_item} <= still

    holds()


def test_two_activities_in_place_of_one_have_each_its_own_amount_and_together_never_more_than_all_of_them() -> None:
    """The condition of the law: an amount per activity times the number of activities the plan may hold."""
    rules = load("urge-2010-8")
    marketing = next(one for one in rules.money.limits.value if one.per is Per.ACTIVITY and one.amount is not None)
    assert marketing.amount is not None
    assert marketing.most_activities is not None
    head = rules.cost_heads.value[0].code
    codes = [code for code in sorted(rules.catalogue.codes) if marketing.covers(code)][:2]
    cost = marketing.amount * 3
    whole = Item("I", cost, marketing.amount * 2, codes[0], head)
    halves = [Item(key, cost / 2, marketing.amount, code, head) for key, code in zip("AB", codes, strict=True)]
    assert [one.rule for one in money_breaches(plan([whole]), rules)] == ["limit.activity"]
    assert money_breaches(plan(halves), rules) == ()
    most = marketing.amount * marketing.most_activities
    package = plan([Item("I", marketing.amount * 2, marketing.amount, codes[0], head)]).packages[0]
    many = WorkPlan(
        packages=tuple(
            package.model_copy(
                update={"key": f"P{n}", "items": tuple(i.model_copy(update={"key": f"I{n}"}) for i in package.items)}
            )
            for n in range(marketing.most_activities + 1)
        )
    )
    assert many.grant > most
    assert "limit.activities" in {one.rule for one in money_breaches(many, rules)}

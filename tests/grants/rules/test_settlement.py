"""What is earned on the way and what is due in the end."""

from decimal import Decimal
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.breach import RulesBroken
from grants.regimes import RuleSet, load
from grants.regimes.words import InterimMethod
from grants.rules.settlement import Item, interim, settle
from tests.grants.plans import OSTIM_MOST_GRANT, OSTIM_TOTAL
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
ZERO = Decimal("0.00")


def with_interim(method: InterimMethod) -> RuleSet:
    return changed(RULES, {"money.interim": method})


def ostim() -> tuple[Item, ...]:
    """Three quarters of one part and a quarter of the other: half of the whole."""
    half, quarter = OSTIM_TOTAL / 2, OSTIM_TOTAL / 8
    return Item("A", half, quarter * 3), Item("B", half, quarter)


def test_the_ostim_plan_realised_in_full_earns_half_of_it() -> None:
    items = ostim()
    found = settle(items, {one.key: one.cost for one in items}, ZERO, RULES)
    assert found.allowed == found.due_to_grantee == OSTIM_MOST_GRANT
    assert found.to_recover == ZERO


def test_what_was_paid_above_half_of_the_realised_total_is_recovered() -> None:
    items = ostim()
    realised = {"A": items[0].cost}
    paid = interim(items, realised, ZERO, RULES).payable
    assert paid == Decimal("9310050.00")
    found = settle(items, realised, paid, RULES)
    assert [(one.key, one.amount) for one in found.allowed_by_item] == [("A", paid), ("B", ZERO)]
    assert found.allowed == Decimal("6206700.00")
    assert (found.due_to_grantee, found.to_recover) == (ZERO, Decimal("3103350.00"))


@pytest.mark.parametrize(
    ("realised", "free", "allowed"),
    [
        ("100.00", "50.00", "75.00"),
        ("100.00", "49.99", "74.99"),
        ("99.99", "50.01", "74.99"),
        ("100.01", "1000.00", "75.00"),
        ("0.01", "0.01", "0.00"),
        ("0.00", "1000.00", "0.00"),
    ],
)
def test_each_ceiling_is_rounded_down_to_the_kurus(realised: str, free: str, allowed: str) -> None:
    items = (Item("A", Decimal(100), Decimal(75)), Item("FREE", Decimal(50), ZERO))
    found = settle(items, {"A": Decimal(realised), "FREE": Decimal(free)}, ZERO, RULES)
    assert found.allowed == Decimal(allowed)


@pytest.mark.parametrize(
    ("paid", "due", "recover"),
    [("49.99", "0.01", "0.00"), ("50.00", "0.00", "0.00"), ("50.01", "0.00", "0.01")],
)
def test_a_kurus_too_little_is_paid_and_a_kurus_too_much_taken_back(paid: str, due: str, recover: str) -> None:
    found = settle((Item("A", Decimal(100), Decimal(50)),), {"A": Decimal(100)}, Decimal(paid), RULES)
    assert (found.due_to_grantee, found.to_recover) == (Decimal(due), Decimal(recover))


def test_interim_claims_pay_what_is_earned_less_what_was_paid() -> None:
    items = (Item("A", Decimal(100), Decimal(50)),)
    found = interim(items, {"A": Decimal("33.33")}, Decimal("10.00"), RULES)
    assert (found.earned, found.payable) == (Decimal("24.99"), Decimal("14.99"))
    assert interim(items, {"A": Decimal(90)}, Decimal("24.99"), RULES).earned == Decimal("50.00")
    assert interim(items, {}, Decimal(10), RULES).payable == ZERO


def test_a_regime_may_pay_interim_claims_at_the_approved_rate() -> None:
    items = (Item("A", Decimal(300), Decimal(100)), Item("NOTHING", ZERO, ZERO))
    found = interim(
        items,
        {"A": Decimal("100.00"), "NOTHING": Decimal("5.00")},
        ZERO,
        with_interim(InterimMethod.APPROVED_RATE),
    )
    assert [one.amount for one in found.earned_by_item] == [Decimal("33.33"), ZERO]


@pytest.mark.parametrize(
    ("amounts", "rules"),
    [
        ({"B": "1.00"}, ["settlement.item_unknown"]),
        ({"A": "-0.01"}, ["settlement.amount"]),
        ({"A": "0.001"}, ["settlement.amount"]),
        ({"A": "NaN"}, ["settlement.amount"]),
        ({"A": "1e30"}, ["settlement.amount"]),
        ({"A": "10000000000000000.00"}, ["settlement.amount"]),
        ({"A": "Infinity", "B": "-1"}, ["settlement.item_unknown", "settlement.amount", "settlement.amount"]),
    ],
)
def test_spending_that_cannot_be_is_refused_with_its_item(amounts: dict[str, str], rules: list[str]) -> None:
    items, realised = (Item("A", Decimal(1), ZERO),), {key: Decimal(text) for key, text in amounts.items()}
    for act in (settle, interim):
        with pytest.raises(RulesBroken) as refused:
            act(items, realised, ZERO, RULES)
        assert [breach.rule for breach in refused.value.breaches] == rules


def test_a_plan_with_an_item_twice_is_refused() -> None:
    twice = (Item("A", Decimal(1), ZERO), Item("A", Decimal(1), ZERO))
    with pytest.raises(RulesBroken, match=r"settlement\.item_twice"):
        settle(twice, {}, ZERO, RULES)


MONEY = st.integers(0, 10**11).map(lambda kurus: Decimal(kurus) / 100)
ROWS = st.lists(st.tuples(MONEY, MONEY, MONEY), min_size=1, max_size=6)


def build(rows: list[tuple[Decimal, Decimal, Decimal]]) -> tuple[tuple[Item, ...], dict[str, Decimal]]:
    items = tuple(Item(f"I{n}", cost, min(cost, grant)) for n, (cost, grant, _) in enumerate(rows))
    return items, {item.key: realised for item, (_, _, realised) in zip(items, rows, strict=True)}


@given(ROWS, MONEY)
def test_a_settlement_never_passes_a_ceiling_and_always_balances(
    rows: list[tuple[Decimal, Decimal, Decimal]], paid: Decimal
) -> None:
    items, realised = build(rows)
    found = settle(items, realised, paid, RULES)
    assert found.allowed * 2 <= sum(realised.values())
    assert found.allowed <= sum(item.grant for item in items)
    for item, one in zip(items, found.allowed_by_item, strict=True):
        assert one.amount * 4 <= realised[item.key] * 3
        assert one.amount <= item.grant
    assert paid + found.due_to_grantee - found.to_recover == found.allowed
    assert ZERO in (found.due_to_grantee, found.to_recover)


@given(ROWS, MONEY, MONEY, MONEY)
def test_splitting_an_item_never_raises_what_is_allowed(
    rows: list[tuple[Decimal, Decimal, Decimal]], cost: Decimal, grant: Decimal, spent: Decimal
) -> None:
    items, realised = build(rows)
    whole = items[0]
    part = Item("PART", min(cost, whole.cost), min(grant, whole.grant))
    rest = Item(whole.key, whole.cost - part.cost, whole.grant - part.grant)
    moved = min(spent, realised[whole.key])
    split = realised | {"PART": moved, whole.key: realised[whole.key] - moved}
    assert settle((part, rest, *items[1:]), split, ZERO, RULES).allowed <= settle(items, realised, ZERO, RULES).allowed


@given(ROWS, st.lists(ROWS, max_size=5), st.sampled_from(InterimMethod))
def test_interim_payments_together_never_pass_the_approved_grant(
    plan: list[tuple[Decimal, Decimal, Decimal]],
    reports: list[list[tuple[Decimal, Decimal, Decimal]]],
    method: InterimMethod,
) -> None:
    items, _ = build(plan)
    spent, paid, rules = dict.fromkeys((item.key for item in items), ZERO), ZERO, with_interim(method)
    for report in reports:
        for item, (_, _, more) in zip(items, report, strict=False):
            spent[item.key] += more
        found = interim(items, spent, paid, rules)
        paid += found.payable
        assert paid == found.earned
        assert all(one.amount <= item.grant for item, one in zip(items, found.earned_by_item, strict=True))
    assert paid <= sum(item.grant for item in items)


@given(st.lists(MONEY, max_size=6))
def test_more_spending_never_earns_less(spending: list[Decimal]) -> None:
    items = (Item("A", Decimal(10**8), Decimal(5 * 10**7)),)
    earned = [interim(items, {"A": total}, ZERO, RULES).earned for total in accumulate(spending)]
    assert earned == sorted(earned)

"""What an item's ceiling is made of, and the ceiling over the whole."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import RuleSet, load
from grants.regimes.words import CapTest
from grants.rules.caps import breaches
from grants.rules.ceilings import item_ceiling, overall_ceiling
from grants.rules.settlement import Item, settle
from grants.values import floored
from tests.grants.plans import item, plan
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
NAMES = {"tr": "Yerli malı", "en": "Domestic goods"}
ZERO = Decimal("0.00")


def with_bonus(*, lifts: bool) -> RuleSet:
    bonus = {
        "code": "domestic",
        "names": NAMES,
        "heads": ["machinery"],
        "certificate": "domestic_goods",
        "points": 15,
        "lifts_overall": lifts,
    }
    return changed(RULES, {"money.bonuses": [bonus]})


@pytest.mark.parametrize(
    ("head", "certified", "share"),
    [("machinery", True, "90"), ("machinery", False, "75"), ("services", True, "75")],
)
def test_a_certificate_raises_the_share_of_the_heads_it_is_for(*, head: str, certified: bool, share: str) -> None:
    one = Item("I1", Decimal(100), Decimal(90), cost_head=head, domestic_goods=certified)
    assert item_ceiling(one, with_bonus(lifts=False)).share == Decimal(share)


def test_no_certificate_lifts_a_share_above_the_whole_cost() -> None:
    rules = changed(with_bonus(lifts=False), {"money.item_cap": 95})
    one = Item("I1", Decimal(100), Decimal(100), cost_head="machinery", domestic_goods=True)
    assert item_ceiling(one, rules).share == 100


@pytest.mark.parametrize(
    ("lifts", "grant", "broken"),
    [(False, "50.00", False), (False, "50.01", True), (True, "57.50", False), (True, "57.51", True)],
)
def test_whether_a_certificate_lifts_the_whole_is_a_fact_of_the_regime(
    *, lifts: bool, grant: str, broken: bool
) -> None:
    """Half of 100, and 15 % of the certified 50 on top where the points lift the whole."""
    machine = item("I1", "50.00", "40.00", cost_head="machinery", domestic_goods=True)
    rest = item("I2", "50.00", str(Decimal(grant) - 40))
    found = [one.rule for one in breaches(plan(machine, rest), with_bonus(lifts=lifts))]
    assert found == ["money.overall_cap"] * broken


def test_without_an_overall_cap_only_the_items_are_capped() -> None:
    rules = changed(RULES, {"money.overall_cap": None})
    assert overall_ceiling([], Decimal(100), rules) is None
    assert breaches(plan(item("I1", "100.00", "75.00")), rules) == ()
    whole = (Item("I1", Decimal(100), Decimal(75)),)
    assert settle(whole, {"I1": Decimal(100)}, ZERO, rules).allowed == Decimal("75.00")


def test_without_an_item_cap_an_item_may_still_not_be_granted_more_than_it_costs() -> None:
    rules = changed(RULES, {"money.item_cap": None, "money.interim": "approved_rate"})
    free = item("FREE", "1000.00", "0.00")
    assert breaches(plan(item("I1", "100.00", "100.00"), free), rules) == ()
    found = breaches(plan(item("I1", "100.00", "100.01"), free), rules)
    assert [one.rule for one in found] == ["money.item_cap"]


@pytest.mark.parametrize(
    ("tested", "in_plan", "allowed"),
    [
        ([CapTest.PLAN, CapTest.SETTLEMENT], ["money.overall_cap"], "50.00"),
        ([CapTest.SETTLEMENT], [], "50.00"),
        ([CapTest.PLAN], ["money.overall_cap"], "75.00"),
        ([], [], "75.00"),
    ],
)
def test_the_whole_is_tested_when_the_regime_says(tested: list[CapTest], in_plan: list[str], allowed: str) -> None:
    rules = changed(RULES, {"money.overall_tested": tested})
    assert [one.rule for one in breaches(plan(item("I1", "100.00", "75.00")), rules)] == in_plan
    account = settle((Item("I1", Decimal(100), Decimal(75)),), {"I1": Decimal(100)}, ZERO, rules)
    assert account.allowed == Decimal(allowed)


@given(st.integers(0, 10**14), st.integers(0, 10**6), st.integers(1, 10**6))
def test_a_ceiling_is_rounded_down_by_less_than_a_kurus(kurus: int, part: int, whole: int) -> None:
    exact = Fraction(kurus, 100) * part / whole
    assert 0 <= exact - Fraction(floored(exact)) < Fraction(1, 100)

"""What of a rule set can have no effect is named; and what is named so has none."""

from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.regimes import RuleSet, keys, load
from grants.regimes.idle import idle, idle_bonuses, recovery_can_occur
from grants.rules.ceilings import item_ceiling, overall_ceiling
from grants.rules.settlement import Item, interim, settle
from grants.values import KURUS, ZERO
from tests.grants.regimes.changed import changed

money = st.integers(0, 10**7).map(lambda kurus: kurus * KURUS)
C2022 = load("kdp-2022")


def found(rules: RuleSet) -> list[str]:
    return [one.rule for one in idle(rules)]


@pytest.mark.parametrize(
    ("key", "rules"), [("kdp-2014", []), ("kdp-2022", ["idle.bonus"]), ("urge-2010-8", ["idle.recovery"])]
)
def test_of_the_regimes_that_ship_this_has_no_effect(key: str, rules: list[str]) -> None:
    assert found(load(key)) == rules


@pytest.mark.parametrize(
    ("values", "is_idle"),
    [
        ({}, True),
        ({"money.item_cap": Decimal(75)}, False),
        ({"money.item_cap": Decimal(100)}, True),
    ],
)
def test_points_have_an_effect_where_there_is_a_ceiling_to_raise(values: dict[str, object], *, is_idle: bool) -> None:
    rules = changed(C2022, values)
    assert bool(idle_bonuses(rules)) is is_idle
    plain, certified = (Item("I", Decimal(100), ZERO, "K1.01", "machinery", domestic) for domestic in (False, True))
    raised = item_ceiling(plain, rules).of(Decimal(100)) < item_ceiling(certified, rules).of(Decimal(100))
    whole = [overall_ceiling([(one, Decimal(100))], Decimal(100), rules) for one in (plain, certified)]
    assert (raised or whole[0] != whole[1]) is not is_idle


def test_fields_without_points_have_none() -> None:
    assert "idle.points" in found(changed(C2022, {"evaluation.bonuses": [{"nace": ["26"], "points": "0"}]}))


@pytest.mark.parametrize("key", [key for key in keys() if not recovery_can_occur(load(key))])
def test_where_nothing_can_be_taken_back_no_spending_is_ever_settled_below_what_it_earned(key: str) -> None:
    rules = load(key)
    codes, heads = sorted(rules.catalogue.codes), [one.code for one in rules.cost_heads.value]
    rows = st.lists(
        st.tuples(money, money, money, st.sampled_from(codes), st.sampled_from(heads)), min_size=1, max_size=4
    )

    @settings(max_examples=60)
    @given(rows)
    def holds(drawn: list[tuple[Decimal, Decimal, Decimal, str, str]]) -> None:
        items, realised = [], {}
        for number, (cost, grant, spent, code, head) in enumerate(drawn):
            free = Item(f"I{number}", cost, cost, code, head)
            items.append(Item(f"I{number}", cost, min(grant, item_ceiling(free, rules).of(cost)), code, head))
            realised[f"I{number}"] = spent
        paid = interim(items, realised, ZERO, rules).payable
        assert settle(items, realised, paid, rules).to_recover == ZERO

    holds()


@pytest.mark.parametrize("key", [key for key in keys() if recovery_can_occur(load(key))])
def test_elsewhere_a_plan_half_spent_can_end_below_what_was_paid(key: str) -> None:
    rules = load(key)
    items = [Item("A", Decimal(100), Decimal(75), "K1.01", "services"), Item("B", Decimal(100), ZERO, "K1.01", "rent")]
    realised = {"A": Decimal(100)}
    paid = interim(items, realised, ZERO, rules).payable
    assert settle(items, realised, paid, rules).to_recover > ZERO

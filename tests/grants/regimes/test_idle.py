"""What of a rule set can have no effect is named; and what is named so has none."""

from decimal import Decimal

import pytest

from grants.regimes import RuleSet, load
from grants.regimes.idle import idle, idle_bonuses
from grants.rules.ceilings import item_ceiling, overall_ceiling
from grants.rules.settlement import Item
from grants.values import ZERO
from tests.grants.regimes.changed import changed

C2022 = load("kdp-2022")


def found(rules: RuleSet) -> list[str]:
    return [one.rule for one in idle(rules)]


@pytest.mark.parametrize(("key", "rules"), [("kdp-2014", []), ("kdp-2022", ["idle.bonus"]), ("urge-2010-8", [])])
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

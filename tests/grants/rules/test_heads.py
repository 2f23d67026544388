"""Cost heads are capped on what is planned or on what was realised."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.rules.caps import breaches
from grants.rules.heads import counted
from grants.rules.settlement import Item, settle
from tests.grants.plans import item, plan
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
REALISED = changed(RULES, {"money.head_caps": [{"head": "renovation", "share": 5, "basis": "realised"}]})
ZERO = Decimal("0.00")


@pytest.mark.parametrize("rules", [RULES, REALISED], ids=["planned", "realised"])
@pytest.mark.parametrize(("renovation", "broken"), [("5.00", False), ("5.01", True)])
def test_a_plan_is_tested_on_either_basis(*, renovation: str, broken: bool, rules: object) -> None:
    rest = str(100 - Decimal(renovation))
    given_plan = plan(item("I1", renovation, "0", cost_head="renovation"), item("I2", rest, "0"))
    regime = RULES if rules is RULES else REALISED
    assert [one.rule for one in breaches(given_plan, regime)] == ["money.head_cap"] * broken


@pytest.mark.parametrize(
    ("spent", "counts"),
    [("5.00", "5"), ("5.01", "5.005"), ("0.00", "0")],
)
def test_of_what_was_realised_five_per_cent_count(spent: str, counts: str) -> None:
    """95 lira of services beside it: five per cent of 100.00 are 5, of 100.01 they are 5.0005."""
    items = (Item("R", Decimal(10), Decimal(5), cost_head="renovation"), Item("S", Decimal(95), ZERO))
    found = counted(items, {"R": Decimal(spent), "S": Decimal("95.00")}, REALISED)
    most = min(Fraction(spent), (Fraction(spent) + 95) / 20)
    assert found["R"] == most
    assert found["S"] == 95
    assert abs(found["R"] - Fraction(counts)) < Fraction(1, 100)


def test_on_the_planned_basis_all_that_was_realised_counts() -> None:
    items = (Item("R", Decimal(10), Decimal(5), cost_head="renovation"),)
    assert counted(items, {"R": Decimal(10)}, RULES) == {"R": Fraction(10)}


def test_the_settlement_leaves_out_what_passes_the_cap() -> None:
    items = (
        Item("R", Decimal(20), Decimal(15), cost_head="renovation"),
        Item("S", Decimal(80), Decimal(35), cost_head="services"),
    )
    account = settle(items, {"R": Decimal("20.00"), "S": Decimal("80.00")}, ZERO, REALISED)
    assert [one.amount for one in account.allowed_by_item] == [Decimal("3.75"), Decimal("35.00")]
    assert account.allowed == Decimal("38.75")


SPENT = st.integers(0, 10**9).map(lambda kurus: Decimal(kurus) / 100)


@given(st.lists(st.tuples(st.booleans(), SPENT), min_size=1, max_size=8))
def test_what_counts_is_within_the_cap_and_never_more_than_was_spent(rows: list[tuple[bool, Decimal]]) -> None:
    items = [
        Item(f"I{number}", spent, ZERO, cost_head="renovation" if capped else "services")
        for number, (capped, spent) in enumerate(rows)
    ]
    realised = {one.key: one.cost for one in items}
    found = counted(items, realised, REALISED)
    of_head = [found[one.key] for one in items if one.cost_head == "renovation"]
    assert sum(of_head) * 20 <= Fraction(sum(realised.values()))
    assert all(0 <= found[key] <= realised[key] for key in realised)

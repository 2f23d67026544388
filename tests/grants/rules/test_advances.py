"""What is paid ahead is set off in step with what is earned, and no sum of payments passes the grant."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.rules.advances import most_ahead, set_off, to_cover
from grants.rules.settlement import payable
from grants.values import ZERO
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")
AMOUNTS = st.decimals(min_value=Decimal("0.01"), max_value=10_000_000, places=2)
SHARES = st.integers(0, 100).flatmap(lambda one: st.tuples(st.just(one), st.integers(0, 100 - one)))


@pytest.mark.parametrize(
    ("earned", "borne"),
    [
        ("0.00", "0.00"),
        ("0.01", "0.00"),
        ("333.33", "99.99"),
        ("500.00", "150.00"),
        ("999.99", "299.99"),
        ("1000.00", "300.00"),
    ],
)
def test_as_much_of_the_advance_is_set_off_as_of_the_grant_is_earned(earned: str, borne: str) -> None:
    assert set_off(Decimal(earned), Decimal("300.00"), Decimal("1000.00")) == Decimal(borne)


def test_nothing_is_paid_ahead_under_the_rules_of_2014() -> None:
    assert most_ahead(Decimal("1000.00"), RULES) == ZERO


@pytest.mark.parametrize(("share", "covered"), [("0", "0.00"), ("100", "300.00"), ("50", "150.00")])
def test_a_guarantee_covers_its_share_of_what_is_open(share: str, covered: str) -> None:
    assert to_cover(Decimal("300.00"), changed(RULES, {"money.guarantee": share})) == Decimal(covered)


@given(AMOUNTS, st.lists(AMOUNTS, min_size=1, max_size=6), SHARES)
def test_advance_and_claims_together_never_pass_the_grant_and_the_advance_is_all_set_off_at_its_end(
    approved: Decimal, steps: list[Decimal], shares: tuple[int, int]
) -> None:
    ahead, kept = shares
    rules = changed(RULES, {"money.advance": str(ahead), "money.retention": str(kept)})
    advance, earned, paid = most_ahead(approved, rules), ZERO, ZERO
    for step in (*steps, approved):
        earned = min(approved, earned + step)
        paid += max(ZERO, payable(earned, rules) - set_off(earned, advance, approved) - paid)
        assert advance + paid <= approved
    assert set_off(approved, advance, approved) == advance
    assert advance + paid <= approved

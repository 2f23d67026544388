"""What may be borne in kind."""

import pytest

from grants.regimes import load
from grants.rules.caps import breaches
from tests.grants.plans import item, plan
from tests.grants.regimes.changed import changed

RULES = load("kdp-2014")


@pytest.mark.parametrize(("in_kind", "broken"), [("0.00", False), ("50.00", False), ("50.01", True)])
def test_the_grant_never_pays_for_what_was_given_in_kind(*, in_kind: str, broken: bool) -> None:
    found = [one.rule for one in breaches(plan(item("I1", "100.00", "50.00", in_kind=in_kind)), RULES)]
    assert found == ["money.in_kind_item"] * broken


@pytest.mark.parametrize(("in_kind", "broken"), [("20.00", False), ("20.01", True)])
def test_contributions_in_kind_stay_within_the_limit_of_the_regime(*, in_kind: str, broken: bool) -> None:
    rules = changed(RULES, {"money.in_kind_limit": 20})
    found = [one.rule for one in breaches(plan(item("I1", "100.00", "50.00", in_kind=in_kind)), rules)]
    assert found == ["money.in_kind_limit"] * broken


@pytest.mark.parametrize(("in_kind", "broken"), [("0.00", False), ("0.01", True)])
def test_a_regime_may_count_no_contribution_in_kind(*, in_kind: str, broken: bool) -> None:
    rules = changed(RULES, {"money.in_kind": "not_counted"})
    found = [one.rule for one in breaches(plan(item("I1", "100.00", "50.00", in_kind=in_kind)), rules)]
    assert found == ["money.in_kind_not_counted"] * broken

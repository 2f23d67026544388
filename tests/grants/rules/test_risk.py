"""What brings points and what does not; how spending is measured against a plan."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import load
from grants.regimes.words import RiskKind
from grants.rules.risk import behind, level, planned_until, points, score, short_of
from grants.workplan import PlannedMeasure
from tests.grants.plans import activity, item, plan

RULES = load("kdp-2014")
SIGNALS = {RiskKind(one.code): one for one in RULES.risk.signals.value}


@pytest.mark.parametrize(
    ("kind", "count", "expected"),
    [
        (RiskKind.LATE_REPORTS, 0, 0),
        (RiskKind.LATE_REPORTS, 1, 10),
        (RiskKind.LATE_REPORTS, 4, 40),
        (RiskKind.LATE_REPORTS, 5, 40),
        (RiskKind.UNDER_SPENDING, 25, 0),
        (RiskKind.UNDER_SPENDING, 26, 1),
        (RiskKind.UNDER_SPENDING, 100, 30),
        (RiskKind.INDICATORS_SHORT, 1, 0),
        (RiskKind.INDICATORS_SHORT, 2, 5),
    ],
)
def test_what_is_above_the_tolerance_brings_points_up_to_the_most(kind: RiskKind, count: int, expected: int) -> None:
    assert points(SIGNALS[kind], count) == expected


@given(st.dictionaries(st.sampled_from(list(RiskKind)), st.integers(0, 200)), st.sampled_from(list(RiskKind)))
def test_one_more_of_anything_never_makes_a_grant_safer(counts: dict[RiskKind, int], more: RiskKind) -> None:
    worse = {**counts, more: counts.get(more, 0) + 1}
    assert score(worse, RULES) >= score(counts, RULES)
    order = ["low", "visit", "hold"]
    assert order.index(level(score(worse, RULES), RULES)) >= order.index(level(score(counts, RULES), RULES))


@pytest.mark.parametrize(("quarter", "expected"), [(0, 0), (1, 0), (2, 10), (3, 20), (11, 100), (99, 100)])
def test_a_cost_runs_evenly_over_the_quarters_of_its_activity(quarter: int, expected: int) -> None:
    whole = plan(item("A", "100.00", "50.00"), activities=(activity(first_quarter=2, last_quarter=11),))
    assert planned_until(whole, quarter) == expected


@pytest.mark.parametrize(("quarter", "expected"), [(0, 0), (1, 40), (2, 40), (3, 100)])
def test_an_item_that_says_its_quarters_is_measured_by_them(quarter: int, expected: int) -> None:
    spread = [{"quarter": 1, "cost": "40.00"}, {"quarter": 3, "cost": "60.00"}]
    assert planned_until(plan(item("A", "100.00", "50.00", quarters=spread)), quarter) == expected


@pytest.mark.parametrize(
    ("planned", "realised", "expected"),
    [
        ("100", "100.00", 0),
        ("100", "120.00", 0),
        ("100", "75.00", 25),
        ("100", "74.01", 25),
        ("100", "74.00", 26),
        ("0", "0.00", 0),
    ],
)
def test_spending_behind_the_plan_is_counted_in_whole_per_cent(planned: str, realised: str, expected: int) -> None:
    assert behind(Fraction(planned), Decimal(realised)) == expected


@pytest.mark.parametrize(
    ("year", "reported", "short"),
    [
        (0, 0, ()),
        (1, 9, ("G3",)),
        (1, 10, ()),
        (2, 10, ("G3",)),
        (5, 20, ()),
    ],
)
def test_a_measure_is_short_of_what_was_planned_for_the_last_full_year(
    year: int, reported: int, short: tuple[str, ...]
) -> None:
    assert short_of([PlannedMeasure(code="G3", baseline=0, targets=(10, 20))], {"G3": reported}, year) == short

"""What holds for some activities only: how many, how long, how much."""

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import RuleSet, load
from grants.rules.limits import limit_breaches
from grants.workplan import WorkPackage, WorkPlan
from tests.grants.plans import activity, item
from tests.grants.regimes.changed import changed

CODE = "K1.03"
NAMES = {"tr": "Sınırlı", "en": "Limited"}


def limited(**fields: Any) -> RuleSet:
    limit = {"code": "L", "names": NAMES, "activities": ["K1"], **fields}
    return changed(load("kdp-2014"), {"money.limits": [limit]})


def packages(*grants: str, first: int = 1, last: int = 4) -> WorkPlan:
    """A package an amount, each with one activity over the quarters named."""
    return WorkPlan(
        packages=tuple(
            WorkPackage(
                key=f"P{number}",
                title="Paket",
                activities=(activity(CODE, first_quarter=first, last_quarter=last),),
                items=(item(f"I{number}", "1000.00", grant, activity=CODE),),
            )
            for number, grant in enumerate(grants)
        )
    )


def rules_of(plan: WorkPlan, rules: RuleSet) -> list[str]:
    return [one.rule for one in limit_breaches(plan, rules)]


@pytest.mark.parametrize(("second", "broken"), [("50.00", False), ("50.01", True)])
def test_a_project_asks_no_more_for_such_activities_than_allowed(*, second: str, broken: bool) -> None:
    rules = limited(amount="150.00", per="project")
    assert rules_of(packages("100.00", second), rules) == ["limit.project"] * broken


@pytest.mark.parametrize(("grant", "broken"), [("100.00", False), ("100.01", True)])
def test_each_such_activity_asks_no_more_than_allowed(*, grant: str, broken: bool) -> None:
    rules = limited(amount="100.00", per="activity")
    assert rules_of(packages("100.00", grant), rules) == ["limit.activity"] * broken


@pytest.mark.parametrize(("count", "broken"), [(5, False), (6, True)])
def test_a_plan_holds_no_more_such_activities_than_allowed(*, count: int, broken: bool) -> None:
    assert rules_of(packages(*["1.00"] * count), limited(most_activities=5)) == ["limit.activities"] * broken


@pytest.mark.parametrize(("last", "broken"), [(12, False), (13, True)])
def test_such_an_activity_lasts_no_longer_than_allowed(*, last: int, broken: bool) -> None:
    assert rules_of(packages("1.00", last=last), limited(most_years=3)) == ["limit.years"] * broken


@pytest.mark.parametrize(
    ("first", "last", "grant", "broken"),
    [
        (1, 4, "50.00", False),
        (1, 4, "50.01", True),
        (1, 8, "100.00", False),
        (1, 8, "100.01", True),
        (4, 5, "100.00", False),
        (5, 8, "50.01", True),
    ],
)
def test_money_a_year_follows_the_years_an_activity_touches(*, first: int, last: int, grant: str, broken: bool) -> None:
    rules = limited(amount="50.00", per="year")
    assert rules_of(packages(grant, first=first, last=last), rules) == ["limit.year"] * broken


def test_two_activities_of_one_year_share_its_money() -> None:
    rules = limited(amount="50.00", per="year")
    (found,) = limit_breaches(packages("25.00", "25.01"), rules)
    assert (found.asked, found.allowed) == ("50.01 TL (1-1)", "50.00 TL")


def test_what_a_package_asks_for_an_activity_of_another_counts_too() -> None:
    home = WorkPackage(key="P1", title="Paket", activities=(activity(CODE, last_quarter=4),))
    away = WorkPackage(key="P2", title="Paket", items=(item("I1", "1000.00", "50.01", activity=CODE),))
    plan = WorkPlan(packages=(home, away))
    assert rules_of(plan, limited(amount="50.00", per="year")) == ["limit.year"]
    assert rules_of(plan, limited(amount="50.00", per="project")) == ["limit.project"]


def test_the_first_limit_that_covers_an_activity_is_its_limit() -> None:
    both = [
        {"code": "ONE", "names": NAMES, "activities": [CODE], "amount": "10.00"},
        {"code": "REST", "names": NAMES, "activities": ["K1"], "amount": "1.00"},
    ]
    rules = changed(load("kdp-2014"), {"money.limits": both})
    assert rules_of(packages("5.00"), rules) == []


KURUS = st.integers(0, 20_000).map(lambda kurus: Decimal(kurus) / 100)
SPANS = st.tuples(st.integers(1, 20), st.integers(1, 20), KURUS).map(
    lambda one: (min(one[0], one[1]), max(one[0], one[1]), one[2])
)


@given(st.lists(SPANS, min_size=1, max_size=5))
def test_money_a_year_is_kept_just_when_it_can_be_spread_over_the_years(spans: list[tuple[int, int, Decimal]]) -> None:
    """Spread greedily, the activity that ends first being served first, as far as each year allows."""
    most = Decimal("50.00")
    plan = WorkPlan(
        packages=tuple(
            WorkPackage(
                key=f"P{number}",
                title="Paket",
                activities=(activity(CODE, first_quarter=first, last_quarter=last),),
                items=(item(f"I{number}", "1000.00", str(grant), activity=CODE),),
            )
            for number, (first, last, grant) in enumerate(spans)
        )
    )
    left = dict.fromkeys(range(1, 6), most)
    fits = True
    waiting = [((first - 1) // 4 + 1, (last - 1) // 4 + 1, grant) for first, last, grant in spans]
    owed = [grant for _, _, grant in waiting]
    for year in left:
        for index in sorted(range(len(waiting)), key=lambda one: waiting[one][1]):
            first, last, _ = waiting[index]
            if first <= year <= last:
                paid = min(owed[index], left[year])
                owed[index] -= paid
                left[year] -= paid
    fits = not any(owed)
    assert (rules_of(plan, limited(amount="50.00", per="year")) == []) is fits


@given(st.lists(KURUS, min_size=2, max_size=6))
def test_a_plan_within_its_limits_stays_within_when_something_is_taken_out(grants: list[Decimal]) -> None:
    rules = limited(amount="150.00", per="project", most_activities=4)
    for more, less in pairwise([grants[:n] for n in range(len(grants), 0, -1)]):
        if not rules_of(packages(*map(str, more)), rules):
            assert not rules_of(packages(*map(str, less)), rules)

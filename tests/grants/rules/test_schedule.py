"""When things of a work plan are there: each limit at its boundary, and plans of before stay as they were."""

from typing import Any

import pytest
from pydantic import ValidationError

from grants.regimes import load
from grants.rules.schedule import schedule_breaches
from grants.workplan import Activity, WorkPlan
from tests.grants.plans import activity, item, plan

RULES = load("kdp-2014")


def planned(**more: Any) -> WorkPlan:
    """A plan of one package with this besides: milestones, indicators."""
    raw = plan(item("A", "100.00", "50.00")).model_dump(mode="json")
    raw["packages"][0]["milestones"] = more.pop("milestones", [])
    return WorkPlan.model_validate(raw | more)


def broken(whole: WorkPlan, last: int = 20) -> list[str]:
    return [breach.rule for breach in schedule_breaches(whole, RULES, last)]


def milestone(key: str = "M1", quarter: int = 1, **more: str) -> dict[str, Any]:
    return {"key": key, "title": "Açılış", "quarter": quarter, **more}


@pytest.mark.parametrize(
    ("milestones", "rules"),
    [
        ([milestone(quarter=1), milestone("M2", 20)], []),
        ([milestone(quarter=0)], ["plan.milestone_quarter"]),
        ([milestone(quarter=21)], ["plan.milestone_quarter"]),
        ([milestone(), milestone()], ["plan.milestone_twice"]),
        ([milestone(activity="K1.03")], []),
        ([milestone(activity="K1.04")], ["plan.milestone_activity"]),
    ],
)
def test_a_milestone_stands_once_in_the_period_and_under_a_planned_activity(
    milestones: list[dict[str, Any]], rules: list[str]
) -> None:
    assert broken(planned(milestones=milestones)) == rules


@pytest.mark.parametrize(
    ("spread", "rules"),
    [
        ([(1, "100.00")], []),
        ([(1, "99.99"), (20, "0.01")], []),
        ([(1, "99.99")], ["plan.quarter_sum"]),
        ([(1, "100.01")], ["plan.quarter_sum"]),
        ([(1, "50.00"), (1, "50.00")], ["plan.quarter_twice"]),
        ([(21, "100.00")], ["plan.quarter_outside"]),
        ([], []),
    ],
)
def test_a_budget_by_quarter_adds_up_to_the_cost_to_the_kurus(spread: list[tuple[int, str]], rules: list[str]) -> None:
    quarters = [{"quarter": quarter, "cost": cost} for quarter, cost in spread]
    assert broken(plan(item("A", "100.00", "50.00", quarters=quarters))) == rules


@pytest.mark.parametrize(
    ("measures", "rules"),
    [
        ([("G3", 24, [24, 30, 30, 40, 50])], []),
        ([("G3", 24, [23])], ["plan.measure_falls"]),
        ([("G3", 0, [5, 4])], ["plan.measure_falls"]),
        ([("G3", 0, [1] * 6)], ["plan.measure_years"]),
        ([("G9", 0, [1])], ["plan.measure_unknown"]),
        ([("G3", 0, [1]), ("G3", 0, [1])], ["plan.measure_twice"]),
    ],
)
def test_a_measure_is_planned_once_and_never_falls(
    measures: list[tuple[str, int, list[int]]], rules: list[str]
) -> None:
    said = [{"code": code, "baseline": start, "targets": targets} for code, start, targets in measures]
    assert broken(planned(indicators=said)) == rules


@pytest.mark.parametrize(("code", "fits"), [("ORA1.AA1.T1.E1", True), ("ORA4.AA2.T10.E12", True), ("ORA1.T1", False)])
def test_an_action_is_tagged_by_its_code_of_the_action_plan(code: str, *, fits: bool) -> None:
    if fits:
        assert broken(plan(item("A", "1.00", "0.00"), activities=(activity(actions=[code]),))) == []
        return
    with pytest.raises(ValidationError):
        Activity.model_validate(activity().model_dump() | {"actions": [code]})


def test_the_same_action_is_tagged_once() -> None:
    twice = activity(actions=["ORA1.AA1.T1.E1"] * 2)
    assert broken(plan(item("A", "1.00", "0.00"), activities=(twice,))) == ["plan.action_twice"]


def test_a_plan_that_says_nothing_of_it_is_written_as_plans_were_before() -> None:
    raw = plan(item("A", "100.00", "50.00")).model_dump(mode="json")
    assert set(raw) == {"packages"}
    assert set(raw["packages"][0]) == {"key", "title", "activities", "items"}
    assert "actions" not in raw["packages"][0]["activities"][0]
    assert "quarters" not in raw["packages"][0]["items"][0]

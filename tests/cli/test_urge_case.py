"""The example of the second programme keeps its rules, and each plan that goes beyond one is told so."""

from decimal import Decimal

import pytest

from cli.cases import urge
from grants.regimes import load
from grants.rules import caps, composition
from grants.rules.composition import MemberFacts
from grants.workplan import WorkPlan
from tests.journeys.over_limits import BREACHES, Change, changed

RULES = load(urge.REGIME)


def test_the_plan_stands_at_the_limits_and_passes_none() -> None:
    plan = WorkPlan.model_validate(urge.plan())
    assert caps.breaches(plan, RULES) == ()
    assert sum(item.grant for item in plan.items if item.activity.startswith("U1.")) == Decimal("400000.00")


@pytest.mark.parametrize("change", BREACHES, ids=lambda change: change.__name__)
def test_a_plan_over_one_limit_breaks_just_that_one(change: Change) -> None:
    found = caps.breaches(WorkPlan.model_validate(changed(change)), RULES)
    assert {(one.rule, one.asked, one.allowed) for one in found} == BREACHES[change]
    assert all(one.source for one in found)


def test_the_consortium_needs_no_chamber_and_no_university() -> None:
    names = MemberFacts.__dataclass_fields__
    members = [MemberFacts(**{name: one[name] for name in one.keys() & names}) for one in urge.consortium()["members"]]
    assert composition.breaches(members, True, RULES) == ()  # noqa: FBT003 - a fact of the cluster


def test_what_is_reported_adds_up_to_what_was_realised() -> None:
    reported = [line for number in range(1, urge.PERIODS + 1) for line in urge.period(number)["spending"]]
    assert sum(Decimal(line["realised"]) for line in reported if line["item"] == "PZ2-01") == Decimal("130200.00")
    assert {line["item"] for line in reported} == {item.key for item in WorkPlan.model_validate(urge.plan()).items}

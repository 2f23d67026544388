"""Who may be named for a task, and by whom, is read out of the one table of rights."""

import pytest

from grants.naming import LEADERS, Task, naming, roles_for
from grants.policy import TABLE, Action, Role

BY_HAND = {
    Task.VISITOR: ({"monitoring_officer"}, {"monitoring_officer"}),
    Task.AUDITOR: ({"monitoring_officer"}, {"independent_auditor"}),
    Task.EVALUATOR: ({"administrator"}, {"evaluator"}),
    Task.BOARD: ({"commission_member", "ministry_officer"}, {"committee_chair", "committee_member"}),
}
"""Who names, and who is named."""
JUDGED = {Role.COORDINATOR, Role.CONSORTIUM_MEMBER, Role.EVALUATOR, Role.COMMITTEE_CHAIR, Role.COMMITTEE_MEMBER}


@pytest.mark.parametrize("task", Task)
def test_each_task_is_given_by_these_and_taken_by_those(task: Task) -> None:
    assert ({role.value for role in TABLE[naming(task)]}, set(roles_for(task))) == BY_HAND[task]


@pytest.mark.parametrize("task", Task)
def test_nobody_who_applies_or_judges_is_shown_who_can_be_named(task: Task) -> None:
    assert JUDGED.isdisjoint(TABLE[naming(task)])
    assert JUDGED.isdisjoint(TABLE[Action.PERSON_READ])


def test_a_consortium_is_led_by_its_own_people() -> None:
    assert {Role.COORDINATOR.value, Role.CONSORTIUM_MEMBER.value} == LEADERS

"""For which tasks a person is named by another, who may name one, and who can be named: what the table of rights says.

Whoever may give a task is shown who could take it, and nobody else is: an evaluator is never shown who else judges, an
applicant never who evaluates.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from grants.policy import TABLE, Action, Role


class Task(StrEnum):
    """What somebody is named for.

    visitor: goes to a site. auditor: charged with an independent audit. evaluator: entered into the pool. board: sits
    on a committee.
    """

    VISITOR = "visitor"
    AUDITOR = "auditor"
    EVALUATOR = "evaluator"
    BOARD = "board"


_ACTS: Mapping[Task, tuple[Action, Action]] = MappingProxyType(
    {
        Task.VISITOR: (Action.VISIT_PLAN, Action.VISIT_MAKE),
        Task.AUDITOR: (Action.INDEPENDENT_AUDIT_ASSIGN, Action.INDEPENDENT_AUDIT_REPORT),
        Task.EVALUATOR: (Action.EVALUATOR_REGISTER, Action.ASSIGNMENT_SCORE),
        Task.BOARD: (Action.COMMITTEE_APPOINT, Action.COMMITTEE_SCORE),
    }
)
"""The act by which somebody is named, and that which the named one is to do."""


def naming(task: Task) -> Action:
    """The act by which somebody is named for it."""
    return _ACTS[task][0]


def roles_for(task: Task) -> frozenset[str]:
    """The roles in which it can be done."""
    return frozenset(role.value for role in TABLE[_ACTS[task][1]])


LEADERS = frozenset({Role.COORDINATOR.value, Role.CONSORTIUM_MEMBER.value})
"""In which roles the people of a consortium come, of whom one coordinates it, or represents it beside that one."""

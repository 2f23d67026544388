"""What an evaluator can do with an invitation by a form. Whether it is still open, the room says."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.policy import Action
from services.portal.acting import Act, area

_TASK = "/assignments/{file}"
_HOME = "/"
"""After a tie or a refusal nothing of the file is shown any more: the way leads to the other tasks."""
ACCEPT = Act(
    "invitation_accept",
    Action.ASSIGNMENT_ANSWER,
    f"{_TASK}/answer",
    fixed={"accept": True, "no_tie": True},
    ticked="no_tie",
)
DECLINE = Act(
    "invitation_decline",
    Action.ASSIGNMENT_ANSWER,
    f"{_TASK}/answer",
    {"reason": area("decline_reason")},
    {"accept": False},
    leads=_HOME,
)
SOFT_TIE = Act(
    "tie_soft",
    Action.ASSIGNMENT_DECLARE,
    f"{_TASK}/declaration",
    {"reason": area("tie_reason")},
    {"tie": "soft"},
    leads=_HOME,
)
HARD_TIE = Act(
    "tie_hard",
    Action.ASSIGNMENT_DECLARE,
    f"{_TASK}/declaration",
    {"reason": area("tie_reason")},
    {"tie": "hard"},
    grave=True,
    leads=_HOME,
)
INVITATION = (ACCEPT, DECLINE, SOFT_TIE, HARD_TIE)
OPEN_WHILE: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "invited": frozenset(act.name for act in INVITATION),
        "accepted": frozenset(act.name for act in (DECLINE, SOFT_TIE, HARD_TIE)),
    }
)
"""The acts that fit how a task stands: who has accepted may still step back, until the scores are given."""

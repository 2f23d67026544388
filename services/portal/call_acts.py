"""What officers do with a call and with who judges its applications, by the place where it is done."""

from collections.abc import Mapping
from types import MappingProxyType

from grants.policy import Action
from services.portal.acting import Act, Field, Look, area, choice, line, money, reasoned
from services.portal.filled import Kind

_CALL = "/calls/{file}"


def _chosen(say: str) -> Field:
    """As a text: a row in which something was chosen is never passed over, though nothing else was written in it."""
    return Field(Kind.TEXT, Look.CHOICE, say)


PUBLISH = Act(
    "call_publish",
    Action.CALL_PUBLISH,
    "/calls",
    {
        "name": line("call_name"),
        "regime": choice("call_regime"),
        "opens_at": Field(Kind.MOMENT, Look.MOMENT, "opens_at"),
        "closes_at": Field(Kind.MOMENT, Look.MOMENT, "closes_at"),
        "envelope": money("envelope"),
        "minimum_share": Field(Kind.DEGREES, Look.LINE, "minimum_share", most=8),
        "regime_reason": area("regime_reason"),
    },
    grave=True,
)
DEADLINE = Act(
    "call_deadline",
    Action.CALL_MOVE_DEADLINE,
    f"{_CALL}/deadline",
    {"closes_at": Field(Kind.MOMENT, Look.MOMENT, "new_deadline"), "reason": area("reason")},
    grave=True,
)
STAFFING = (
    Act(
        "staff_by_proposal",
        Action.EVALUATION_ASSIGN,
        f"{_CALL}/staffing",
        {"reason": area("reason")},
        {"by_proposal": True},
    ),
    Act(
        "staff_freely",
        Action.EVALUATION_ASSIGN,
        f"{_CALL}/staffing",
        {"reason": area("reason")},
        {"by_proposal": False},
    ),
)
PROPOSE = Act("propose", Action.EVALUATION_ASSIGN, f"{_CALL}/assignment-proposals")
ACCEPT = Act(
    "proposal_accept",
    Action.EVALUATION_ASSIGN,
    f"{_CALL}/assignment-proposals/{{part}}/acceptance",
    {
        "changes[].application_id": _chosen("changed_file"),
        "changes[].instead_of": _chosen("instead_of"),
        "changes[].evaluator_id": _chosen("evaluator_instead"),
        "changes[].reason": line("change_reason", 2_000),
    },
    rows={"changes": 1},
    grave=True,
)
ASSIGN = Act(
    "evaluator_assign",
    Action.EVALUATION_ASSIGN,
    "/applications/{file}/assignments",
    {"evaluator_id": choice("evaluator")},
)
REOPEN = reasoned("sheet_reopen", Action.ASSIGNMENT_REOPEN, "/assignments/{part}/reopening", grave=True)

ON_CALL: Mapping[str, tuple[Act, ...]] = MappingProxyType(
    {"deadline": (DEADLINE,), "staffing": STAFFING, "proposal": (PROPOSE,)}
)
"""By how the address of the page ends."""
ALL = (PUBLISH, DEADLINE, *STAFFING, PROPOSE, ACCEPT, ASSIGN, REOPEN)

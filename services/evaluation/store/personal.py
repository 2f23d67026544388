"""What is personal of a file in the tables of this room, and by which column a table knows its file."""

from runtime.erasure import Personal
from services.evaluation.domain.personal import COLUMNS
from services.evaluation.models import Row
from services.evaluation.store.let_go import over

_OF_THE_CALL = dict.fromkeys(
    (
        *(name for name in Row.metadata.tables if name.startswith("committee")),
        *("approval_pack", "approval_pack_opinion", "assignment_proposal"),
        *("envelope_raise", "funding_combination", "staffing_mode"),
    ),
    "call_id",
)
"""What is told of the call goes with no file of it, but with the call: after the last application submitted to it."""
_OF_A_PERSON = dict.fromkeys(("evaluator", "evaluator_contract"), "person_id")
"""Goes with the person: who that is at once, by order, and what is left of the profile when its ground ends."""
PERSONAL = Personal(
    Row.metadata,
    COLUMNS,
    "application_id",
    {
        **_OF_THE_CALL,
        **_OF_A_PERSON,
        "assessment_version": "assignment_id>assignment",
        "assessment_draft": "assignment_id>assignment",
    },
    whole=frozenset({"assessment_draft"}),
    forms=dict.fromkeys(("plan", "members", "papers"), ""),
    apart=frozenset({"evaluator_id"}),
    over=over,
)

"""What is personal of a file in the tables of this room, and by which column a table knows its file."""

from runtime.erasure import Personal
from services.evaluation.domain.personal import COLUMNS
from services.evaluation.models import Row

_OF_THE_CALL = dict.fromkeys((name for name in Row.metadata.tables if name.startswith("committee_")), "")
"""What the board did is told of the call, and goes with no file of it."""
PERSONAL = Personal(
    Row.metadata,
    COLUMNS,
    "application_id",
    {**_OF_THE_CALL, "assessment_version": "assignment_id>assignment", "assessment_draft": "assignment_id>assignment"},
    whole=frozenset({"assessment_draft"}),
    forms=dict.fromkeys(("plan", "members"), ""),
    apart=frozenset({"evaluator_id"}),
)

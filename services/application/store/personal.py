"""What is personal of a file in the tables of this room, and by which column a table knows its file."""

from runtime.erasure import Personal
from services.application.domain.personal import COLUMNS
from services.application.models import Row
from services.application.store.unused import over

_OF_A_CALL = {"call": "id", "deadline_move": "call_id"}
"""Goes with the call: it is erased with the last application that was submitted to it."""
_OF_A_CONSORTIUM = {"consortium": "id", "member": "consortium_id", "confirmation": "consortium_id"}
"""Goes with the consortium: with the last of its applications, too."""
PERSONAL = Personal(
    Row.metadata,
    COLUMNS,
    "application_id",
    {"application": "id", **_OF_A_CALL, **_OF_A_CONSORTIUM},
    whole=frozenset({"offer_draft"}),
    forms=dict.fromkeys(("plan", "items", "points"), ""),
    papers={"application_paper": "document"},
    over=over,
)

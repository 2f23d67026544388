"""What is personal of a file in the tables of this room, and by which column a table knows its file."""

from runtime.erasure import Personal
from services.monitoring.domain.personal import COLUMNS
from services.monitoring.models import Row

PERSONAL = Personal(
    Row.metadata,
    COLUMNS,
    "grant_id",
    {"grant": "id", "barred": "application_id"},
    whole=frozenset({"report_draft", "visit_draft"}),
    forms={**dict.fromkeys(("plan", "members", "wish", "differences", "points", "assets"), ""), "details": "act"},
    papers={"scan": "document", "visit_photograph": "document"},
)

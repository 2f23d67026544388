"""What is personal of a file in the tables of this room, and by which column a table knows its file."""

from runtime.erasure import Personal
from services.application.domain.personal import COLUMNS
from services.application.models import Row

PERSONAL = Personal(
    Row.metadata,
    COLUMNS,
    "application_id",
    {"application": "id"},
    forms=dict.fromkeys(("plan", "items", "points"), ""),
)

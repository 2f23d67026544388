"""What is personal of a file in the tables of this room, and by which column a table knows its file."""

from runtime.erasure import Personal
from services.audit.domain.personal import COLUMNS
from services.audit.models import Row

PERSONAL = Personal(
    Row.metadata,
    COLUMNS,
    "about",
    {"barred": "application_id", "known_rights": "", "ledger": "", "trace": ""},
    forms={"entries": ""},
)

"""How the evaluators of a call are found: by the room itself, file by file, or only by proposals an officer accepts."""

from datetime import datetime

from services.evaluation.domain.records import Record


class StaffingMode(Record):
    """by_proposal: the room invites nobody by itself. reason: why an officer set it so; set_by: who."""

    call_id: str
    by_proposal: bool = False
    reason: str = ""
    set_at: datetime | None = None
    set_by: str = ""

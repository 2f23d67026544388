"""How the evaluators of calls are found."""

from datetime import datetime

from sqlmodel import Field

from services.evaluation.models.row import MOMENT, Row


class StaffingModeRow(Row, table=True):
    """A call without a row is staffed by the room itself."""

    __tablename__ = "staffing_mode"

    call_id: str = Field(primary_key=True)
    by_proposal: bool
    reason: str = ""
    set_at: datetime | None = Field(default=None, sa_type=MOMENT)
    set_by: str = ""

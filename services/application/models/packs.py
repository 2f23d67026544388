"""The approval pack of a call, as it was heard from the evaluation room."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.application.models.row import MOMENT, Row


class ApprovalPackRow(Row, table=True):
    """funded: pairs of application and amount, of the pack that was closed last."""

    __tablename__ = "approval_pack"

    call_id: str = Field(primary_key=True)
    number: int
    is_open: bool
    closed: int = 0
    document: str = ""
    funded: list[Any] = Field(sa_type=JSONB)
    agreed: int = 0
    disagreed: int = 0
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)

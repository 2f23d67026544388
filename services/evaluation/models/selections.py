"""What became of those a ranking selected or put in reserve."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, text
from sqlmodel import Field

from services.evaluation.models.row import LIRA, MOMENT, Row


class SelectionRow(Row, table=True):
    """moved_at: when it moved up from the reserve."""

    __tablename__ = "selection"
    __table_args__ = (Index("ix_selection_winner", "call_id", postgresql_where=text("state = 'winner'")),)

    call_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    place: int
    total: str
    amount: Decimal = Field(sa_type=LIRA)
    state: str
    moved_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ReserveRow(Row, table=True):
    """until: exclusive end of its days; closed_at: when nobody was in it any more."""

    __tablename__ = "reserve"

    call_id: str = Field(primary_key=True)
    until: datetime = Field(sa_type=MOMENT)
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)

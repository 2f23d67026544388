"""How far each room's outbox was held against the ledger, and what was found missing."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class MarkRow(Row, table=True):
    """Up to which event (by id) a room's outbox and the ledger were held against each other."""

    __tablename__ = "mark"

    room: str = Field(primary_key=True)
    event_id: str = ""
    swept_at: datetime = Field(sa_type=MOMENT)


class OutboxMarkRow(Row, table=True):
    """Up to which event (by id) a room's outbox is pruned, as was told and held against the ledger.

    chain_index: of the last telling that was looked at; waits: how often the room was further than it had told.
    """

    __tablename__ = "outbox_mark"

    room: str = Field(primary_key=True)
    last: str = ""
    chain_index: int = 0
    waits: int = 0


class GapRow(Row, table=True):
    """An event that one side has and the other has not, or has otherwise. kind, fields: see `domain.gaps`.

    asked: how often it was told again.
    """

    __tablename__ = "gap"
    __table_args__ = (Index("ix_gap_open", "found_at", "event_id", postgresql_where=text("healed_at IS NULL")),)

    event_id: str = Field(primary_key=True)
    room: str
    about: str
    kind: str
    found_at: datetime = Field(sa_type=MOMENT)
    asked: int = 0
    fields: list[str] = Field(default_factory=list, sa_type=JSONB)
    reported_at: datetime | None = Field(default=None, sa_type=MOMENT)
    healed_at: datetime | None = Field(default=None, sa_type=MOMENT)

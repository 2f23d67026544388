"""Files that came to their end."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class FinishedRow(Row, table=True):
    """A file that came to its end, noted as its last event was heard; signed once an inspector looked through it."""

    __tablename__ = "finished"
    __table_args__ = (Index("ix_finished_unsigned", "ended_at", "about", postgresql_where=text("signed_at IS NULL")),)

    about: str = Field(primary_key=True)
    ending: str
    title: str = ""
    regime: str = ""
    ended_at: datetime = Field(sa_type=MOMENT)
    signed_by: str = ""
    signed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    remark: str = ""

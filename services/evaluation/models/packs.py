"""Approval packs, and what the members of the board say to them."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from services.evaluation.models.row import MOMENT, Row


class PackRow(Row, table=True):
    """document: hash of the PDF it was frozen into. At most one of a call is open."""

    __tablename__ = "approval_pack"
    __table_args__ = (Index("ux_approval_pack_open", "call_id", unique=True, postgresql_where=text("status = 'open'")),)

    call_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    combination: int
    status: str
    reason: str = ""
    officer_id: str
    opened_at: datetime = Field(sa_type=MOMENT)
    document: str = ""
    closed_by: str = ""
    closed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class PackOpinionRow(Row, table=True):
    __tablename__ = "approval_pack_opinion"

    call_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    person_id: str = Field(primary_key=True)
    agrees: bool
    reason: str
    given_at: datetime = Field(sa_type=MOMENT)

"""What the board of a call means for an application: when it is presented, and what is to be negotiated."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.application.models.row import MOMENT, Row


class PresentationRow(Row, table=True):
    """session: number of the board's session."""

    __tablename__ = "presentation"
    __table_args__ = (Index("ix_presentation_call_id_session", "call_id", "session"),)

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    call_id: str
    session: int
    starts_at: datetime = Field(sa_type=MOMENT)
    minutes: int
    place: str


class BoardPointsRow(Row, table=True):
    """Points heard before the negotiation opens; raised there, once."""

    __tablename__ = "board_points"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    points: list[Any] = Field(sa_type=JSONB)
    raised: bool = False

"""What applicants are told after the decision, the words officers changed in it, and objections."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.evaluation.models.row import MOMENT, Row


class FeedbackRow(Row, table=True):
    __tablename__ = "feedback"
    __table_args__ = (Index("ix_feedback_held", "application_id", postgresql_where=text("status = 'held'")),)

    application_id: str = Field(primary_key=True)
    call_id: str
    status: str
    decision: str
    mean: str
    blocks: list[Any] = Field(sa_type=JSONB)
    texts: list[Any] = Field(sa_type=JSONB)
    prepared_at: datetime = Field(sa_type=MOMENT)
    issued_at: datetime | None = Field(default=None, sa_type=MOMENT)
    object_until: datetime | None = Field(default=None, sa_type=MOMENT)
    window_closed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class RedactionRow(Row, table=True):
    """original: the justification as its evaluator wrote it."""

    __tablename__ = "feedback_redaction"

    application_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    block: str
    text_number: int
    original: str
    text: str
    reason: str
    officer_id: str
    redacted_at: datetime = Field(sa_type=MOMENT)


class ObjectionRow(Row, table=True):
    __tablename__ = "objection"
    __table_args__ = (Index("ix_objection_open", "application_id", postgresql_where=text("status = 'open'")),)

    application_id: str = Field(primary_key=True)
    status: str
    reasons: str
    made_by: str
    made_at: datetime = Field(sa_type=MOMENT)
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decision_reason: str = ""

"""The inspector's desk: files that can be drawn, samples, papers, traces of acts, and what was said to leads."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Numeric, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row

MONEY = Numeric(18, 2)


class CaseFileRow(Row, table=True):
    """A file, as the events told of it. dues: as `domain.desk` has them."""

    __tablename__ = "case_file"
    __table_args__ = (Index("ix_case_file_call_id", "call_id", "about"),)

    about: str = Field(primary_key=True)
    call_id: str = ""
    title: str = ""
    amount: Decimal = Field(sa_type=MONEY)
    risk: int | None = None
    due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    dues: dict[str, str] = Field(default_factory=dict, sa_type=JSONB)


class TraceRow(Row, table=True):
    """An act in which patterns are looked for. act: its kind, with what it was done to before the slash."""

    __tablename__ = "trace"
    __table_args__ = (Index("ix_trace_at", "at", "event_id"),)

    event_id: str = Field(primary_key=True)
    about: str
    act: str
    person_id: str
    at: datetime = Field(sa_type=MOMENT)
    pair: str = ""
    due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    amount: Decimal = Field(sa_type=MONEY)
    limit: Decimal = Field(sa_type=MONEY)


class LeadAnswerRow(Row, table=True):
    """What an inspector said to a lead. evidence: ids of the events that were known then. Never changed."""

    __tablename__ = "lead_answer"
    __table_args__ = (Index("ix_lead_answer_lead_id", "lead_id", "id"),)

    id: str = Field(primary_key=True)
    lead_id: str
    verdict: str
    reason: str
    evidence: list[str] = Field(sa_type=JSONB)
    answered_by: str
    answered_at: datetime = Field(sa_type=MOMENT)


class SampleRow(Row, table=True):
    """A sample. population: hash of what it was drawn from; call_id: of one call alone, "" for all.

    seed_given, root: as `domain.samples` has them.
    """

    __tablename__ = "sample"
    __table_args__ = (Index("ix_sample_drawn_at", "drawn_at", "id"),)

    id: str = Field(primary_key=True)
    method: str
    size: int
    seed: str
    call_id: str = ""
    reason: str
    population: str
    candidates: int
    drawn_at: datetime = Field(sa_type=MOMENT)
    drawn_by: str
    seed_given: bool | None = None
    root: int | None = None


class WorkingPaperRow(Row, table=True):
    """What an inspector works on a drawn file. entries: remarks and findings in their order."""

    __tablename__ = "working_paper"
    __table_args__ = (Index("ix_working_paper_open", "sample_id", "about", postgresql_where=text("signed_at IS NULL")),)

    sample_id: str = Field(primary_key=True, foreign_key="sample.id")
    about: str = Field(primary_key=True)
    place: int
    entries: list[dict[str, Any]] = Field(sa_type=JSONB)
    conclusion: str = ""
    signed_by: str = ""
    signed_at: datetime | None = Field(default=None, sa_type=MOMENT)

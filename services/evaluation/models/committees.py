"""The committee of a call: who sits, what lies before it, what it scored, and the ranking."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.evaluation.models.row import LIRA, MOMENT, Row


class CommitteeRow(Row, table=True):
    """chair_id is empty until members are appointed; present until the chair has taken attendance.

    usable and reason are those of the last raise of the envelope; usable is the envelope where there was none.
    """

    __tablename__ = "committee"
    __table_args__ = (
        Index("ix_committee_unappointed", "call_id", postgresql_where=text("chair_id IS NULL")),
        Index("ix_committee_chair_id", "chair_id"),
    )

    call_id: str = Field(primary_key=True)
    status: str
    chair_id: str | None = None
    due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    present: list[Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))
    envelope: Decimal = Field(sa_type=LIRA)
    usable: Decimal = Field(sa_type=LIRA)
    reason: str = ""
    concluded_at: datetime | None = Field(default=None, sa_type=MOMENT)


class EnvelopeRaiseRow(Row, table=True):
    """Every decision on the usable envelope: who, when, how much and why."""

    __tablename__ = "envelope_raise"

    call_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    usable: Decimal = Field(sa_type=LIRA)
    reason: str
    officer_id: str
    raised_at: datetime = Field(sa_type=MOMENT)


class CommitteeMemberRow(Row, table=True):
    __tablename__ = "committee_member"
    __table_args__ = (Index("ix_committee_member_person_id", "person_id"),)

    call_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    name: str
    background: str
    employer_tax_number: str | None = None
    seat: str
    ordinal: int
    salt: str = ""


class CommitteeItemRow(Row, table=True):
    """An application before the committee, with the exact mean of its evaluators."""

    __tablename__ = "committee_item"

    call_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    evaluators_mean: str


class CommitteeConflictRow(Row, table=True):
    """declared by the member, or else computed."""

    __tablename__ = "committee_conflict"

    call_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    declared: bool


class CommitteeScoreRow(Row, table=True):
    __tablename__ = "committee_score"

    call_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    score: int
    given_at: datetime = Field(sa_type=MOMENT)
    salt: str = ""


class PlacementRow(Row, table=True):
    """One line of the ranking; rank 0 for an eliminated application. `explanation` holds what it was made of."""

    __tablename__ = "placement"

    call_id: str = Field(primary_key=True)
    application_id: str = Field(primary_key=True)
    rank: int
    total: str
    decision: str
    requested: Decimal = Field(sa_type=LIRA)
    within_envelope: bool
    explanation: dict[str, Any] = Field(sa_type=JSONB)

"""Pre-evaluation: who was asked, what was scored, what came of it."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.evaluation.models.row import MOMENT, Row

OPEN = text("status IN ('invited', 'accepted')")
MISSING = text("missing > 0")


class AssignmentRow(Row, table=True):
    """One evaluator asked about one application; nobody is asked twice about the same."""

    __tablename__ = "assignment"
    __table_args__ = (
        UniqueConstraint("application_id", "ordinal"),
        UniqueConstraint("application_id", "evaluator_id", name="uq_assignment_application_evaluator"),
        Index("ix_assignment_evaluator_id_id", "evaluator_id", "id"),
        Index("ix_assignment_open", "evaluator_id", postgresql_where=OPEN),
    )

    id: str = Field(primary_key=True)
    application_id: str
    evaluator_id: str
    ordinal: int
    status: str
    invited_at: datetime = Field(sa_type=MOMENT)
    due_at: datetime = Field(sa_type=MOMENT)
    answered_at: datetime | None = Field(default=None, sa_type=MOMENT)
    conflict: bool = False
    reason: str = ""
    scores: dict[str, Any] = Field(sa_type=JSONB)
    justifications: dict[str, Any] = Field(sa_type=JSONB)
    not_applicable: dict[str, Any] = Field(sa_type=JSONB)
    total: str | None = None
    submitted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reminded_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reopened_at: datetime | None = Field(default=None, sa_type=MOMENT)
    salt: str = ""


class AssessmentDraftRow(Row, table=True):
    """What an evaluator has written and not given yet."""

    __tablename__ = "assessment_draft"

    assignment_id: str = Field(primary_key=True)
    scores: dict[str, Any] = Field(sa_type=JSONB)
    justifications: dict[str, Any] = Field(sa_type=JSONB)
    not_applicable: dict[str, Any] = Field(sa_type=JSONB)
    saved_at: datetime = Field(sa_type=MOMENT)


class AssessmentVersionRow(Row, table=True):
    """A sheet that was given and then re-opened, as it stood."""

    __tablename__ = "assessment_version"

    assignment_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True)
    scores: dict[str, Any] = Field(sa_type=JSONB)
    justifications: dict[str, Any] = Field(sa_type=JSONB)
    not_applicable: dict[str, Any] = Field(sa_type=JSONB)
    total: str | None = None
    submitted_at: datetime = Field(sa_type=MOMENT)
    reopened_at: datetime = Field(sa_type=MOMENT)
    reason: str
    officer_id: str
    salt: str = ""


class PreEvaluationRow(Row, table=True):
    """wanted: assessments this round needs; missing: seats for which no evaluator was found."""

    __tablename__ = "pre_evaluation"
    __table_args__ = (Index("ix_pre_evaluation_missing", "application_id", postgresql_where=MISSING),)

    application_id: str = Field(primary_key=True)
    status: str
    wanted: int
    missing: int = 0
    ask_again_at: datetime | None = Field(default=None, sa_type=MOMENT)
    passed: bool | None = None
    mean: str = ""
    explanation: dict[str, Any] = Field(sa_type=JSONB)
    opened_at: datetime = Field(sa_type=MOMENT)
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)

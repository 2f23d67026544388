"""Applications, the versions of their plans, and their way through the stages."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.application.models.row import LIRA, MOMENT, Row


class ApplicationRow(Row, table=True):
    """One application of a consortium a call."""

    __tablename__ = "application"
    __table_args__ = (
        UniqueConstraint("call_id", "consortium_id"),
        Index("ix_application_stage_id", "stage", "id"),
        Index("ix_application_stage_stage_due_at", "stage", "stage_due_at", "id"),
        Index("ix_application_call_id_id", "call_id", "id"),
        Index("ix_application_coordinator_id_id", "coordinator_id", "id"),
        Index("ix_application_representative_id_id", "representative_id", "id"),
        Index("ix_application_consortium_id_id", "consortium_id", "id"),
    )

    id: str = Field(primary_key=True)
    call_id: str = Field(foreign_key="call.id")
    consortium_id: str = Field(foreign_key="consortium.id")
    title: str
    regime: str
    revision: str
    coordinator_id: str
    province: str
    stage: str
    outcome: str | None = None
    outcome_reason: str = ""
    stage_due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    stage_due_since: datetime | None = Field(default=None, sa_type=MOMENT)
    completion_used: bool = False
    submitted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    plan_version: int = 0
    agreed_version: int | None = None
    approved_amount: Decimal | None = Field(default=None, sa_type=LIRA)
    mean: str = ""
    total: str = ""
    rank: int | None = None
    form: dict[str, Any] = Field(sa_type=JSONB)
    created_at: datetime = Field(sa_type=MOMENT)
    changed_at: datetime = Field(sa_type=MOMENT)
    representative_id: str = ""
    led_version: int = 0


class PlanVersionRow(Row, table=True):
    """A version of the plan; version 0 is the work in progress."""

    __tablename__ = "plan_version"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    plan: dict[str, Any] = Field(sa_type=JSONB)
    total: Decimal = Field(sa_type=LIRA)
    requested: Decimal = Field(sa_type=LIRA)
    made_by: str
    made_at: datetime = Field(sa_type=MOMENT)
    why: str = ""


class StageRow(Row, table=True):
    """One stay in a stage; an application is in one stage at a time."""

    __tablename__ = "stage_record"
    __table_args__ = (
        Index(
            "uq_stage_record_open",
            "application_id",
            unique=True,
            postgresql_where=text("left_at IS NULL"),
        ),
    )

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    stage: str
    entered_at: datetime = Field(sa_type=MOMENT)
    left_at: datetime | None = Field(default=None, sa_type=MOMENT)
    due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    entered_by: str
    entered_role: str

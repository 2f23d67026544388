"""The risk of a grant, holds on its payments, and visits to it."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Numeric, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row

DEGREES = Numeric(9, 6)


class AssessmentRow(Row, table=True):
    """How great a risk the grant was found to be; how that came about lies in its history."""

    __tablename__ = "risk_assessment"
    __table_args__ = (
        Index("ix_risk_assessment_open", "grant_id", postgresql_where=text("level <> 'low' AND answered_at IS NULL")),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    score: int
    level: str
    assessed_by: str
    assessed_at: datetime = Field(sa_type=MOMENT)
    answered_by: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=MOMENT)
    answer: str = ""


class HoldRow(Row, table=True):
    """ends_on: the first day on which payments are not held."""

    __tablename__ = "payment_hold"
    __table_args__ = (UniqueConstraint("grant_id", "number"), CheckConstraint("ends_on > starts_on", name="span"))

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    number: int
    reason: str
    starts_on: date
    ends_on: date
    ordered_by: str
    ordered_at: datetime = Field(sa_type=MOMENT)
    lifted_by: str = ""
    lifted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    lift_reason: str = ""


class VisitRow(Row, table=True):
    """A site visit. points: the answers of its form; summary: what was found, or why it was cancelled."""

    __tablename__ = "site_visit"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        Index("ix_site_visit_planned", "id", postgresql_where=text("status = 'planned'")),
        Index("ix_site_visit_visitor", "visitor_id", "due_at", postgresql_where=text("status = 'planned'")),
        CheckConstraint("(status = 'made') = (visited_on IS NOT NULL)", name="made"),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    number: int
    reason: str
    visitor_id: str
    due_at: datetime = Field(sa_type=MOMENT)
    planned_by: str
    planned_at: datetime = Field(sa_type=MOMENT)
    status: str
    visited_on: date | None = None
    place: str = ""
    latitude: Decimal | None = Field(default=None, sa_type=DEGREES)
    longitude: Decimal | None = Field(default=None, sa_type=DEGREES)
    points: dict[str, str] | None = Field(default=None, sa_type=JSONB)
    summary: str = ""
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)


class PhotographRow(Row, table=True):
    """A picture of a visit; its bytes lie in the document store under their hash."""

    __tablename__ = "visit_photograph"
    __table_args__ = (Index("ix_visit_photograph_grant_id", "grant_id"),)

    visit_id: str = Field(primary_key=True, foreign_key="site_visit.id")
    document: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    media_type: str
    size: int
    taken_at: datetime = Field(sa_type=MOMENT)
    latitude: Decimal | None = Field(default=None, sa_type=DEGREES)
    longitude: Decimal | None = Field(default=None, sa_type=DEGREES)
    note: str
    kept_by: str
    kept_at: datetime = Field(sa_type=MOMENT)

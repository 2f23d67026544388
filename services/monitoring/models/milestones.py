"""The milestones of the plan in force."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class MilestoneRow(Row, table=True):
    """A milestone and what became of it. quarter: by whose end it is planned."""

    __tablename__ = "milestone"
    __table_args__ = (
        Index("ix_milestone_declared", "grant_id", postgresql_where=text("status = 'declared'")),
        CheckConstraint("status = 'planned' OR (reached_on IS NOT NULL AND declared_at IS NOT NULL)", name="reached"),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    key: str = Field(primary_key=True)
    place: int
    title: str
    quarter: int
    status: str
    reached_on: date | None = None
    documents: list[str] = Field(sa_type=ARRAY(Text))
    note: str = ""
    declared_by: str = ""
    declared_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    remark: str = ""
    late_since: datetime | None = Field(default=None, sa_type=MOMENT)

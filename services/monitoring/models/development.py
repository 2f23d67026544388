"""Development reports and what was decided on them."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class DevelopmentReportRow(Row, table=True):
    """A development report. due_at: as set; force majeure is taken out when asked. paper: of the decision."""

    __tablename__ = "development_report"
    __table_args__ = (
        Index("ix_development_report_submitted", "grant_id", postgresql_where=text("status = 'submitted'")),
        Index(
            "ix_development_report_escalated",
            "grant_id",
            postgresql_where=text("status = 'late' AND escalated_at IS NOT NULL"),
        ),
        CheckConstraint("(status = 'decided') = (decision IS NOT NULL)", name="decided"),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    period_starts_on: date
    period_ends_on: date
    opened_at: datetime = Field(sa_type=MOMENT)
    duty_since: datetime = Field(sa_type=MOMENT)
    due_at: datetime = Field(sa_type=MOMENT)
    status: str
    was_late: bool = False
    reminded_at: datetime | None = Field(default=None, sa_type=MOMENT)
    escalated_at: datetime | None = Field(default=None, sa_type=MOMENT)
    technical: str = ""
    administrative: str = ""
    financial: str = ""
    submitted_by: str = ""
    submitted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decision: str | None = None
    reason: str = ""
    paper: str = ""
    decided_on: date | None = None
    recorded_by: str = ""
    recorded_at: datetime | None = Field(default=None, sa_type=MOMENT)

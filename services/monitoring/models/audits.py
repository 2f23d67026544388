"""Independent audits."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class AuditRow(Row, table=True):
    """One audit, from the charge to the report. until: the first day the report does not cover."""

    __tablename__ = "independent_audit"
    __table_args__ = (
        Index("uq_independent_audit_assigned", "grant_id", unique=True, postgresql_where=text("status = 'assigned'")),
        CheckConstraint("(status = 'reported') = (reported_at IS NOT NULL)", name="reported"),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    auditor_id: str
    status: str
    assigned_by: str
    assigned_at: datetime = Field(sa_type=MOMENT)
    due_at: datetime = Field(sa_type=MOMENT)
    until: date | None = None
    opinion: str | None = None
    findings: list[str] = Field(sa_type=ARRAY(Text))
    reported_at: datetime | None = Field(default=None, sa_type=MOMENT)

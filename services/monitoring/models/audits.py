"""Independent audits."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.monitoring.models.row import LIRA, MOMENT, Row


class AuditRow(Row, table=True):
    """One audit, from the charge to the report. until: the first day the report does not cover."""

    __tablename__ = "independent_audit"
    __table_args__ = (
        Index("ix_independent_audit_late", "grant_id", postgresql_where=text("status = 'assigned' AND was_late")),
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
    was_late: bool = False


class AuditDutyRow(Row, table=True):
    """An auditor is to be appointed. audit: number of the audit that settles it; none while it is open."""

    __tablename__ = "audit_duty"
    __table_args__ = (
        Index("ix_audit_duty_open", "grant_id", postgresql_where=text("audit IS NULL")),
        Index("uq_audit_duty_year", "grant_id", "year", unique=True, postgresql_where=text("cause = 'yearly'")),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    cause: str
    year: int
    ground: str
    opened_by: str
    opened_at: datetime = Field(sa_type=MOMENT)
    audit: int | None = None


class FindingRow(Row, table=True):
    """A finding of an audit. number: counts those of the grant. due_at: as set, before force majeure."""

    __tablename__ = "finding"
    __table_args__ = (
        Index("ix_finding_answered", "grant_id", postgresql_where=text("status = 'answered'")),
        Index("ix_finding_late", "grant_id", postgresql_where=text("status = 'open' AND was_late")),
        CheckConstraint("amount >= 0", name="amount"),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    audit: int
    text: str
    severity: str
    amount: Decimal = Field(sa_type=LIRA)
    duty_since: datetime = Field(sa_type=MOMENT)
    due_at: datetime = Field(sa_type=MOMENT)
    status: str
    was_late: bool = False
    answer: str = ""
    answered_by: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str = ""
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    visit: int = 0

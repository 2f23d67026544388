"""Reporting periods with their reports, and the claims made on them."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from grants.values import ZERO
from services.monitoring.models.row import LIRA, MOMENT, Row


class ReportRow(Row, table=True):
    """A reporting period and the activity report on it. due_at: as set; force majeure is taken out when asked."""

    __tablename__ = "report"
    __table_args__ = (
        Index("ix_report_submitted", "grant_id", postgresql_where=text("status = 'submitted'")),
        Index("ix_report_escalated", "grant_id", postgresql_where=text("status = 'late' AND escalated_at IS NOT NULL")),
        Index("uq_report_awaited", "grant_id", unique=True, postgresql_where=text("status = 'awaited'")),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    period_starts_on: date
    period_ends_on: date | None = None
    status: str
    opened_at: datetime | None = Field(default=None, sa_type=MOMENT)
    duty_since: datetime | None = Field(default=None, sa_type=MOMENT)
    due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    was_late: bool = False
    reminded_at: datetime | None = Field(default=None, sa_type=MOMENT)
    escalated_at: datetime | None = Field(default=None, sa_type=MOMENT)
    technical: str = ""
    administrative: str = ""
    financial: str = ""
    remarks: str = ""
    submitted_by: str = ""
    submitted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)


class SpendingRow(Row, table=True):
    """What a report realised of an item: the sum of its lines that count."""

    __tablename__ = "spending"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    item: str = Field(primary_key=True)
    realised: Decimal = Field(sa_type=LIRA)
    in_kind: Decimal = Field(default=Decimal("0.00"), sa_type=LIRA)


class IndicatorRow(Row, table=True):
    __tablename__ = "indicator_value"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    code: str = Field(primary_key=True)
    value: int


class ClaimRow(Row, table=True):
    """number: the last report it rests on. final: what follows from the settlement. advance: paid ahead of reports."""

    __tablename__ = "claim"
    __table_args__ = (
        Index("ix_claim_grant_id", "grant_id"),
        Index("ix_claim_made", "id", postgresql_where=text("status = 'made'")),
        Index("ix_claim_seconded", "id", postgresql_where=text("status = 'seconded'")),
        Index("ix_claim_approved", "id", postgresql_where=text("status = 'approved'")),
        Index(
            "uq_claim_advance",
            "grant_id",
            unique=True,
            postgresql_where=text("advance AND status NOT IN ('lapsed', 'refused')"),
        ),
        Index("uq_claim_final", "grant_id", unique=True, postgresql_where=text("final")),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("(status = 'paid') = (paid_on IS NOT NULL)", name="paid"),
        CheckConstraint("paid_by = '' OR (paid_by <> approved_by AND paid_by <> prepared_by)", name="four_eyes"),
        CheckConstraint("approved_by = '' OR approved_by <> prepared_by", name="two_people"),
        CheckConstraint(
            "countersigned_by = '' OR (countersigned_by NOT IN (approved_by, prepared_by, paid_by))",
            name="three_people",
        ),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    number: int
    amount: Decimal = Field(sa_type=LIRA)
    status: str
    final: bool = False
    advance: bool = False
    set_off: Decimal = Field(default=ZERO, sa_type=LIRA)
    retained: Decimal = Field(default=ZERO, sa_type=LIRA)
    prepared_by: str
    prepared_at: datetime = Field(sa_type=MOMENT)
    approved_by: str = ""
    approved_at: datetime | None = Field(default=None, sa_type=MOMENT)
    countersigned_by: str = ""
    countersigned_at: datetime | None = Field(default=None, sa_type=MOMENT)
    order_id: str = ""
    paid_by: str = ""
    paid_at: datetime | None = Field(default=None, sa_type=MOMENT)
    paid_on: date | None = None
    payment_ref: str = ""
    round: int = 1
    remarks: str = ""
    answered_by: str = ""
    answered_at: datetime | None = Field(default=None, sa_type=MOMENT)
    correct_by: datetime | None = Field(default=None, sa_type=MOMENT)
    note: str = ""

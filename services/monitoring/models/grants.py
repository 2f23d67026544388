"""The grant, what was agreed, and how it was settled."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.monitoring.models.row import LIRA, MOMENT, Row


class GrantRow(Row, table=True):
    """parties: tax numbers and names of the members and the enterprise, to tell who belongs to the grant.

    apart: persons whom a conflict of interest keeps from it.
    """

    __tablename__ = "grant"
    __table_args__ = (
        Index("ix_grant_coordinator_id_id", "coordinator_id", "id"),
        Index("ix_grant_representative_id_id", "representative_id", "id"),
        Index("ix_grant_auditor_id_id", "auditor_id", "id"),
        Index("ix_grant_status_id", "status", "id"),
        Index("ix_grant_regime", "regime"),
        Index("ix_grant_parties", "parties", postgresql_using="gin"),
        Index(
            "ix_grant_to_settle",
            "id",
            postgresql_where=text("status IN ('closing', 'terminated') AND closing_submitted_at IS NOT NULL"),
        ),
        Index("ix_grant_closing_overdue", "id", postgresql_where=text("closing_reminders > 0 AND status <> 'closed'")),
    )

    id: str = Field(primary_key=True)
    application_id: str = Field(unique=True)
    call_id: str
    number: str
    regime: str
    revision: str
    programme: str
    consortium_name: str
    enterprise_name: str
    enterprise_tax_number: str
    coordinator_id: str
    parties: list[str] = Field(sa_type=ARRAY(Text))
    apart: list[str] = Field(sa_type=ARRAY(Text))
    province: str
    starts_on: date
    support_ends_on: date
    ceiling_ends_on: date
    plan_version: int
    representative_id: str = ""
    total: Decimal = Field(sa_type=LIRA)
    approved: Decimal = Field(sa_type=LIRA)
    turn: int = 0
    opening: int = 1
    status: str
    outcome: str | None = None
    auditor_id: str | None = None
    earned: Decimal = Field(sa_type=LIRA)
    realised: Decimal = Field(sa_type=LIRA)
    paid: Decimal = Field(sa_type=LIRA)
    opened_at: datetime = Field(sa_type=MOMENT)
    closing_since: datetime | None = Field(default=None, sa_type=MOMENT)
    closing_due_at: datetime | None = Field(default=None, sa_type=MOMENT)
    closing_reminders: int = 0
    closing_reminded_at: datetime | None = Field(default=None, sa_type=MOMENT)
    closing_by: str = ""
    closing_submitted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    closing_accepted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    terminated_at: datetime | None = Field(default=None, sa_type=MOMENT)
    termination_ground: str | None = None
    termination_reason: str = ""


class AgreementRow(Row, table=True):
    """The contract's plan and members as they were signed."""

    __tablename__ = "agreement"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    plan_version: int
    plan: dict[str, Any] = Field(sa_type=JSONB)
    members: list[Any] = Field(sa_type=JSONB)
    document: str = ""


class SupportItemRow(Row, table=True):
    __tablename__ = "support_item"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    key: str = Field(primary_key=True)
    place: int
    title: str
    activity: str
    cost_head: str
    cost: Decimal = Field(sa_type=LIRA)
    grant: Decimal = Field(sa_type=LIRA)
    domestic_goods: bool


class SettlementRow(Row, table=True):
    """How the grant was settled. result: amounts by item and the steps of the computation."""

    __tablename__ = "settlement"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    settled_at: datetime = Field(sa_type=MOMENT)
    settled_by: str
    allowed: Decimal = Field(sa_type=LIRA)
    due_to_grantee: Decimal = Field(sa_type=LIRA)
    to_recover: Decimal = Field(sa_type=LIRA)
    result: dict[str, Any] = Field(sa_type=JSONB)


class HistoryRow(Row, table=True):
    """What happened, for the page: the act, who did it in which role, and what the event said."""

    __tablename__ = "history"
    __table_args__ = (Index("ix_history_grant_id_id", "grant_id", "id"),)

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    at: datetime = Field(sa_type=MOMENT)
    act: str
    actor_id: str
    actor_role: str
    details: dict[str, Any] = Field(sa_type=JSONB)

"""What was decided about an application: check, completion, negotiation, approval, enterprise, contract."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.application.models.row import LIRA, MOMENT, Row


class CheckRow(Row, table=True):
    __tablename__ = "check_record"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    decision: str
    reason: str
    decided_by: str
    decided_at: datetime = Field(sa_type=MOMENT)


class CompletionRow(Row, table=True):
    __tablename__ = "completion"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    items: list[Any] = Field(sa_type=JSONB)
    requested_by: str
    requested_at: datetime = Field(sa_type=MOMENT)
    due_at: datetime = Field(sa_type=MOMENT)
    note: str = ""
    submitted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    replaced: dict[str, Any] | None = Field(default=None, sa_type=JSONB(none_as_null=True))


class PointRow(Row, table=True):
    __tablename__ = "negotiation_point"
    __table_args__ = (Index("ix_negotiation_point_application_id_id", "application_id", "id"),)

    id: str = Field(primary_key=True)
    application_id: str = Field(foreign_key="application.id")
    round: int
    title: str
    text: str
    item: str = ""
    plan_version: int
    raised_by: str
    raised_at: datetime = Field(sa_type=MOMENT)
    answer: str = ""
    answered_by: str | None = None
    answered_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ApprovalRow(Row, table=True):
    __tablename__ = "approval"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    approved: bool
    number: str
    decided_on: date
    amount: Decimal = Field(sa_type=LIRA)
    reason: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)


class EnterpriseRow(Row, table=True):
    __tablename__ = "enterprise"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    name: str
    tax_number: str = Field(index=True)
    registry_no: str
    founded_on: date
    province: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)


class ContractRow(Row, table=True):
    __tablename__ = "contract"

    application_id: str = Field(primary_key=True, foreign_key="application.id")
    number: str = Field(unique=True)
    document: str
    plan_version: int
    total: Decimal = Field(sa_type=LIRA)
    approved: Decimal = Field(sa_type=LIRA)
    prepared_at: datetime = Field(sa_type=MOMENT)
    signed_ministry_by: str | None = None
    signed_ministry_at: datetime | None = Field(default=None, sa_type=MOMENT)
    signed_enterprise_by: str | None = None
    signed_enterprise_at: datetime | None = Field(default=None, sa_type=MOMENT)
    signed_on: date | None = None
    concluded_at: datetime | None = Field(default=None, sa_type=MOMENT)
    taken_over: bool = False
    provenance: str = ""


class ContractCounterRow(Row, table=True):
    """The last contract number given in a year."""

    __tablename__ = "contract_counter"

    year: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    last: int

"""Addenda of a grant."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class AddendumRow(Row, table=True):
    """effect: the difference it makes in dates, amounts and rules, as computed when it was recorded."""

    __tablename__ = "addendum"
    __table_args__ = (UniqueConstraint("grant_id", "number"),)

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    number: str
    signed_on: date
    reason: str
    old_regime: str
    old_revision: str
    regime: str
    revision: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)
    effect: dict[str, Any] = Field(sa_type=JSONB)
    periods_since: date | None = None
    periods_before: int = 0

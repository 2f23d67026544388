"""Closing reports."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class ClosingReportRow(Row, table=True):
    """A closing report that was sent. figures: of the record, as they stood then. remarks: by part."""

    __tablename__ = "closing_report"
    __table_args__ = (CheckConstraint("(status = 'submitted') = (decided_at IS NULL)", name="decided"),)

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    status: str
    aims: str
    indicators: str = ""
    spending: str = ""
    left_open: str = ""
    assets: list[dict[str, str]] = Field(sa_type=JSONB)
    documents: list[str] = Field(sa_type=ARRAY(Text))
    figures: dict[str, Any] = Field(sa_type=JSONB)
    submitted_by: str
    submitted_at: datetime = Field(sa_type=MOMENT)
    remarks: dict[str, str] = Field(sa_type=JSONB)
    note: str = ""
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)

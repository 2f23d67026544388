"""Duties that outlive a grant."""

from datetime import date, datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class ObligationRow(Row, table=True):
    """One duty, from the closing on. code: of the rule set. ends_on: the first day without it."""

    __tablename__ = "obligation"
    __table_args__ = (
        Index(
            "ix_obligation_to_look_at",
            "grant_id",
            postgresql_where=text("reminded_at IS NOT NULL AND looked_at IS NULL AND status IN ('running', 'ended')"),
        ),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    code: str
    since: date
    years: int
    ends_on: date
    look_on: date
    status: str
    reminded_at: datetime | None = Field(default=None, sa_type=MOMENT)
    found: str | None = None
    looked_by: str = ""
    looked_at: datetime | None = Field(default=None, sa_type=MOMENT)
    note: str = ""
    ended_at: datetime | None = Field(default=None, sa_type=MOMENT)

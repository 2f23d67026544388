"""What moves or stops the clock of a grant: force majeure, extensions, formal notices."""

from datetime import date, datetime

from sqlalchemy import Index, Text, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class ForceMajeureRow(Row, table=True):
    """ended_on: the first day without it."""

    __tablename__ = "force_majeure"
    __table_args__ = (
        Index("ix_force_majeure_grant_id", "grant_id"),
        Index("ix_force_majeure_declared", "id", postgresql_where=text("status = 'declared'")),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    starts_on: date
    ended_on: date | None = None
    ground: str
    evidence: str
    status: str
    declared_by: str
    declared_at: datetime = Field(sa_type=MOMENT)
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str = ""
    documents: list[str] = Field(sa_type=ARRAY(Text))


class ExtensionRow(Row, table=True):
    """new_end: the first day without support."""

    __tablename__ = "extension"
    __table_args__ = (
        Index("ix_extension_grant_id", "grant_id"),
        Index("uq_extension_asked", "grant_id", unique=True, postgresql_where=text("status = 'asked'")),
        Index("ix_extension_asked", "id", postgresql_where=text("status = 'asked'")),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    ground: str
    new_end: date
    reason: str
    status: str
    asked_by: str
    asked_at: datetime = Field(sa_type=MOMENT)
    asked_on: date
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decision_reason: str = ""
    evidence: str = ""
    documents: list[str] = Field(sa_type=ARRAY(Text))


class NoticeRow(Row, table=True):
    """cure_until: as given; force majeure is taken out when asked."""

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        Index("ix_notice_expired", "id", postgresql_where=text("status = 'expired'")),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    number: int
    reason: str
    given_by: str
    given_at: datetime = Field(sa_type=MOMENT)
    cure_until: datetime = Field(sa_type=MOMENT)
    status: str
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)

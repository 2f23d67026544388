"""Changes of a grant, and the versions of its plan they make."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.monitoring.models.row import MOMENT, Row


class ChangeRow(Row, table=True):
    """A request; what it asks for in full lies beside it, so that the grant's file stays small."""

    __tablename__ = "change_request"
    __table_args__ = (
        UniqueConstraint("grant_id", "number"),
        Index("uq_change_request_asked", "grant_id", "kind", unique=True, postgresql_where=text("status = 'asked'")),
        Index("ix_change_request_asked", "id", postgresql_where=text("status = 'asked'")),
        CheckConstraint("(status IN ('notified', 'accepted')) = (version IS NOT NULL)", name="version"),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    number: int
    kind: str
    decider: str
    reason: str
    base_version: int
    asked_by: str
    asked_at: datetime = Field(sa_type=MOMENT)
    status: str
    version: int | None = None
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    decision_reason: str = ""
    paper: str = ""


class ProposalRow(Row, table=True):
    """wish: what the request asks for; differences, effect: what that was found to change when it was asked."""

    __tablename__ = "change_proposal"
    __table_args__ = (Index("ix_change_proposal_grant_id", "grant_id"),)

    change_id: str = Field(primary_key=True, foreign_key="change_request.id")
    grant_id: str = Field(foreign_key="grant.id")
    wish: dict[str, Any] = Field(sa_type=JSONB)
    differences: list[Any] = Field(sa_type=JSONB)
    effect: dict[str, Any] = Field(sa_type=JSONB)


class PlanVersionRow(Row, table=True):
    """The plan, the members and who acts for the grant, in force from `since` until the next version."""

    __tablename__ = "plan_version"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    version: int = Field(primary_key=True)
    plan: dict[str, Any] = Field(sa_type=JSONB)
    members: list[Any] = Field(sa_type=JSONB)
    coordinator_id: str
    representative_id: str = ""
    has_chamber: bool | None = None
    since: datetime = Field(sa_type=MOMENT)
    change_id: str = ""

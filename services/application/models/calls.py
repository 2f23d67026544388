"""Calls and the cluster registry."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import Index, Numeric
from sqlmodel import Field

from services.application.models.row import LIRA, MOMENT, SORT_KEY, Row


class CallRow(Row, table=True):
    __tablename__ = "call"

    id: str = Field(primary_key=True)
    name: str
    regime: str
    revision: str
    opens_at: datetime = Field(sa_type=MOMENT)
    closes_at: datetime = Field(sa_type=MOMENT)
    envelope: Decimal = Field(sa_type=LIRA)
    minimum_share: Decimal | None = Field(default=None, sa_type=Numeric(7, 4))
    status: str
    published_by: str
    published_at: datetime = Field(sa_type=MOMENT)
    regime_reason: str = ""
    recorded: bool = False


class DeadlineMoveRow(Row, table=True):
    __tablename__ = "deadline_move"

    id: str = Field(primary_key=True)
    call_id: str = Field(foreign_key="call.id", index=True)
    was: datetime = Field(sa_type=MOMENT)
    became: datetime = Field(sa_type=MOMENT)
    reason: str
    moved_by: str
    moved_at: datetime = Field(sa_type=MOMENT)


class ClusterRow(Row, table=True):
    """A cluster of the registry. name_key: its Turkish sort key, also what is searched in."""

    __tablename__ = "cluster"
    __table_args__ = (
        Index("ix_cluster_name_key_no", "name_key", "no"),
        Index("ix_cluster_province_name_key_no", "province", "name_key", "no"),
        Index("ix_cluster_stage_name_key_no", "stage", "name_key", "no"),
    )

    no: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    name_key: str = Field(sa_type=SORT_KEY)
    province: str
    stage: str

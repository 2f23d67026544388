"""What the room knows of calls and applications from what it heard."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.evaluation.models.row import LIRA, MOMENT, Row


class CallFileRow(Row, table=True):
    __tablename__ = "call_file"

    call_id: str = Field(primary_key=True)
    name: str
    regime: str
    revision: str
    envelope: Decimal = Field(sa_type=LIRA)


class FileRow(Row, table=True):
    """An admitted application as it was told. `ended`: it is out, whatever the reason.

    leaders, former: who acts for it once it is a grant, and who did before; none until that changes.
    """

    __tablename__ = "file"
    __table_args__ = (
        Index("ix_file_members", "members", postgresql_using="gin", postgresql_ops={"members": "jsonb_path_ops"}),
    )

    application_id: str = Field(primary_key=True)
    call_id: str = Field(index=True)
    consortium_name: str
    coordinator_id: str = Field(index=True)
    nace: str
    members: list[Any] = Field(sa_type=JSONB)
    form: dict[str, Any] = Field(sa_type=JSONB)
    plan: dict[str, Any] = Field(sa_type=JSONB)
    requested: Decimal = Field(sa_type=LIRA)
    submitted_at: datetime = Field(sa_type=MOMENT)
    papers: list[Any] = Field(default_factory=list, sa_type=JSONB)
    ended: bool = False
    leaders: list[Any] = Field(default_factory=list, sa_type=JSONB)
    former: list[Any] = Field(default_factory=list, sa_type=JSONB)
    led_version: int = 0

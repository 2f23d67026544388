"""Consortia and their members."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.application.models.row import MOMENT, Row


class ConsortiumRow(Row, table=True):
    __tablename__ = "consortium"

    id: str = Field(primary_key=True)
    name: str
    cluster_no: int | None = Field(default=None, foreign_key="cluster.no")
    provinces: list[Any] = Field(sa_type=JSONB)
    geography_has_chamber_of_industry: bool
    nace: str
    coordinator_id: str = Field(index=True)
    created_at: datetime = Field(sa_type=MOMENT)


class ConfirmationRow(Row, table=True):
    """A member's own word that it takes part. It lies beside the list of members, which is written anew as a whole."""

    __tablename__ = "confirmation"

    consortium_id: str = Field(primary_key=True, foreign_key="consortium.id")
    tax_number: str = Field(primary_key=True)
    confirmed_by: str
    confirmed_at: datetime = Field(sa_type=MOMENT)


class MemberRow(Row, table=True):
    """place: the order in which the coordinator wrote the members, from 0."""

    __tablename__ = "member"

    consortium_id: str = Field(primary_key=True, foreign_key="consortium.id")
    place: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    kind: str
    tax_number: str = Field(index=True)
    province: str
    nace: str
    commits: bool
    in_main_field: bool
    address: str = ""

"""The pool of evaluators. Who a person is stands in a table of its own, so that it can be erased."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Index, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.evaluation.models.row import LIRA, MOMENT, Row


class EvaluatorRow(Row, table=True):
    """What the room works with; nothing here says who the person is."""

    __tablename__ = "evaluator"
    __table_args__ = (Index("ix_evaluator_active", "person_id", postgresql_where=text("active")),)

    person_id: str = Field(primary_key=True)
    nace: list[Any] = Field(sa_type=JSONB)
    topics: list[Any] = Field(sa_type=JSONB)
    languages: list[Any] = Field(sa_type=JSONB)
    availability: list[Any] = Field(sa_type=JSONB)
    load_limit: int | None = None
    active: bool = True
    erased_at: datetime | None = Field(default=None, sa_type=MOMENT)
    erasure_reason: str = ""
    salt: str = ""


class EvaluatorPersonRow(Row, table=True):
    """Who the person is. Erased, the row is gone."""

    __tablename__ = "evaluator_person"

    person_id: str = Field(primary_key=True)
    name: str
    email: str
    address: str
    employer: str
    employer_tax_number: str | None = None
    degrees: list[Any] = Field(sa_type=JSONB)
    declared: list[Any] = Field(sa_type=JSONB)
    projects: list[Any] = Field(sa_type=JSONB)
    salt: str = ""


class EvaluatorContractRow(Row, table=True):
    """fee: for each file whose scores were given."""

    __tablename__ = "evaluator_contract"

    person_id: str = Field(primary_key=True)
    number: str = Field(primary_key=True)
    since: date
    until: date
    fee: Decimal = Field(sa_type=LIRA)
    salt: str = ""

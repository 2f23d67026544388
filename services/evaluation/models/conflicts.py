"""Ties of persons with applications: what was found, how it was settled, what each person declared."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from services.evaluation.models.row import MOMENT, Row


class FindingRow(Row, table=True):
    """One tie; the id is made of the pair and the fact, so that the same is never found twice."""

    __tablename__ = "conflict_finding"
    __table_args__ = (
        Index("ix_conflict_finding_application_id_person_id", "application_id", "person_id"),
        Index("ix_conflict_finding_open", "person_id", "application_id", postgresql_where=text("state = 'open'")),
    )

    id: str = Field(primary_key=True)
    application_id: str
    person_id: str
    kind: str
    about: str
    fact: str
    certain: bool
    hard: bool
    shown: str
    state: str
    found_at: datetime = Field(sa_type=MOMENT)
    decided_by: str = ""
    decided_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str = ""


class DeclarationRow(Row, table=True):
    """What a person who is to judge an application has declared; the newest word."""

    __tablename__ = "declaration"

    application_id: str = Field(primary_key=True)
    person_id: str = Field(primary_key=True)
    tie: str
    reason: str
    declared_at: datetime = Field(sa_type=MOMENT)

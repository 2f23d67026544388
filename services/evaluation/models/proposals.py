"""Proposals of whom to ask."""

from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.evaluation.models.row import MOMENT, Row


class ProposalRow(Row, table=True):
    """best: proven that no choice is better. lines: what is proposed for each file, and why."""

    __tablename__ = "assignment_proposal"
    __table_args__ = (Index("ix_assignment_proposal_call_id_id", "call_id", "id"),)

    id: str = Field(primary_key=True)
    call_id: str
    status: str
    computed_at: datetime = Field(sa_type=MOMENT)
    computed_by: str
    best: bool
    seats: int
    filled: int
    fit: int
    lines: list[Any] = Field(sa_type=JSONB)
    accepted_at: datetime | None = Field(default=None, sa_type=MOMENT)
    accepted_by: str = ""
    changes: list[Any] = Field(sa_type=JSONB)

"""Funding combinations that were tried on the ranking of a call. Trying one decides nothing."""

from datetime import datetime
from typing import Any

from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.evaluation.models.row import MOMENT, Row


class CombinationRow(Row, table=True):
    """`explanation` holds what it was made of and what came of it. is_final: made on the ranking as it stands."""

    __tablename__ = "funding_combination"

    call_id: str = Field(primary_key=True)
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    is_final: bool
    explanation: dict[str, Any] = Field(sa_type=JSONB)
    officer_id: str
    made_at: datetime = Field(sa_type=MOMENT)

"""What all rows of this room have in common: one metadata, and the types of money, moments and sort keys."""

from sqlalchemy import DateTime, Numeric, Text
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from runtime.db import room_metadata

MOMENT = DateTime(timezone=True)
LIRA = Numeric(18, 2)
SORT_KEY = Text(collation="C")
"""A Turkish key (`grants.turkish`), which sorts byte by byte."""


class Row(SQLModel, registry=registry(metadata=room_metadata())):
    """A row of the application room's database."""

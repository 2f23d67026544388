"""What the room's tables have in common."""

from sqlalchemy import DateTime, Numeric
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from runtime.db import room_metadata

MOMENT = DateTime(timezone=True)
LIRA = Numeric(18, 2)


class Row(SQLModel, registry=registry(metadata=room_metadata())):
    """A row of this room's own database."""

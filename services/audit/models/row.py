"""What every table of the room stands on."""

from sqlalchemy import DateTime
from sqlalchemy.orm import registry
from sqlmodel import SQLModel

from runtime.db import room_metadata

MOMENT = DateTime(timezone=True)


class Row(SQLModel, registry=registry(metadata=room_metadata())):
    """A row of the audit room's database."""

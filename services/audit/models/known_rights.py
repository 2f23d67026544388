"""With which rights the rooms saw a person."""

from datetime import datetime

from sqlalchemy import Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class KnownRightsRow(Row, table=True):
    """What one event told; ids of events tell their order. See `domain.known_rights`."""

    __tablename__ = "known_rights"
    __table_args__ = (Index("ix_known_rights_person_id", "person_id", "event_id"),)

    event_id: str = Field(primary_key=True)
    about: str
    room: str
    person_id: str
    roles: list[str] = Field(sa_type=JSONB)
    organisation: str
    tax_number: str
    issuer: str
    issued_at: datetime | None = Field(default=None, sa_type=MOMENT)
    seen_at: datetime = Field(sa_type=MOMENT)
    added: list[str] = Field(sa_type=JSONB)
    gone: list[str] = Field(sa_type=JSONB)
    first: bool

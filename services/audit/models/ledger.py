"""The ledger, and where each chain ends. The database itself refuses to change them."""

from datetime import datetime

from sqlalchemy import BigInteger, Identity, Index
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class LedgerRow(Row, table=True):
    """One event. body: its canonical JSON, text, because JSONB would not keep the bytes. Never changed."""

    __tablename__ = "ledger"
    __table_args__ = (
        Index("uq_ledger_about", "about", "chain_index", unique=True),
        Index("uq_ledger_event_id", "event_id", unique=True),
        Index("ix_ledger_about_time", "about", "time", "place"),
        Index("ix_ledger_about_type", "about", "type"),
    )

    place: int | None = Field(
        default=None, primary_key=True, sa_type=BigInteger, sa_column_args=(Identity(always=True),)
    )
    about: str
    chain_index: int
    event_id: str
    type: str
    time: datetime = Field(sa_type=MOMENT)
    actor_id: str
    actor_role: str
    on_behalf_of: str = ""
    regime: str = ""
    application_id: str = ""
    body: str
    hash: str
    previous_hash: str
    recorded_at: datetime = Field(sa_type=MOMENT)


class ChainRow(Row, table=True):
    """How long the chain of a subject is and where it ends. It only grows, one record at a time."""

    __tablename__ = "chain"

    about: str = Field(primary_key=True)
    length: int
    head: str

"""The room's tables. Only the store reads and writes them; the database itself refuses to change the ledger."""

from datetime import datetime

from sqlalchemy import BigInteger, DateTime, Identity, Index, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from runtime.db import room_metadata

MOMENT = DateTime(timezone=True)


class Row(SQLModel, registry=registry(metadata=room_metadata())):
    """A row of the audit room's database."""


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


class FinishedRow(Row, table=True):
    """A file that came to its end, noted as its last event was heard; signed once an inspector looked through it."""

    __tablename__ = "finished"
    __table_args__ = (Index("ix_finished_unsigned", "ended_at", "about", postgresql_where=text("signed_at IS NULL")),)

    about: str = Field(primary_key=True)
    ending: str
    title: str = ""
    regime: str = ""
    ended_at: datetime = Field(sa_type=MOMENT)
    signed_by: str = ""
    signed_at: datetime | None = Field(default=None, sa_type=MOMENT)
    remark: str = ""

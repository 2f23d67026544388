"""The room's tables. Only the store reads and writes them."""

from datetime import datetime

from sqlalchemy import DateTime, Index, text
from sqlalchemy.orm import registry
from sqlmodel import Field, SQLModel

from runtime.db import room_metadata

MOMENT = DateTime(timezone=True)


class Row(SQLModel, registry=registry(metadata=room_metadata())):
    """A row of the notification room's database."""


class MailRow(Row, table=True):
    """One mail to one addressee.

    try_at: when to send it. sent_at: once it was handed on. refusal: why it never will be.
    """

    __tablename__ = "mail"
    __table_args__ = (
        Index("uq_mail_event_id", "event_id", "addressee", unique=True),
        Index("ix_mail_addressee", "addressee", "id"),
        Index("ix_mail_waiting", "try_at", "id", postgresql_where=text("sent_at IS NULL AND refusal = ''")),
    )

    id: str = Field(primary_key=True)
    event_id: str
    about: str
    addressee: str
    address: str
    subject: str
    text: str
    written_at: datetime = Field(sa_type=MOMENT)
    try_at: datetime = Field(sa_type=MOMENT)
    attempts: int = 0
    sent_at: datetime | None = Field(default=None, sa_type=MOMENT)
    refusal: str = ""
    path: str = "/"


class FileRow(Row, table=True):
    """Who coordinates a consortium or an application (the same id as its grant), and what people call it.

    representative_id: who acts beside the coordinator once it is a grant, as version `led_version` of its plan says.
    """

    __tablename__ = "file"

    id: str = Field(primary_key=True)
    coordinator_id: str
    name: str = ""
    representative_id: str = ""
    led_version: int = 0

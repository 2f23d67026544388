"""PostgreSQL: one engine a room, one transaction an act, and the tables of the plumbing."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    DateTime,
    Identity,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    event,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.exc import DisconnectionError
from sqlalchemy.ext.asyncio import AsyncSession, create_async_engine

NAMING = {
    "ix": "ix_%(column_0_label)s",
    "uq": "uq_%(table_name)s_%(column_0_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

plumbing = MetaData(naming_convention=NAMING)

outbox = Table(
    "outbox",
    plumbing,
    Column("id", Text, primary_key=True),
    Column("place", BigInteger, Identity(always=True), nullable=False),
    Column("address", Text, nullable=False),
    Column("about", Text, nullable=False),
    Column("body", Text, nullable=False),
    Column("told_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    Column("stream_place", BigInteger, nullable=True),
    Index("ix_outbox_waiting", "place", postgresql_where=text("stream_place IS NULL")),
    Index("ix_outbox_stream_place", "stream_place"),
)
"""Events told by this room. `stream_place` is where the bus put it; empty while it waits."""

inbox = Table(
    "inbox",
    plumbing,
    Column("event_id", Text, primary_key=True),
    Column("heard_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""Events this room has heard: an event heard twice is acted on once."""

answers = Table(
    "answers",
    plumbing,
    Column("key", Text, primary_key=True),
    Column("digest", Text, nullable=False),
    Column("status", Integer, nullable=False),
    Column("body", Text, nullable=False),
    Column("answered_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
)
"""What was answered to a write, by its key: the same key gets the same answer."""

rights_seen = Table(
    "rights_seen",
    plumbing,
    Column("person_id", Text, primary_key=True),
    Column("digest", Text, primary_key=True),
    Column("named", Text, nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
)
"""With which rights a person came to this room. `named`: them all, as a list in JSON; `issued_at`: of the token that
first showed them, since others were last shown. See `runtime.rights`."""

people = Table(
    "people",
    plumbing,
    Column("person_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("organisation", Text, nullable=False),
    Column("tax_number", Text, nullable=False),
    Column("roles", ARRAY(Text), nullable=False),
    Column("issued_at", BigInteger, nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Index("ix_people_roles", "roles", postgresql_using="gin"),
    Index("ix_people_tax_number", "tax_number"),
    Index("ix_people_organisation", "organisation"),
    Index("ix_people_seen_at", "seen_at"),
)
"""Who came to this room, as the token said last that was issued last. See `runtime.people`."""


def room_metadata() -> MetaData:
    """A fresh metadata for one room's rows, so that rooms in one process do not share tables."""
    return MetaData(naming_convention=NAMING)


class Database:
    """The room's own database."""

    def __init__(self, url: str, pool: int = 8) -> None:
        self.url = url
        self.engine = create_async_engine(url, pool_size=pool, max_overflow=pool, hide_parameters=True)
        event.listen(self.engine.sync_engine, "checkout", _refuse_closed)

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        """One transaction: committed when the block ends well, rolled back otherwise."""
        async with AsyncSession(self.engine, expire_on_commit=False) as session, session.begin():
            yield session

    async def answers_now(self) -> bool:
        """Whether the database answers."""
        async with self.engine.connect() as connection:
            return bool(await connection.scalar(text("SELECT true")))

    async def close(self) -> None:
        await self.engine.dispose()


def _refuse_closed(connection: Any, _record: object, _proxy: object) -> None:
    """A connection the server has closed is not used again: the pool makes a new one.

    asyncpg knows without asking; SQLAlchemy's own ping asks three times on each checkout.
    """
    if connection.driver_connection.is_closed():
        raise DisconnectionError("closed by the server")

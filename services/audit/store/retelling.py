"""What a room told, out of the ledger, in the order in which it was recorded."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from runtime.retelling import MOST_BYTES, Retold
from services.audit.models import LedgerRow, RecordRow
from services.audit.store.ledger import event_in
from services.audit.store.subject_keys import keys_of

WINDOW = 2_000
ERASED = "-"
"""Stands for who acted, where that was erased: an event without an actor is none."""


async def place_before(session: AsyncSession, event_id: str) -> int | None:
    """The place before the first event that was made after this one; None where none was."""
    later = select(col(RecordRow.place)).where(col(RecordRow.event_id) > event_id)
    found = await session.scalar(later.order_by(col(RecordRow.event_id)).limit(1))
    return None if found is None else found - 1


async def told_after(session: AsyncSession, room: str, types: Collection[str], after: int) -> Retold:
    """The next events of a room of these types, as far as one look and one answer reach."""
    places = select(col(RecordRow.place)).where(col(RecordRow.place) > after).order_by(col(RecordRow.place))
    window = list(await session.scalars(places.limit(WINDOW)))
    if not window:
        return Retold(after, goes_on=False, events=())
    query = (
        select(LedgerRow)
        .join(RecordRow, col(RecordRow.place) == col(LedgerRow.place))
        .where(col(LedgerRow.place).between(after + 1, window[-1]), col(RecordRow.room) == room)
        .where(col(LedgerRow.type).in_(types))
    )
    rows = (await session.scalars(query.order_by(col(LedgerRow.place)))).all()
    keys = await keys_of(session, {row.about for row in rows})
    events: list[bytes] = []
    size = 0
    for row in rows:
        event = event_in(row, keys)
        content = event.model_copy(update={"actorid": event.actorid or ERASED}).canonical() if event else b""
        if events and size + len(content) > MOST_BYTES:
            return Retold(row.place - 1, goes_on=True, events=events)
        if content:
            events.append(content)
            size += len(content)
    return Retold(window[-1], goes_on=True, events=events)

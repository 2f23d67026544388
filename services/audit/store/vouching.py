"""What the record has of a room's events, for a room that wants to let go of them; and how far each has."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.domain.vouching import Standing
from services.audit.models import OutboxMarkRow, RecordRow
from services.audit.store.copying import any_of


@dataclass(frozen=True, slots=True)
class OutboxMark:
    """See `OutboxMarkRow`."""

    last: str = ""
    chain_index: int = 0
    waits: int = 0


async def standing(session: AsyncSession, event_ids: Collection[str], size: int) -> dict[str, Standing]:
    """Of those that are recorded; size: how many records the last signed root covers."""
    columns = col(RecordRow.event_id), col(RecordRow.about), col(RecordRow.place)
    rows = await session.execute(select(*columns).where(col(RecordRow.event_id) == any_of(event_ids)))
    return {row.event_id: Standing(row.about, row.place <= size) for row in rows}


async def recorded_between(session: AsyncSession, room: str, after: str, last: str) -> list[str]:
    """The events of a room with ids after one and up to another, in their order."""
    event_id = col(RecordRow.event_id)
    query = select(event_id).where(event_id > after, event_id <= last, col(RecordRow.room) == room)
    return list((await session.scalars(query.order_by(event_id))).all())


async def outbox_mark(session: AsyncSession, room: str) -> OutboxMark:
    """How far a room's outbox is known to be pruned."""
    row = await session.get(OutboxMarkRow, room)
    return OutboxMark() if row is None else OutboxMark(row.last, row.chain_index, row.waits)


async def set_outbox_mark(session: AsyncSession, room: str, mark: OutboxMark) -> None:
    values = {"last": mark.last, "chain_index": mark.chain_index, "waits": mark.waits}
    query = insert(OutboxMarkRow).values(room=room, **values)
    await session.execute(query.on_conflict_do_update(index_elements=["room"], set_=values))


async def real_now(session: AsyncSession) -> datetime:
    """By the database's clock, which no programme turns."""
    now: datetime = (await session.scalars(select(func.now()))).one()
    return now

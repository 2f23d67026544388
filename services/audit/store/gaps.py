"""How far the outboxes were held against the ledger, and the gaps that were found."""

from collections.abc import Collection
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.domain.gaps import Gap, GapKind
from services.audit.models import GapRow, MarkRow, RecordRow
from services.audit.store.copying import put_in, table_of


async def mark(session: AsyncSession, room: str) -> tuple[str, datetime | None]:
    """Up to which event a room was looked through, and when that was; "" and None before the first time."""
    row = await session.get(MarkRow, room)
    return ("", None) if row is None else (row.event_id, row.swept_at)


async def set_mark(session: AsyncSession, room: str, event_id: str, now: datetime) -> None:
    values = {"event_id": event_id, "swept_at": now}
    query = insert(MarkRow).values(room=room, **values)
    await session.execute(query.on_conflict_do_update(index_elements=["room"], set_=values))


async def recorded(session: AsyncSession, event_ids: Collection[str]) -> set[str]:
    """Those of these events that the ledger has."""
    query = select(col(RecordRow.event_id)).where(col(RecordRow.event_id).in_(event_ids))
    return set((await session.scalars(query)).all())


async def recorded_after(session: AsyncSession, room: str, after: str, limit: int) -> dict[str, str]:
    """What the ledger has of a room after an event: what it is about, by id, in the order of ids."""
    event_id = col(RecordRow.event_id)
    query = select(event_id, col(RecordRow.about)).where(event_id > after, col(RecordRow.room) == room)
    rows = await session.execute(query.order_by(event_id).limit(limit))
    return {row.event_id: row.about for row in rows}


async def add(session: AsyncSession, gaps: Collection[Gap]) -> None:
    """Note gaps; one that is open stays as it is, one that was healed is open again."""
    statement = insert(table_of(GapRow))
    fresh = {name: statement.excluded[name] for name in Gap.__slots__ if name != "event_id"}
    healed = table_of(GapRow).c.healed_at.is_not(None)
    upsert = statement.on_conflict_do_update(index_elements=["event_id"], set_=fresh, where=healed)
    await put_in(session, upsert, [asdict(gap) for gap in gaps])


async def reported_gaps(session: AsyncSession, limit: int) -> list[Gap]:
    """Gaps that are not healed and people were told of, the oldest first."""
    query = select(GapRow).where(col(GapRow.healed_at).is_(None), col(GapRow.reported_at).is_not(None))
    rows = await session.scalars(query.order_by(col(GapRow.found_at), col(GapRow.event_id)).limit(limit))
    return [_gap(row) for row in rows]


async def page_of(session: AsyncSession, after: str | None, limit: int, room: str = "") -> list[Gap]:
    """Gaps that are not healed, by their events, of which the oldest comes first; those after one of them.

    room: whose alone.
    """
    query = select(GapRow).where(col(GapRow.healed_at).is_(None), col(GapRow.event_id) > (after or ""))
    if room:
        query = query.where(col(GapRow.room) == room)
    return [_gap(row) for row in await session.scalars(query.order_by(col(GapRow.event_id)).limit(limit))]


async def keep(session: AsyncSession, gap: Gap) -> None:
    """Note how a gap stands now."""
    row = await session.get_one(GapRow, gap.event_id)
    row.asked, row.reported_at, row.healed_at = gap.asked, gap.reported_at, gap.healed_at
    row.fields = list(gap.fields)
    await session.flush()


async def forget(session: AsyncSession, gap: Gap) -> None:
    """It was none: the event was on its way."""
    await session.execute(delete(GapRow).where(col(GapRow.event_id) == gap.event_id))


def _gap(row: GapRow) -> Gap:
    fields = {name: getattr(row, name) for name in Gap.__slots__}
    return Gap(**{**fields, "kind": GapKind(row.kind), "fields": tuple(row.fields)})

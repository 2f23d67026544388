"""All records by their places, keys and texts apart: whoever checks them sees what one has and the other has not."""

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.proof.chain import Link
from grants.proof.walking import Key
from services.audit.domain.openings import reveal
from services.audit.models import LedgerRow, RecordRow
from services.audit.store.ledger import link_of
from services.audit.store.subject_keys import keys_of

BEFORE_ALL = -(2**62)


@dataclass(frozen=True, slots=True)
class Stretch:
    """Everything that stands after one place, up to and with `until`. goes_on: whether more stands behind it."""

    keys: tuple[Key, ...]
    links: tuple[tuple[int, Link], ...]
    until: int
    goes_on: bool


async def stretch(session: AsyncSession, after: int, limit: int) -> Stretch:
    """The next keys and records in the order of places, about `limit` of each."""
    key, record = col(RecordRow.place), col(LedgerRow.place)
    keys = (await session.scalars(select(RecordRow).where(key > after).order_by(key).limit(limit))).all()
    until = keys[-1].place if len(keys) == limit else None
    query = select(LedgerRow).where(record > after).order_by(record)
    rows = (await session.scalars(query.where(record <= until) if until is not None else query.limit(limit))).all()
    if until is None and len(rows) == limit:
        until = rows[-1].place
    end = await session.scalar(select(func.max(RecordRow.place))) or 0
    rings = await keys_of(session, {row.about for row in rows})
    links = [(row.place, link_of(row, reveal(rings.get(row.about, {}), row.event_id, row.openings))) for row in rows]
    found = [Key(row.place, row.event_id, row.about, row.chain_index, row.hash) for row in keys]
    last = until if until is not None else max([end, *(place for place, _ in links)])
    return Stretch(
        tuple(one for one in found if one.place <= last),
        tuple(one for one in links if one[0] <= last),
        last,
        goes_on=until is not None,
    )

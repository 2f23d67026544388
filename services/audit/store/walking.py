"""All records by their places, keys and texts apart: whoever checks them sees what one has and the other has not."""

from dataclasses import dataclass

from sqlalchemy import ScalarSelect, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import Mapped
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
    """The next keys and records in the order of places, about `limit` of each.

    Records come while they are read: where the end is, is asked first, so that all up to it is there for each question.
    """
    key, record = col(RecordRow.place), col(LedgerRow.place)
    end = await session.scalar(select(func.greatest(_last(key), _last(record)))) or 0
    query = select(RecordRow).where(key > after, key <= end).order_by(key)
    keys = (await session.scalars(query.limit(limit))).all()
    until = keys[-1].place if len(keys) == limit else None
    texts = select(LedgerRow).where(record > after, record <= (end if until is None else until)).order_by(record)
    rows = (await session.scalars(texts if until is not None else texts.limit(limit))).all()
    if until is None and len(rows) == limit:
        until = rows[-1].place
    last = end if until is None else until
    rings = await keys_of(session, {row.about for row in rows})
    links = [(row.place, link_of(row, reveal(rings.get(row.about, {}), row.event_id, row.openings))) for row in rows]
    found = (Key(row.place, row.event_id, row.about, row.chain_index, row.hash) for row in keys if row.place <= last)
    return Stretch(tuple(found), tuple(links), last, goes_on=until is not None)


def _last(place: Mapped[int]) -> ScalarSelect[int]:
    return select(func.max(place)).scalar_subquery()

"""With which rights the rooms saw a person, in the database."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import distinct_on, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.domain.known_rights import KnownRights
from services.audit.domain.leads import CHANGED
from services.audit.models import KnownRightsRow, TraceRow
from services.audit.store.copying import any_of, put_in, row_of, table_of


async def keep(session: AsyncSession, found: Sequence[KnownRights]) -> None:
    await put_in(session, insert(table_of(KnownRightsRow)).on_conflict_do_nothing(), [row_of(one) for one in found])


async def last_of(session: AsyncSession, person_ids: Collection[str]) -> dict[str, KnownRights]:
    """The rights by the newest token of each of these people, whichever room saw it."""
    person = col(KnownRightsRow.person_id)
    query = (
        select(KnownRightsRow)
        .where(person == any_of(person_ids))
        .order_by(person, col(KnownRightsRow.issued_at).desc().nulls_last(), col(KnownRightsRow.event_id).desc())
        .ext(distinct_on(person))
    )
    return {row.person_id: _known(row) for row in await session.scalars(query)}


async def page(session: AsyncSession, person_id: str, after: str | None, limit: int) -> list[KnownRights]:
    """The newest first; of one person, or of all where none is named."""
    event_id = col(KnownRightsRow.event_id)
    query = select(KnownRightsRow).order_by(event_id.desc()).limit(limit)
    if person_id:
        query = query.where(col(KnownRightsRow.person_id) == person_id)
    if after:
        query = query.where(event_id < after)
    return [_known(row) for row in await session.scalars(query)]


async def forget(session: AsyncSession, until: datetime) -> int:
    """What was seen before a moment goes, with the traces of changes; how many rights that were."""
    await session.execute(delete(TraceRow).where(col(TraceRow.act) == CHANGED, col(TraceRow.at) < until))
    gone = delete(KnownRightsRow).where(col(KnownRightsRow.seen_at) < until).returning(col(KnownRightsRow.event_id))
    return len((await session.scalars(gone)).all())


def _known(row: KnownRightsRow) -> KnownRights:
    return KnownRights(**{name: getattr(row, name) for name in KnownRights.__slots__})

"""The keys of subjects in the database: made when a subject is first heard of, destroyed on erasure."""

import base64
from collections.abc import Collection
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.domain.openings import new_key
from services.audit.models import SubjectKeyRow

Keys = dict[str, bytes | None]
"""By subject; None where the key was destroyed."""


async def keys_of(session: AsyncSession, about: Collection[str]) -> Keys:
    """The keys there are."""
    query = select(SubjectKeyRow).where(col(SubjectKeyRow.about).in_(list(about)))
    return {row.about: base64.b64decode(row.key) if row.key else None for row in await session.scalars(query)}


async def keys_for_writing(session: AsyncSession, about: Collection[str], now: datetime) -> Keys:
    """The same, one made for each subject that has none. What is told after an erasure is not kept readable."""
    found = await keys_of(session, about)
    missing = sorted(set(about) - found.keys())
    if not missing:
        return found
    fresh = {one: new_key() for one in missing}
    rows = [
        {"about": one, "key": base64.b64encode(key).decode(), "made_at": now, "destroyed_by": "", "reason": ""}
        for one, key in fresh.items()
    ]
    await session.execute(insert(SubjectKeyRow).values(rows).on_conflict_do_nothing())
    return await keys_of(session, about)


async def destroy(session: AsyncSession, about: str, by: str, reason: str, now: datetime) -> bool:
    """Destroy the key of a subject; False where it was destroyed before, or never made."""
    query = select(SubjectKeyRow).where(col(SubjectKeyRow.about) == about, col(SubjectKeyRow.key) != "")
    row = await session.scalar(query.with_for_update())
    if row is None:
        return False
    row.key, row.destroyed_at, row.destroyed_by, row.reason = "", now, by, reason
    await session.flush()
    return True


async def destroyed_at(session: AsyncSession, about: str) -> datetime | None:
    """When the key of a subject was destroyed; None where it was not."""
    row = await session.get(SubjectKeyRow, about)
    return None if row is None else row.destroyed_at

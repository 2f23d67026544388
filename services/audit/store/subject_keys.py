"""The keys of subjects in the database: made when a subject is first heard of, destroyed on erasure.

What is of no file is written under a new key each year, so that it can go year by year.
"""

import base64
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ARRAY, String, all_, exists, false, literal, or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.domain.openings import Ring, SubjectKey, new_key, newest
from services.audit.models import LedgerRow, SubjectKeyRow
from services.audit.store.copying import any_of, copy_in
from services.audit.store.subjects import kept

A_YEAR = timedelta(days=365)
Keys = dict[str, Ring]
"""By subject."""


async def keys_of(session: AsyncSession, about: Collection[str]) -> Keys:
    """The keys there are; a subject without any has an empty ring."""
    return (await _found(session, about))[0]


async def _found(session: AsyncSession, about: Collection[str]) -> tuple[Keys, dict[str, datetime]]:
    """The keys there are, and when the newest of each subject was made."""
    row = SubjectKeyRow
    query = select(col(row.about), col(row.number), col(row.key), col(row.made_at))
    rings: dict[str, dict[int, SubjectKey]] = {one: {} for one in about}
    made: dict[str, datetime] = {}
    for subject, number, kept_as, made_at in await session.execute(query.where(col(row.about) == any_of(about))):
        rings[subject][number] = SubjectKey(number, base64.b64decode(kept_as) if kept_as else None)
        made[subject] = max(made_at, made.get(subject, made_at))
    return {**rings}, made


async def keys_for_writing(session: AsyncSession, about: Collection[str], now: datetime) -> dict[str, SubjectKey]:
    """The key each subject is written under; a new one where there is none, or the last was destroyed, or is a year old
    and no file, call or consortium holds it together with the rest.

    The ledger has one writer at a time: nobody else makes a key meanwhile.
    """
    found, made = await _found(session, about)
    over = await _over(session, {one for one, made_at in made.items() if made_at < now - A_YEAR})
    keys = {one: newest(ring) for one, ring in found.items() if one not in over}
    fresh = {
        one: SubjectKey(max(ring, default=0) + 1, new_key()) for one, ring in found.items() if keys.get(one) is None
    }
    await copy_in(session, SubjectKeyRow, [_row(one, key, now) for one, key in fresh.items()])
    return {one: key for one, key in keys.items() if key is not None} | fresh


def _row(about: str, key: SubjectKey, now: datetime) -> dict[str, Any]:
    secret = base64.b64encode(key.secret or b"").decode()
    return {"about": about, "number": key.number, "key": secret, "made_at": now, "destroyed_by": "", "reason": ""}


async def _over(session: AsyncSession, old: set[str]) -> frozenset[str]:
    """Of subjects whose newest key has served for a year, those that go year by year."""
    return frozenset(old - (await kept(session, old)).keys()) if old else frozenset()


async def destroy(session: AsyncSession, about: str, by: str, reason: str, now: datetime) -> int:
    """Destroy every key of a subject; how many were destroyed now."""
    query = select(SubjectKeyRow).where(col(SubjectKeyRow.about) == about, col(SubjectKeyRow.key) != "")
    rows = (await session.scalars(query.with_for_update())).all()
    for row in rows:
        row.key, row.destroyed_at, row.destroyed_by, row.reason = "", now, by, reason
    await session.flush()
    return len(rows)


async def is_in_use(session: AsyncSession, about: str, beside: Collection[str]) -> bool:
    """Whether anything personal stands under a key of a subject now. beside: kinds of events that do not count."""
    held = select(col(SubjectKeyRow.number)).where(col(SubjectKeyRow.about) == about, col(SubjectKeyRow.key) != "")
    numbers = (await session.scalars(held)).all()
    under = or_(false(), *(col(LedgerRow.openings).startswith(f"{number}:") for number in numbers))
    row = exists().where(
        col(LedgerRow.about) == about, under, col(LedgerRow.type) != all_(literal(sorted(beside), ARRAY(String)))
    )
    return bool(numbers) and bool(await session.scalar(select(row)))


async def destroyed_at(session: AsyncSession, about: str) -> datetime | None:
    """When keys of a subject were last destroyed; None where none was."""
    query = select(col(SubjectKeyRow.destroyed_at)).where(
        col(SubjectKeyRow.about) == about, col(SubjectKeyRow.destroyed_at).is_not(None)
    )
    found: datetime | None = await session.scalar(query.order_by(col(SubjectKeyRow.destroyed_at).desc()).limit(1))
    return found


async def with_payloads_left(session: AsyncSession) -> list[str]:
    """The subjects whose keys were destroyed, and those of what their workflows carried not yet, as far as is known."""
    query = select(col(SubjectKeyRow.about)).where(*_LEFT).distinct()
    return sorted((await session.scalars(query)).all())


async def payloads_erased(session: AsyncSession, about: str, now: datetime) -> bool:
    """Note that those are destroyed, too; False where somebody else has."""
    query = update(SubjectKeyRow).where(col(SubjectKeyRow.about) == about, *_LEFT).values(payloads_erased_at=now)
    return bool((await session.scalars(query.returning(col(SubjectKeyRow.number)))).all())


_LEFT = col(SubjectKeyRow.destroyed_at).is_not(None), col(SubjectKeyRow.payloads_erased_at).is_(None)

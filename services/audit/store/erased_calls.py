"""Calls whose every application was erased, in the database."""

from datetime import datetime

from sqlalchemy import func, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.models import SubjectKeyRow, WatchRow


async def waiting(session: AsyncSession) -> list[str]:
    """The calls that nothing keeps any more, and of whose own keys it is not noted that they are destroyed."""
    return list((await session.scalars(_WAITING)).all())


async def erased(session: AsyncSession, call_id: str, now: datetime) -> int:
    """Note that they are destroyed; how many applications the call had, zero where somebody else has noted it."""
    query = update(SubjectKeyRow).where(
        col(SubjectKeyRow.about) == call_id, col(SubjectKeyRow.payloads_erased_at).is_(None)
    )
    noted = await session.scalars(query.values(payloads_erased_at=now).returning(col(SubjectKeyRow.number)))
    if not noted.all():
        return 0
    of_call = (col(WatchRow.call_id) == call_id, col(WatchRow.call_id) != "")
    return await session.scalar(select(func.count(col(WatchRow.about).distinct())).where(*of_call)) or 0


_WAITING = text(
    """
    WITH RECURSIVE calls (call_id) AS (
        (SELECT call_id FROM watch WHERE call_id <> '' ORDER BY call_id LIMIT 1)
        UNION ALL
        SELECT (
            SELECT watch.call_id FROM watch
            WHERE watch.call_id > calls.call_id AND watch.call_id <> '' ORDER BY watch.call_id LIMIT 1
        )
        FROM calls WHERE calls.call_id IS NOT NULL
    )
    SELECT call_id FROM calls
    WHERE call_id IS NOT NULL
    AND NOT EXISTS (
        SELECT FROM watch WHERE watch.call_id = calls.call_id AND watch.call_id <> '' AND NOT EXISTS (
            SELECT FROM subject_key WHERE subject_key.about = watch.about AND payloads_erased_at IS NOT NULL
        )
    )
    AND NOT EXISTS (
        SELECT FROM case_file WHERE case_file.call_id = calls.call_id AND NOT EXISTS (
            SELECT FROM subject_key WHERE subject_key.about = case_file.about AND payloads_erased_at IS NOT NULL
        )
    )
    AND NOT EXISTS (
        SELECT FROM subject_key WHERE subject_key.about = calls.call_id AND payloads_erased_at IS NOT NULL
    )
    """
)
"""From call to call by the index, and of each as far as to the first file that is kept: an application that was
submitted to it, or a grant taken over from paper."""

"""What happened to a grant, kept for its page."""

from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitoring.domain.records import Happening
from services.monitoring.store.tables import HISTORY


async def add(session: AsyncSession, grant_id: str, happenings: list[Happening]) -> None:
    rows: list[dict[str, Any]] = [
        {
            "id": one.id,
            "grant_id": grant_id,
            "at": one.at,
            "act": one.act,
            "actor_id": one.actor_id,
            "actor_role": one.actor_role,
            "details": one.details,
        }
        for one in happenings
    ]
    if rows:
        await session.execute(insert(HISTORY), rows)


async def latest(session: AsyncSession, grant_id: str, limit: int) -> list[Happening]:
    """The newest first."""
    query = select(HISTORY).where(HISTORY.c.grant_id == grant_id).order_by(HISTORY.c.id.desc()).limit(limit)
    rows = await session.execute(query)
    return [Happening(row.at, row.act, row.actor_id, row.actor_role, row.details, row.id) for row in rows]

"""Who was selected or put in reserve, and the reserve of a call. Asked for with the committee locked."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.selection import Reserve, Selection
from services.evaluation.models.selections import ReserveRow, SelectionRow
from services.evaluation.store.rows import many, one, save


async def selections(session: AsyncSession, call_id: str) -> tuple[Selection, ...]:
    """In the order of the ranking."""
    query = select(SelectionRow).where(col(SelectionRow.call_id) == call_id)
    return await many(session, query.order_by(col(SelectionRow.place)), Selection)


async def save_selections(session: AsyncSession, records: Iterable[Selection]) -> None:
    for record in records:
        await save(session, SelectionRow, record)


async def reserve(session: AsyncSession, call_id: str) -> Reserve | None:
    return await one(session, select(ReserveRow).where(col(ReserveRow.call_id) == call_id), Reserve)


async def save_reserve(session: AsyncSession, record: Reserve) -> None:
    await save(session, ReserveRow, record)

"""Funding combinations of a call, in the order they were made."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.combining import Tried
from services.evaluation.models.combinations import CombinationRow
from services.evaluation.store.rows import many, one, save


async def next_number(session: AsyncSession, call_id: str) -> int:
    """Asked for with the committee locked, so that no two get the same."""
    highest = select(func.max(col(CombinationRow.number))).where(col(CombinationRow.call_id) == call_id)
    return (await session.scalar(highest) or 0) + 1


async def save_combination(session: AsyncSession, record: Tried) -> None:
    await save(session, CombinationRow, record)


async def combination(session: AsyncSession, call_id: str, number: int) -> Tried | None:
    query = select(CombinationRow).where(col(CombinationRow.call_id) == call_id, col(CombinationRow.number) == number)
    return await one(session, query, Tried)


async def combinations(
    session: AsyncSession, call_id: str, after: int, limit: int, *, final_only: bool
) -> tuple[Tried, ...]:
    """Those with a number above `after`, oldest first."""
    query = select(CombinationRow).where(col(CombinationRow.call_id) == call_id, col(CombinationRow.number) > after)
    if final_only:
        query = query.where(col(CombinationRow.is_final))
    return await many(session, query.order_by(col(CombinationRow.number)).limit(limit), Tried)

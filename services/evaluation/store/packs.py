"""Approval packs of a call and the opinions on them. Changed with the committee locked."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.packs import Opinion, Pack, PackStatus
from services.evaluation.domain.selection import SelectionState
from services.evaluation.models import CommitteeMemberRow
from services.evaluation.models.packs import PackOpinionRow, PackRow
from services.evaluation.models.selections import SelectionRow
from services.evaluation.store.rows import many, one, save


async def packs(session: AsyncSession, call_id: str) -> tuple[Pack, ...]:
    """In the order they were opened."""
    query = select(PackRow).where(col(PackRow.call_id) == call_id).order_by(col(PackRow.number))
    return await many(session, query, Pack)


async def pack(session: AsyncSession, call_id: str, number: int) -> Pack | None:
    query = select(PackRow).where(col(PackRow.call_id) == call_id, col(PackRow.number) == number)
    return await one(session, query, Pack)


async def save_pack(session: AsyncSession, record: Pack) -> None:
    await save(session, PackRow, record)


async def open_packs(session: AsyncSession, limit: int) -> tuple[Pack, ...]:
    """The packs that wait for opinions or to be closed."""
    query = select(PackRow).where(col(PackRow.status) == PackStatus.OPEN).order_by(col(PackRow.call_id))
    return await many(session, query.limit(limit), Pack)


async def open_packs_of(session: AsyncSession, person_id: str, limit: int) -> tuple[Pack, ...]:
    """The open packs of committees on which this person sits."""
    seats = select(col(CommitteeMemberRow.call_id)).where(col(CommitteeMemberRow.person_id) == person_id)
    query = select(PackRow).where(col(PackRow.status) == PackStatus.OPEN, col(PackRow.call_id).in_(seats))
    return await many(session, query.order_by(col(PackRow.call_id)).limit(limit), Pack)


async def calls_without(session: AsyncSession, limit: int) -> tuple[str, ...]:
    """The calls in which somebody selected has no contract yet, and which have no pack."""
    key = col(SelectionRow.call_id)
    awaited = select(key).where(col(SelectionRow.state) == SelectionState.WINNER)
    query = awaited.where(key.not_in(select(col(PackRow.call_id)))).distinct().order_by(key)
    return tuple((await session.scalars(query.limit(limit))).all())


async def calls_outdated(session: AsyncSession, limit: int) -> tuple[str, ...]:
    """The calls in which somebody has moved up from the reserve after the newest pack was opened."""
    newest = select(func.max(col(PackRow.opened_at))).where(col(PackRow.call_id) == col(SelectionRow.call_id))
    key = col(SelectionRow.call_id)
    moved = select(key).where(col(SelectionRow.state) == SelectionState.WINNER)
    query = moved.where(col(SelectionRow.moved_at) > newest.scalar_subquery()).distinct().order_by(key)
    return tuple((await session.scalars(query.limit(limit))).all())


async def opinions(session: AsyncSession, call_id: str, number: int) -> tuple[Opinion, ...]:
    row = PackOpinionRow
    query = select(row).where(col(row.call_id) == call_id, col(row.number) == number)
    return await many(session, query.order_by(col(row.given_at), col(row.person_id)), Opinion)


async def save_opinion(session: AsyncSession, record: Opinion) -> None:
    await save(session, PackOpinionRow, record)

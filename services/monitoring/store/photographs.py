"""Photographs of visits; their bytes lie in the document store."""

from dataclasses import asdict

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from services.monitoring.domain.risk_facts import Photograph
from services.monitoring.store.tables import PHOTOGRAPH


async def keep(session: AsyncSession, photograph: Photograph) -> bool:
    """Whether it is new: the same bytes of one visit are kept once."""
    statement = insert(PHOTOGRAPH).values(**asdict(photograph)).on_conflict_do_nothing()
    kept = await session.scalar(statement.returning(PHOTOGRAPH.c.document))
    return kept is not None


async def count_of(session: AsyncSession, visit_id: str) -> int:
    query = select(func.count()).select_from(PHOTOGRAPH).where(PHOTOGRAPH.c.visit_id == visit_id)
    return await session.scalar(query) or 0


async def of_grant(session: AsyncSession, grant_id: str) -> list[Photograph]:
    """Those of every visit, in the order in which they were taken."""
    query = select(PHOTOGRAPH).where(PHOTOGRAPH.c.grant_id == grant_id).order_by(PHOTOGRAPH.c.taken_at)
    return [Photograph(**row) for row in (await session.execute(query)).mappings()]


async def one(session: AsyncSession, visit_id: str, document: str) -> Photograph | None:
    query = select(PHOTOGRAPH).where(PHOTOGRAPH.c.visit_id == visit_id, PHOTOGRAPH.c.document == document)
    row = (await session.execute(query)).mappings().first()
    return None if row is None else Photograph(**row)

"""Files that came to their end, and whether an inspector has signed them off."""

from datetime import datetime

from sqlalchemy import func, not_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.domain.endings import Finished
from services.audit.models import FinishedRow, SubjectKeyRow
from services.audit.store.barred import is_finished


async def add(session: AsyncSession, file: Finished) -> None:
    """Note the end of a file, the first time it is heard."""
    values = {name: getattr(file, name) for name in Finished.__slots__}
    await session.execute(insert(FinishedRow).values(values).on_conflict_do_nothing())


async def held(session: AsyncSession, about: str) -> Finished | None:
    """A finished file, held until the transaction ends; None where the file goes on."""
    row = await session.scalar(select(FinishedRow).where(col(FinishedRow.about) == about).with_for_update())
    return None if row is None else _file(row)


async def sign(session: AsyncSession, file: Finished) -> None:
    signed = {"signed_by": file.signed_by, "signed_at": file.signed_at, "remark": file.remark}
    await session.execute(update(FinishedRow).where(col(FinishedRow.about) == file.about).values(signed))


async def finished(session: AsyncSession, after: str | None, limit: int) -> list[tuple[Finished, datetime | None]]:
    """Finished files by id, and when what is personal in each was erased last."""
    erased = (
        select(func.max(col(SubjectKeyRow.destroyed_at)))
        .where(col(SubjectKeyRow.about) == col(FinishedRow.about))
        .scalar_subquery()
    )
    query = select(FinishedRow, erased).order_by(col(FinishedRow.about)).limit(limit)
    if after:
        query = query.where(col(FinishedRow.about) > after)
    return [(_file(row), at) for row, at in await session.execute(query)]


async def unsigned(session: AsyncSession, person_id: str, limit: int) -> list[Finished]:
    """Those nobody has signed off and the person is not kept from, the longest ended first."""
    query = select(FinishedRow).where(col(FinishedRow.signed_at).is_(None), not_(is_finished(person_id)))
    rows = await session.scalars(query.order_by(col(FinishedRow.ended_at), col(FinishedRow.about)).limit(limit))
    return [_file(row) for row in rows]


def _file(row: FinishedRow) -> Finished:
    return Finished(**{name: getattr(row, name) for name in Finished.__slots__})

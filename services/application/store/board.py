"""Presentations and the board's points in the database."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.values import ApplicationId, CallId
from services.application.domain.board import BoardPoint, Presentation
from services.application.models import BoardPointsRow, PresentationRow


async def presentation(session: AsyncSession, application_id: str) -> Presentation | None:
    """When the application is presented, if a session was called for it."""
    row = await session.get(PresentationRow, application_id)
    return None if row is None else _record(row)


async def of_session(session: AsyncSession, call_id: str, number: int) -> tuple[Presentation, ...]:
    """Every presentation of a session, by application."""
    query = select(PresentationRow).where(col(PresentationRow.call_id) == call_id)
    query = query.where(col(PresentationRow.session) == number).order_by(col(PresentationRow.application_id))
    return tuple(_record(row) for row in await session.scalars(query))


async def put(session: AsyncSession, one: Presentation) -> None:
    await session.merge(PresentationRow(**asdict(one)))
    await session.flush()


async def drop(session: AsyncSession, application_id: str) -> None:
    row = await session.get(PresentationRow, application_id)
    if row is not None:
        await session.delete(row)
        await session.flush()


async def keep_points(session: AsyncSession, application_id: str, points: Sequence[BoardPoint]) -> None:
    """Remember what is to be raised; the first stays."""
    if await session.get(BoardPointsRow, application_id) is None:
        session.add(BoardPointsRow(application_id=application_id, points=[asdict(one) for one in points]))
        await session.flush()


async def take_points(session: AsyncSession, application_id: str) -> tuple[BoardPoint, ...]:
    """What is to be raised now; it is asked for once."""
    row = await session.get(BoardPointsRow, application_id)
    if row is None or row.raised:
        return ()
    row.raised = True
    await session.flush()
    return tuple(BoardPoint(**one) for one in row.points)


def _record(row: PresentationRow) -> Presentation:
    return Presentation(
        application_id=ApplicationId(row.application_id),
        call_id=CallId(row.call_id),
        session=row.session,
        starts_at=row.starts_at,
        minutes=row.minutes,
        place=row.place,
    )

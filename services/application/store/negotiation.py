"""The points of a negotiation in the database."""

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.values import ApplicationId, PersonId
from services.application.domain.records import PointRecord
from services.application.models import PointRow
from services.application.store.reading import missing


async def points(session: AsyncSession, application_id: str) -> tuple[PointRecord, ...]:
    """All points of an application, in the order they were raised."""
    query = select(PointRow).where(col(PointRow.application_id) == application_id).order_by(col(PointRow.id))
    return tuple(_record(row) for row in await session.scalars(query))


async def find(session: AsyncSession, application_id: str, point_id: str) -> PointRecord:
    """One point of this application. Raises NotFound."""
    row = await session.get(PointRow, point_id)
    if row is None or row.application_id != application_id:
        raise missing("point", point_id)
    return _record(row)


async def put(session: AsyncSession, point: PointRecord) -> None:
    """Write a point, new or answered."""
    await session.merge(
        PointRow(
            id=point.id,
            application_id=point.application_id,
            round=point.round,
            title=point.title,
            text=point.text,
            item=point.item,
            plan_version=point.plan_version,
            raised_by=point.raised_by,
            raised_at=point.raised_at,
            answer=point.answer,
            answered_by=point.answered_by,
            answered_at=point.answered_at,
        )
    )
    await session.flush()


def _record(row: PointRow) -> PointRecord:
    return PointRecord(
        id=row.id,
        application_id=ApplicationId(row.application_id),
        round=row.round,
        title=row.title,
        text=row.text,
        item=row.item,
        plan_version=row.plan_version,
        raised_by=PersonId(row.raised_by),
        raised_at=row.raised_at,
        answer=row.answer,
        answered_by=PersonId(row.answered_by) if row.answered_by else None,
        answered_at=row.answered_at,
    )

"""Papers of an application in the database; their bytes lie in the document store."""

from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.values import ApplicationId, PersonId
from services.application.domain.papers import PaperRecord
from services.application.models import PaperRow
from services.application.store.reading import missing


async def of_application(session: AsyncSession, application_id: ApplicationId) -> tuple[PaperRecord, ...]:
    """Every paper of it, in the order in which they were kept."""
    query = select(PaperRow).where(col(PaperRow.application_id) == application_id)
    rows = await session.scalars(query.order_by(col(PaperRow.kept_at), col(PaperRow.document)))
    return tuple(_record(row) for row in rows)


async def find(session: AsyncSession, application_id: str, document: str) -> PaperRecord:
    """Raises NotFound."""
    row = await session.get(PaperRow, (application_id, document), populate_existing=True)
    if row is None:
        raise missing("paper", document)
    return _record(row)


async def add(session: AsyncSession, paper: PaperRecord) -> bool:
    """Whether it is new: the same bytes are kept once of an application."""
    statement = insert(PaperRow).values(asdict(paper)).on_conflict_do_nothing()
    return (await session.scalar(statement.returning(col(PaperRow.document)))) is not None


async def take_back(session: AsyncSession, paper: PaperRecord) -> None:
    own = (col(PaperRow.application_id) == paper.application_id, col(PaperRow.document) == paper.document)
    await session.execute(delete(PaperRow).where(*own))


async def hand_in(session: AsyncSession, application_id: ApplicationId, now: datetime) -> tuple[PaperRecord, ...]:
    """Those that were kept and not yet handed in; they are from now on."""
    kept = [one for one in await of_application(session, application_id) if one.handed_in_at is None]
    still = (col(PaperRow.application_id) == application_id, col(PaperRow.handed_in_at).is_(None))
    await session.execute(update(PaperRow).where(*still).values(handed_in_at=now))
    return tuple(replace(one, handed_in_at=now) for one in kept)


def _record(row: PaperRow) -> PaperRecord:
    return PaperRecord(
        application_id=ApplicationId(row.application_id),
        document=row.document,
        kind=row.kind,
        title=row.title,
        media_type=row.media_type,
        size=row.size,
        kept_by=PersonId(row.kept_by),
        kept_at=row.kept_at,
        handed_in_at=row.handed_in_at,
    )

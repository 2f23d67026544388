"""The archive in the database: manifests of runs, and the workflows that are watched for more."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import exists, func, or_, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.proof.archive import Archived, Manifest
from grants.proof.chain import Position
from services.audit.domain.watching import FileOfCall, Watch
from services.audit.models import ArchivedRunRow, RecordRow, WatchRow
from services.audit.store.copying import put_in, row_of, table_of

Span = tuple[datetime, datetime]
"""From the first moment until before the second."""


async def watch(session: AsyncSession, begun: Sequence[Watch]) -> None:
    """Look for the runs of workflows from now on, also where one had ended before: it was begun again."""
    rows = [{**row_of(one), "place": 0, "is_over": False} for one in begun]
    query = insert(table_of(WatchRow))
    await put_in(session, query.on_conflict_do_update(index_elements=["workflow_id"], set_={"is_over": False}), rows)


async def is_archived(session: AsyncSession, run_id: str) -> bool:
    return await session.get(ArchivedRunRow, run_id) is not None


async def due(session: AsyncSession, before: datetime, limit: int) -> list[Watch]:
    """Workflows of files about which something was recorded since they were looked at, or was not since `before`."""
    newer = exists().where(col(RecordRow.about) == col(WatchRow.about), col(RecordRow.place) > col(WatchRow.place))
    looked_at = col(WatchRow.looked_at)
    query = (
        select(WatchRow)
        .where(~col(WatchRow.is_over), or_(looked_at.is_(None), looked_at < before, newer))
        .order_by(looked_at.nulls_first(), col(WatchRow.workflow_id))
        .limit(limit)
    )
    return [Watch(row.workflow_id, row.about, row.place) for row in await session.scalars(query)]


async def looked(session: AsyncSession, watch_: Watch, now: datetime, *, is_over: bool) -> None:
    query = update(WatchRow).where(col(WatchRow.workflow_id) == watch_.workflow_id)
    await session.execute(query.values(place=watch_.place, looked_at=now, is_over=is_over))


async def not_over(session: AsyncSession, about: str) -> list[str]:
    """The workflows of a file of which more runs may come."""
    query = select(col(WatchRow.workflow_id)).where(col(WatchRow.about) == about, ~col(WatchRow.is_over))
    return list((await session.scalars(query)).all())


async def known(session: AsyncSession, workflow_id: str) -> list[Manifest]:
    """The archived runs of a workflow, the first first."""
    query = select(col(ArchivedRunRow.manifest)).where(col(ArchivedRunRow.workflow_id) == workflow_id)
    rows = await session.scalars(query.order_by(col(ArchivedRunRow.volume)))
    return [Manifest.model_validate_json(one) for one in rows]


async def end_of(session: AsyncSession, about: str) -> Position:
    """Where the chain of a file's runs ends."""
    query = select(ArchivedRunRow).where(col(ArchivedRunRow.about) == about)
    row = await session.scalar(query.order_by(col(ArchivedRunRow.archive_index).desc()).limit(1))
    return Position() if row is None else Position(row.archive_index, row.hash)


async def add(session: AsyncSession, manifest: Manifest, archived: Archived, now: datetime) -> None:
    told = manifest.model_dump(
        include={"run_id", "workflow_id", "about", "archive_index", "volume", "document", "content"}
    )
    session.add(ArchivedRunRow(**told, **archived.model_dump(), archived_at=now))
    await session.flush()


async def archived(session: AsyncSession, about: str, after: int, limit: int) -> list[Archived]:
    """The runs of a file, in the order of its chain."""
    query = select(ArchivedRunRow).where(col(ArchivedRunRow.about) == about, col(ArchivedRunRow.archive_index) > after)
    rows = await session.scalars(query.order_by(col(ArchivedRunRow.archive_index)).limit(limit))
    return [Archived(manifest=row.manifest, hash=row.hash, previous_hash=row.previous_hash) for row in rows]


async def document_of(session: AsyncSession, about: str, run_id: str) -> str | None:
    """The name of the document with a run's history; None where the file has no such run."""
    query = select(col(ArchivedRunRow.document)).where(
        col(ArchivedRunRow.run_id) == run_id, col(ArchivedRunRow.about) == about
    )
    found: str | None = await session.scalar(query)
    return found


async def kept_runs(session: AsyncSession, after: str, limit: int) -> list[tuple[str, str, str, datetime]]:
    """Id, file, document and moment of archived runs, by id."""
    run_id, row = col(ArchivedRunRow.run_id), ArchivedRunRow
    query = select(run_id, col(row.about), col(row.document), col(row.archived_at)).where(run_id > after)
    rows = await session.execute(query.order_by(run_id).limit(limit))
    return [(name, about, document, at) for name, about, document, at in rows]


async def place(session: AsyncSession) -> int:
    """How far the ledger is."""
    return await session.scalar(select(func.max(col(RecordRow.place)))) or 0


async def files(session: AsyncSession, call_id: str, span: Span | None, after: str, limit: int) -> list[FileOfCall]:
    """Applications of a call, or of those submitted within a span of time, by id."""
    query = select(WatchRow).where(col(WatchRow.call_id) != "", col(WatchRow.about) > after)
    if call_id:
        query = query.where(col(WatchRow.call_id) == call_id)
    if span is not None:
        query = query.where(col(WatchRow.begun_at) >= span[0], col(WatchRow.begun_at) < span[1])
    rows = await session.scalars(query.order_by(col(WatchRow.about)).limit(limit))
    return [FileOfCall(row.about, row.call_id, row.begun_at) for row in rows if row.begun_at]

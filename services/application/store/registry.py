"""The cluster registry in the database."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, select, tuple_
from sqlalchemy.dialects.postgresql import insert as upsert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.turkish import turkish_key
from services.application.domain.inventory import Cluster, Stage
from services.application.domain.records import ClusterRecord
from services.application.models import ClusterRow
from services.application.store.reading import Page, Span, page

_LONGEST_NUMBER = 4


@dataclass(frozen=True, slots=True)
class Filter:
    """Which clusters: of a province, of a stage, whose name holds these letters."""

    province: str | None = None
    stage: Stage | None = None
    letters: str = ""


async def find(session: AsyncSession, no: int) -> ClusterRecord | None:
    """The cluster of this number, if there is one."""
    row = await session.get(ClusterRow, no)
    return None if row is None else _record(row)


async def replace_all(session: AsyncSession, clusters: Sequence[Cluster]) -> None:
    """Put these in place of what the registry held. A cluster keeps its number; consortia may point to it."""
    rows = [
        {
            "no": cluster.no,
            "name": cluster.name,
            "name_key": turkish_key(cluster.name),
            "province": cluster.province,
            "stage": cluster.stage.value,
        }
        for cluster in clusters
    ]
    numbers = [cluster.no for cluster in clusters]
    await session.execute(delete(ClusterRow).where(col(ClusterRow.no).not_in(numbers)))
    query = upsert(ClusterRow)
    changed = {name: query.excluded[name] for name in ("name", "name_key", "province", "stage")}
    await session.execute(query.on_conflict_do_update(index_elements=["no"], set_=changed), rows)


async def counts(session: AsyncSession) -> dict[Stage, int]:
    """How many clusters stand at each stage."""
    query = select(col(ClusterRow.stage), func.count()).group_by(col(ClusterRow.stage))
    return {Stage(stage): count for stage, count in (await session.execute(query)).all()}


async def listed(session: AsyncSession, wanted: Filter, span: Span) -> Page[ClusterRecord]:
    """Clusters in Turkish order of their names. `span.after`: number of a cluster of the list."""
    query = select(ClusterRow)
    if wanted.province:
        query = query.where(col(ClusterRow.province) == wanted.province)
    if wanted.stage:
        query = query.where(col(ClusterRow.stage) == wanted.stage.value)
    if wanted.letters.strip():
        query = query.where(col(ClusterRow.name_key).contains(turkish_key(wanted.letters), autoescape=True))
    last = await _of_key(session, span.after)
    if last is not None:
        place = tuple_(col(ClusterRow.name_key), col(ClusterRow.no))
        query = query.where(place > tuple_(last.name_key, last.no))
    query = query.order_by(col(ClusterRow.name_key), col(ClusterRow.no)).limit(span.limit + 1)
    return page((await session.scalars(query)).all(), span, _record, lambda row: str(row.no))


async def _of_key(session: AsyncSession, key: str | None) -> ClusterRow | None:
    if not key or not key.isdecimal() or len(key) > _LONGEST_NUMBER:
        return None
    return await session.get(ClusterRow, int(key))


def _record(row: ClusterRow) -> ClusterRecord:
    return ClusterRecord(no=row.no, name=row.name, province=row.province, stage=Stage(row.stage))

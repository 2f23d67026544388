"""Consortia and their members in the database."""

from collections.abc import Sequence

from sqlalchemy import delete, exists, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.regimes.words import MemberKind
from grants.values import ConsortiumId, PersonId
from services.application.domain.records import ConsortiumRecord, MemberRecord
from services.application.models import ConsortiumRow, MemberRow
from services.application.store.reading import Page, Span, missing


async def find(session: AsyncSession, consortium_id: str) -> ConsortiumRecord:
    """A consortium with its members. Raises NotFound."""
    return await _complete(session, await _row(session, consortium_id))


async def locked(session: AsyncSession, consortium_id: str) -> ConsortiumRecord:
    """A consortium with its members, held for this transaction. Raises NotFound."""
    return await _complete(session, await _row(session, consortium_id, lock=True))


async def add(session: AsyncSession, consortium: ConsortiumRecord) -> None:
    session.add(
        ConsortiumRow(
            id=consortium.id,
            name=consortium.name,
            cluster_no=consortium.cluster_no,
            provinces=list(consortium.provinces),
            geography_has_chamber_of_industry=consortium.geography_has_chamber_of_industry,
            nace=consortium.nace,
            coordinator_id=consortium.coordinator_id,
            created_at=consortium.created_at,
        )
    )
    await session.flush()
    await _write_members(session, consortium.id, consortium.members)


async def replace_members(session: AsyncSession, consortium_id: str, members: Sequence[MemberRecord]) -> None:
    """Put this list in place of the members written before."""
    await session.execute(delete(MemberRow).where(col(MemberRow.consortium_id) == consortium_id))
    await _write_members(session, consortium_id, members)


async def listed_of(session: AsyncSession, coordinator_id: str, span: Span) -> Page[ConsortiumRecord]:
    """The consortia of a coordinator, the newest first, with their members."""
    query = select(ConsortiumRow).where(col(ConsortiumRow.coordinator_id) == coordinator_id)
    if span.after:
        query = query.where(col(ConsortiumRow.id) < span.after)
    rows = (await session.scalars(query.order_by(col(ConsortiumRow.id).desc()).limit(span.limit + 1))).all()
    shown = rows[: span.limit]
    entries = [await _complete(session, row) for row in shown]
    return Page(tuple(entries), shown[-1].id if len(rows) > span.limit else None)


async def has_member(session: AsyncSession, consortium_id: str, tax_number: str) -> bool:
    """Whether a body of this tax number is among the members."""
    is_member = exists().where(col(MemberRow.consortium_id) == consortium_id, col(MemberRow.tax_number) == tax_number)
    return bool(await session.scalar(select(is_member)))


async def _row(session: AsyncSession, consortium_id: str, *, lock: bool = False) -> ConsortiumRow:
    query = select(ConsortiumRow).where(col(ConsortiumRow.id) == consortium_id)
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    row = await session.scalar(query)
    if row is None:
        raise missing("consortium", consortium_id)
    return row


async def _write_members(session: AsyncSession, consortium_id: str, members: Sequence[MemberRecord]) -> None:
    rows = [
        {
            "consortium_id": consortium_id,
            "place": place,
            "name": member.name,
            "kind": member.kind.value,
            "tax_number": member.tax_number,
            "province": member.province,
            "nace": member.nace,
            "commits": member.commits,
            "in_main_field": member.in_main_field,
        }
        for place, member in enumerate(members)
    ]
    if rows:
        await session.execute(insert(MemberRow), rows)


async def _complete(session: AsyncSession, row: ConsortiumRow) -> ConsortiumRecord:
    query = select(MemberRow).where(col(MemberRow.consortium_id) == row.id).order_by(col(MemberRow.place))
    members = await session.scalars(query.execution_options(populate_existing=True))
    return ConsortiumRecord(
        id=ConsortiumId(row.id),
        name=row.name,
        cluster_no=row.cluster_no,
        provinces=tuple(row.provinces),
        geography_has_chamber_of_industry=row.geography_has_chamber_of_industry,
        nace=row.nace,
        coordinator_id=PersonId(row.coordinator_id),
        members=tuple(_member(member) for member in members),
        created_at=row.created_at,
    )


def _member(row: MemberRow) -> MemberRecord:
    return MemberRecord(
        name=row.name,
        kind=MemberKind(row.kind),
        tax_number=row.tax_number,
        province=row.province,
        nace=row.nace,
        commits=row.commits,
        in_main_field=row.in_main_field,
    )

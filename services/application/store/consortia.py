"""Consortia and their members in the database."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import and_, delete, exists, insert, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.regimes.words import MemberKind
from grants.values import ConsortiumId, PersonId
from services.application.domain.records import ConsortiumRecord, MemberRecord
from services.application.models import ConfirmationRow, ConsortiumRow, MemberRow
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
    """Put this list in place of the members written before; what those confirmed who left goes with them."""
    await session.execute(delete(MemberRow).where(col(MemberRow.consortium_id) == consortium_id))
    await _write_members(session, consortium_id, members)
    left = col(ConfirmationRow.tax_number).not_in([member.tax_number for member in members])
    await session.execute(delete(ConfirmationRow).where(col(ConfirmationRow.consortium_id) == consortium_id, left))


async def confirm(session: AsyncSession, consortium_id: str, tax_number: str, by: str, now: datetime) -> None:
    session.add(ConfirmationRow(consortium_id=consortium_id, tax_number=tax_number, confirmed_by=by, confirmed_at=now))
    await session.flush()


async def confirmed(session: AsyncSession, tax_number: str, consortium_ids: Collection[str]) -> frozenset[str]:
    """In which of these consortia the body of this tax number has confirmed that it takes part."""
    query = select(col(ConfirmationRow.consortium_id)).where(
        col(ConfirmationRow.tax_number) == tax_number, col(ConfirmationRow.consortium_id).in_(consortium_ids)
    )
    return frozenset(await session.scalars(query))


async def listed_of(session: AsyncSession, coordinator_id: str, span: Span) -> Page[ConsortiumRecord]:
    """The consortia of a coordinator, the newest first, with their members."""
    query = select(ConsortiumRow).where(col(ConsortiumRow.coordinator_id) == coordinator_id)
    if span.after:
        query = query.where(col(ConsortiumRow.id) < span.after)
    rows = (await session.scalars(query.order_by(col(ConsortiumRow.id).desc()).limit(span.limit + 1))).all()
    shown = rows[: span.limit]
    entries = [await _complete(session, row) for row in shown]
    return Page(tuple(entries), shown[-1].id if len(rows) > span.limit else None)


async def hand_over(session: AsyncSession, consortium_id: str, before: str, after: str) -> bool:
    """Another coordinator, where it is still led by the one before; whether it was."""
    here = (col(ConsortiumRow.id) == consortium_id, col(ConsortiumRow.coordinator_id) == before)
    changed = update(ConsortiumRow).where(*here).values(coordinator_id=after).returning(col(ConsortiumRow.id))
    return (await session.scalar(changed)) is not None


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
            "address": member.address,
        }
        for place, member in enumerate(members)
    ]
    if rows:
        await session.execute(insert(MemberRow), rows)


async def _complete(session: AsyncSession, row: ConsortiumRow) -> ConsortiumRecord:
    word = and_(
        col(ConfirmationRow.consortium_id) == col(MemberRow.consortium_id),
        col(ConfirmationRow.tax_number) == col(MemberRow.tax_number),
    )
    query = select(MemberRow, col(ConfirmationRow.confirmed_at)).outerjoin(ConfirmationRow, word)
    query = query.where(col(MemberRow.consortium_id) == row.id).order_by(col(MemberRow.place))
    members = await session.execute(query.execution_options(populate_existing=True))
    return ConsortiumRecord(
        id=ConsortiumId(row.id),
        name=row.name,
        cluster_no=row.cluster_no,
        provinces=tuple(row.provinces),
        geography_has_chamber_of_industry=row.geography_has_chamber_of_industry,
        nace=row.nace,
        coordinator_id=PersonId(row.coordinator_id),
        members=tuple(_member(member, confirmed_at) for member, confirmed_at in members),
        created_at=row.created_at,
    )


def _member(row: MemberRow, confirmed_at: datetime | None) -> MemberRecord:
    return MemberRecord(
        name=row.name,
        kind=MemberKind(row.kind),
        tax_number=row.tax_number,
        province=row.province,
        nace=row.nace,
        commits=row.commits,
        in_main_field=row.in_main_field,
        address=row.address,
        confirmed_at=confirmed_at,
    )

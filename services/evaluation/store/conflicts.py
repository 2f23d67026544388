"""Findings of conflicts, declarations, and the earlier files of a consortium."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import any_, cast, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.calendar import istanbul_day
from grants.rules.conflicts import Earlier
from services.evaluation.domain.findings import Declaration, Finding, State
from services.evaluation.domain.records import File
from services.evaluation.models import AssignmentRow, DeclarationRow, FileRow, FindingRow
from services.evaluation.store.rows import many, one, save

_FACTS = (col(FileRow.application_id), col(FileRow.coordinator_id), col(FileRow.members))
"""By what a consortium is known again."""


@dataclass(frozen=True, slots=True)
class Related:
    """A file of another call with the same lead or a member in common."""

    application_id: str
    coordinator_id: str
    members: frozenset[str]


async def findings(
    session: AsyncSession, application_id: str, person_ids: Collection[str] | None = None
) -> dict[str, tuple[Finding, ...]]:
    """What is known of this file by person; of everybody unless some are named."""
    query = select(FindingRow).where(col(FindingRow.application_id) == application_id)
    if person_ids is not None:
        query = query.where(col(FindingRow.person_id).in_(person_ids))
    found: dict[str, tuple[Finding, ...]] = {}
    for each in await many(session, query.order_by(col(FindingRow.id)), Finding):
        found[each.person_id] = (*found.get(each.person_id, ()), each)
    return found


async def findings_of(
    session: AsyncSession, person_id: str, application_ids: Sequence[str]
) -> dict[str, tuple[Finding, ...]]:
    """What is known of this person by file."""
    query = select(FindingRow).where(
        col(FindingRow.person_id) == person_id, col(FindingRow.application_id).in_(application_ids)
    )
    found: dict[str, tuple[Finding, ...]] = {}
    for each in await many(session, query, Finding):
        found[each.application_id] = (*found.get(each.application_id, ()), each)
    return found


async def add_findings(session: AsyncSession, fresh: Sequence[Finding]) -> None:
    """What is known already stays as it is."""
    if fresh:
        values = [each.model_dump() for each in fresh]
        await session.execute(insert(FindingRow).values(values).on_conflict_do_nothing())


async def save_finding(session: AsyncSession, finding: Finding) -> None:
    await save(session, FindingRow, finding)


async def declaration(session: AsyncSession, application_id: str, person_id: str) -> Declaration | None:
    pair = (col(DeclarationRow.application_id) == application_id, col(DeclarationRow.person_id) == person_id)
    return await one(session, select(DeclarationRow).where(*pair), Declaration)


async def declared_by(session: AsyncSession, person_id: str, application_ids: Collection[str]) -> frozenset[str]:
    """The files of which this person has declared something."""
    key = col(DeclarationRow.application_id)
    query = select(key).where(col(DeclarationRow.person_id) == person_id, key.in_(application_ids))
    return frozenset((await session.scalars(query)).all())


async def save_declaration(session: AsyncSession, said: Declaration) -> None:
    await save(session, DeclarationRow, said)


async def kept_apart(session: AsyncSession, person_id: str, application_ids: Collection[str]) -> frozenset[str]:
    """The files from which an open finding keeps this person."""
    key = col(FindingRow.application_id)
    query = select(key).where(
        col(FindingRow.person_id) == person_id, col(FindingRow.state) == State.OPEN, key.in_(application_ids)
    )
    return frozenset((await session.scalars(query)).all())


async def related(session: AsyncSession, file: File) -> tuple[Related, ...]:
    """Files of other calls that may be of the same consortium."""
    bodies = [[{"tax_number": member.tax_number}] for member in file.members]
    shares = col(FileRow.members).op("@>")(any_(cast(bodies, ARRAY(JSONB)))) if bodies else None
    same = col(FileRow.coordinator_id) == file.coordinator_id
    query = select(*_FACTS).where(col(FileRow.call_id) != file.call_id, same if shares is None else or_(same, shares))
    rows = (await session.execute(query.order_by(col(FileRow.application_id)))).all()
    return tuple(Related(row[0], row[1], _numbers(row[2])) for row in rows)


async def judged_by(session: AsyncSession, person_id: str) -> tuple[tuple[str, Earlier], ...]:
    """Every file this person has given final scores for, each with its call."""
    query = (
        select(col(FileRow.call_id), *_FACTS, col(AssignmentRow.submitted_at))
        .join(AssignmentRow, col(AssignmentRow.application_id) == col(FileRow.application_id))
        .where(col(AssignmentRow.evaluator_id) == person_id, col(AssignmentRow.submitted_at).is_not(None))
    )
    rows = (await session.execute(query.order_by(col(FileRow.application_id)))).all()
    return tuple(
        (row[0], Earlier(row[1], row[2], _numbers(row[3]), istanbul_day(row[4]))) for row in rows if row[4] is not None
    )


def _numbers(members: Iterable[Mapping[str, Any]]) -> frozenset[str]:
    return frozenset(str(member["tax_number"]) for member in members)


async def judged(
    session: AsyncSession, files: Sequence[Related], person_ids: Iterable[str]
) -> dict[str, tuple[Earlier, ...]]:
    """Which of these files each of these persons has given final scores for."""
    if not files:
        return {}
    by_id = {each.application_id: each for each in files}
    row = (col(AssignmentRow.evaluator_id), col(AssignmentRow.application_id), col(AssignmentRow.submitted_at))
    query = select(*row).where(row[0].in_(list(person_ids)), row[1].in_(by_id), row[2].is_not(None))
    made: dict[str, tuple[Earlier, ...]] = {}
    for person_id, application_id, at in (await session.execute(query.order_by(row[1]))).all():
        if at is None:
            continue
        its = by_id[application_id]
        earlier = Earlier(application_id, its.coordinator_id, its.members, istanbul_day(at))
        made[person_id] = (*made.get(person_id, ()), earlier)
    return made

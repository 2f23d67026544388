"""Calls and applications as they were heard."""

from collections.abc import Sequence

from sqlalchemy import or_, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from runtime.keeping import erased
from services.evaluation.domain.findings import State
from services.evaluation.domain.records import CallFile, File
from services.evaluation.models import AssignmentRow, CallFileRow, FileRow, FindingRow
from services.evaluation.store.rows import many, one, save


async def save_call(session: AsyncSession, call: CallFile) -> None:
    await save(session, CallFileRow, call)


async def call(session: AsyncSession, call_id: str) -> CallFile | None:
    return await one(session, select(CallFileRow).where(col(CallFileRow.call_id) == call_id), CallFile)


async def save_file(session: AsyncSession, file: File) -> None:
    await save(session, FileRow, file)


async def file(session: AsyncSession, application_id: str, *, lock: bool = False) -> File | None:
    """An application; locked, all that concerns its pre-evaluation waits."""
    query = select(FileRow).where(col(FileRow.application_id) == application_id)
    return await one(session, query, File, lock=lock)


async def lock_files(session: AsyncSession, application_ids: Sequence[str]) -> dict[str, File]:
    """These applications by id, locked, always in the same order so that no two wait for each other."""
    found = [await file(session, one_id, lock=True) for one_id in sorted(set(application_ids))]
    return {each.application_id: each for each in found if each is not None}


async def files(session: AsyncSession, application_ids: Sequence[str]) -> dict[str, File]:
    query = select(FileRow).where(col(FileRow.application_id).in_(application_ids))
    return {each.application_id: each for each in await many(session, query, File)}


async def is_erased(session: AsyncSession, application_id: str) -> bool:
    """Whether this room has heard that what is personal in the file was erased."""
    return await session.scalar(select(erased.c.about).where(erased.c.about == application_id)) is not None


async def has_tie(
    session: AsyncSession, call_id: str, person_id: str, organisation: str | None, tax_number: str | None
) -> bool:
    """Whether this person leads, works for a member of, or is kept by a tie from, an application still in the call."""
    facts = (("name", organisation), ("tax_number", tax_number))
    works = [col(FileRow.members).contains([{fact: value}]) for fact, value in facts if value]
    mine = select(col(AssignmentRow.application_id)).where(col(AssignmentRow.evaluator_id) == person_id)
    said = col(FileRow.application_id).in_(mine.where(col(AssignmentRow.conflict)))
    held = select(col(FindingRow.application_id)).where(col(FindingRow.person_id) == person_id)
    found = col(FileRow.application_id).in_(held.where(col(FindingRow.state) == State.OPEN))
    query = select(col(FileRow.application_id)).where(col(FileRow.call_id) == call_id, ~col(FileRow.ended))
    ties = query.where(or_(col(FileRow.coordinator_id) == person_id, said, found, *works))
    return await session.scalar(ties.limit(1)) is not None


async def end_file(session: AsyncSession, application_id: str) -> None:
    await session.execute(update(FileRow).where(col(FileRow.application_id) == application_id).values(ended=True))

"""Drafts of score sheets, and sheets that were given and re-opened."""

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.records import Draft, Version
from services.evaluation.models.assessments import AssessmentDraftRow, AssessmentVersionRow
from services.evaluation.store.rows import many, one, save


async def draft(session: AsyncSession, assignment_id: str) -> Draft | None:
    return await one(
        session, select(AssessmentDraftRow).where(col(AssessmentDraftRow.assignment_id) == assignment_id), Draft
    )


async def save_draft(session: AsyncSession, record: Draft) -> None:
    await save(session, AssessmentDraftRow, record)


async def drop_draft(session: AsyncSession, assignment_id: str) -> None:
    await session.execute(delete(AssessmentDraftRow).where(col(AssessmentDraftRow.assignment_id) == assignment_id))


async def versions(session: AsyncSession, assignment_id: str) -> tuple[Version, ...]:
    """The sheets of an assignment that were re-opened, oldest first."""
    query = select(AssessmentVersionRow).where(col(AssessmentVersionRow.assignment_id) == assignment_id)
    return await many(session, query.order_by(col(AssessmentVersionRow.number)), Version)


async def save_version(session: AsyncSession, record: Version) -> None:
    await save(session, AssessmentVersionRow, record)

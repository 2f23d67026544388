"""Assignments and pre-evaluations."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.records import (
    OPEN,
    Assignment,
    AssignmentStatus,
    PreEvaluation,
    PreEvaluationStatus,
)
from services.evaluation.models import AssignmentRow, PreEvaluationRow
from services.evaluation.store.rows import many, one, save


async def open_pre_evaluation(session: AsyncSession, application_id: str, wanted: int, now: datetime) -> None:
    """Make its row; what is there stays as it is."""
    fresh = {
        "application_id": application_id,
        "status": PreEvaluationStatus.WAITING,
        "wanted": wanted,
        "missing": 0,
        "mean": "",
        "explanation": {},
        "opened_at": now,
    }
    await session.execute(insert(PreEvaluationRow).values(fresh).on_conflict_do_nothing())


async def pre_evaluation(session: AsyncSession, application_id: str) -> PreEvaluation | None:
    query = select(PreEvaluationRow).where(col(PreEvaluationRow.application_id) == application_id)
    return await one(session, query, PreEvaluation)


async def pre_evaluations(session: AsyncSession, application_ids: Sequence[str]) -> dict[str, PreEvaluation]:
    query = select(PreEvaluationRow).where(col(PreEvaluationRow.application_id).in_(application_ids))
    return {each.application_id: each for each in await many(session, query, PreEvaluation)}


async def save_pre_evaluation(session: AsyncSession, record: PreEvaluation) -> None:
    await save(session, PreEvaluationRow, record)


async def lacking_evaluators(session: AsyncSession, after: str, limit: int) -> tuple[PreEvaluation, ...]:
    """Pre-evaluations for which somebody is missing."""
    key = col(PreEvaluationRow.application_id)
    query = select(PreEvaluationRow).where(col(PreEvaluationRow.missing) > 0, key > after).order_by(key).limit(limit)
    return await many(session, query, PreEvaluation)


async def assignment(session: AsyncSession, assignment_id: str) -> Assignment | None:
    return await one(session, select(AssignmentRow).where(col(AssignmentRow.id) == assignment_id), Assignment)


async def assignments_of(session: AsyncSession, application_id: str) -> tuple[Assignment, ...]:
    """All assignments of an application, in the order they were made."""
    query = select(AssignmentRow).where(col(AssignmentRow.application_id) == application_id)
    return await many(session, query.order_by(col(AssignmentRow.ordinal)), Assignment)


async def assignments_for(session: AsyncSession, evaluator_id: str, after: str, limit: int) -> tuple[Assignment, ...]:
    """One evaluator's own assignments, oldest first; those with a declared conflict are out of sight."""
    query = select(AssignmentRow).where(
        col(AssignmentRow.evaluator_id) == evaluator_id,
        col(AssignmentRow.id) > after,
        ~col(AssignmentRow.conflict),
    )
    return await many(session, query.order_by(col(AssignmentRow.id)).limit(limit), Assignment)


async def open_assignments_for(session: AsyncSession, evaluator_id: str, limit: int) -> tuple[Assignment, ...]:
    query = select(AssignmentRow).where(
        col(AssignmentRow.evaluator_id) == evaluator_id, col(AssignmentRow.status).in_(OPEN)
    )
    return await many(session, query.order_by(col(AssignmentRow.due_at)).limit(limit), Assignment)


async def save_assignment(session: AsyncSession, record: Assignment) -> None:
    await save(session, AssignmentRow, record)


async def close_assignments(session: AsyncSession, application_id: str) -> None:
    """The application is out: what was under way is not needed any more."""
    await session.execute(
        update(AssignmentRow)
        .where(col(AssignmentRow.application_id) == application_id, col(AssignmentRow.status).in_(OPEN))
        .values(status=AssignmentStatus.CLOSED)
    )
    await session.execute(
        update(PreEvaluationRow)
        .where(col(PreEvaluationRow.application_id) == application_id)
        .values(missing=0, ask_again_at=None)
    )


async def declared(session: AsyncSession, person_id: str, application_ids: Sequence[str]) -> frozenset[str]:
    """The applications with which this person, asked to evaluate them, declared a tie."""
    key = col(AssignmentRow.application_id)
    mine = select(key).where(col(AssignmentRow.evaluator_id) == person_id, col(AssignmentRow.conflict))
    return frozenset((await session.scalars(mine.where(key.in_(application_ids)))).all())


async def asked(session: AsyncSession, application_ids: Sequence[str]) -> frozenset[tuple[str, str]]:
    """Pairs of application and person: who was ever asked to evaluate it."""
    pair = (col(AssignmentRow.application_id), col(AssignmentRow.evaluator_id))
    rows = await session.execute(select(*pair).where(pair[0].in_(application_ids)))
    return frozenset((row[0], row[1]) for row in rows)

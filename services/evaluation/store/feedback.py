"""Feedback to applicants, redactions and objections."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.contracts.stages import CommitteeDecision
from services.evaluation.domain.anonymity import Nameable
from services.evaluation.domain.feedback import Feedback, FeedbackStatus, Objection, ObjectionStatus, Redaction
from services.evaluation.models import AssignmentRow, CommitteeMemberRow, EvaluatorPersonRow, FileRow
from services.evaluation.models.feedback import FeedbackRow, ObjectionRow, RedactionRow
from services.evaluation.store.rows import many, one, save


async def feedback(session: AsyncSession, application_id: str, *, lock: bool = False) -> Feedback | None:
    query = select(FeedbackRow).where(col(FeedbackRow.application_id) == application_id)
    return await one(session, query, Feedback, lock=lock)


async def save_feedback(session: AsyncSession, record: Feedback) -> None:
    await save(session, FeedbackRow, record)


async def held(session: AsyncSession, limit: int) -> tuple[Feedback, ...]:
    """Feedback that cannot be sent before an officer has put other words."""
    query = select(FeedbackRow).where(col(FeedbackRow.status) == FeedbackStatus.HELD)
    return await many(session, query.order_by(col(FeedbackRow.application_id)).limit(limit), Feedback)


async def contestable(session: AsyncSession, person_id: str, now: datetime, limit: int) -> tuple[Feedback, ...]:
    """Against which this coordinator may still object, and has not: of applications that were not selected."""
    made, mine = col(FeedbackRow.application_id), col(FileRow.application_id)
    query = (
        select(FeedbackRow)
        .join(FileRow, mine == made)
        .where(col(FileRow.coordinator_id) == person_id, col(FeedbackRow.decision) != CommitteeDecision.SELECTED)
        .where(col(FeedbackRow.object_until) > now, col(FeedbackRow.window_closed_at).is_(None))
        .where(~select(ObjectionRow).where(col(ObjectionRow.application_id) == made).exists())
    )
    return await many(session, query.order_by(col(FeedbackRow.object_until), made).limit(limit), Feedback)


async def redactions(session: AsyncSession, application_id: str) -> tuple[Redaction, ...]:
    query = select(RedactionRow).where(col(RedactionRow.application_id) == application_id)
    return await many(session, query.order_by(col(RedactionRow.number)), Redaction)


async def save_redaction(session: AsyncSession, record: Redaction) -> None:
    await save(session, RedactionRow, record)


async def objection(session: AsyncSession, application_id: str, *, lock: bool = False) -> Objection | None:
    query = select(ObjectionRow).where(col(ObjectionRow.application_id) == application_id)
    return await one(session, query, Objection, lock=lock)


async def save_objection(session: AsyncSession, record: Objection) -> None:
    await save(session, ObjectionRow, record)


async def open_objections(session: AsyncSession, limit: int) -> tuple[Objection, ...]:
    query = select(ObjectionRow).where(col(ObjectionRow.status) == ObjectionStatus.OPEN)
    return await many(session, query.order_by(col(ObjectionRow.application_id)).limit(limit), Objection)


async def hidden_people(session: AsyncSession, call_id: str, application_id: str) -> tuple[Nameable, ...]:
    """Everyone whom no text to these applicants may name: who was asked to evaluate, who sits on the board."""
    asked, person = col(AssignmentRow.evaluator_id), col(EvaluatorPersonRow.person_id)
    evaluators = select(asked, col(EvaluatorPersonRow.name)).outerjoin(EvaluatorPersonRow, person == asked)
    mine = evaluators.where(col(AssignmentRow.application_id) == application_id)
    board = select(col(CommitteeMemberRow.person_id), col(CommitteeMemberRow.name))
    sitting = board.where(col(CommitteeMemberRow.call_id) == call_id)
    found = [*await session.execute(mine), *await session.execute(sitting)]
    return tuple(dict.fromkeys(Nameable(row[0], row[1] or "") for row in found))

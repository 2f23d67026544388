"""What the report on the evaluators of a call is made of: light rows, without forms, plans and justifications."""

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.hands import Task
from services.evaluation.domain.records import File, PreEvaluationStatus
from services.evaluation.models import AssignmentRow, FileRow, PreEvaluationRow


async def heads(session: AsyncSession, call_id: str) -> dict[str, File]:
    """Every application of a call by id, with its members, without its form and plan; those that are out too."""
    row = FileRow
    taken = (
        *(col(row.application_id), col(row.call_id), col(row.consortium_name), col(row.coordinator_id), col(row.nace)),
        *(col(row.members), col(row.requested), col(row.submitted_at), col(row.ended)),
    )
    rows = (await session.execute(select(*taken).where(col(row.call_id) == call_id))).mappings()
    return {each["application_id"]: File.model_validate({**each, "form": {}, "plan": {}}) for each in rows}


async def tasks(session: AsyncSession, call_id: str) -> tuple[Task, ...]:
    """Everybody's tasks on the decided files of a call, in the order they were given."""
    row = AssignmentRow
    taken = (
        *(col(row.id), col(row.application_id), col(row.evaluator_id), col(row.status), col(row.due_at)),
        *(col(row.submitted_at), col(row.reminded_at), col(row.total)),
    )
    query = (
        select(*taken)
        .join(PreEvaluationRow, col(PreEvaluationRow.application_id) == col(row.application_id))
        .join(FileRow, col(FileRow.application_id) == col(row.application_id))
        .where(col(FileRow.call_id) == call_id, col(PreEvaluationRow.status) == PreEvaluationStatus.DECIDED)
        .order_by(col(row.id))
    )
    return tuple(Task.model_validate(dict(each)) for each in (await session.execute(query)).mappings())


async def open_files(session: AsyncSession, call_id: str) -> int:
    """How many applications of a call are in and not decided."""
    decided = select(col(PreEvaluationRow.application_id)).where(
        col(PreEvaluationRow.status) == PreEvaluationStatus.DECIDED
    )
    query = select(func.count()).where(
        col(FileRow.call_id) == call_id, ~col(FileRow.ended), col(FileRow.application_id).not_in(decided)
    )
    return await session.scalar(query) or 0

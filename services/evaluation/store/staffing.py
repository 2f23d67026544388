"""How the evaluators of calls are found, and how many seats wait."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.staffing_mode import StaffingMode
from services.evaluation.models import FileRow, PreEvaluationRow, StaffingModeRow
from services.evaluation.store.rows import one, save


async def mode(session: AsyncSession, call_id: str, *, lock: bool = False) -> StaffingMode:
    """How this call is staffed; by the room itself where nobody has said otherwise."""
    query = select(StaffingModeRow).where(col(StaffingModeRow.call_id) == call_id)
    return await one(session, query, StaffingMode, lock=lock) or StaffingMode(call_id=call_id)


async def save_mode(session: AsyncSession, record: StaffingMode) -> None:
    await save(session, StaffingModeRow, record)


async def is_held(session: AsyncSession, call_id: str) -> bool:
    """Whether this call is staffed by proposals only."""
    return (await mode(session, call_id)).by_proposal


async def lacking_by_hand(session: AsyncSession, limit: int) -> tuple[str, ...]:
    """Applications that lack evaluators, of calls the room staffs by itself: there is nobody left it could ask."""
    key = col(PreEvaluationRow.application_id)
    query = _lacking(key).where(col(FileRow.call_id).not_in(_HELD)).order_by(key).limit(limit)
    return tuple(await session.scalars(query))


async def held_and_lacking(session: AsyncSession, limit: int) -> tuple[str, ...]:
    """Calls staffed by proposals only, some file of which lacks evaluators."""
    key = col(FileRow.call_id)
    return tuple(await session.scalars(_lacking(key).where(key.in_(_HELD)).distinct().order_by(key).limit(limit)))


async def empty_seats(session: AsyncSession, call_id: str) -> tuple[int, int]:
    """How many files of the call wait for evaluators, and how many people they lack."""
    missing = col(PreEvaluationRow.missing)
    query = _lacking(func.count(), func.coalesce(func.sum(missing), 0)).where(col(FileRow.call_id) == call_id)
    files, people = (await session.execute(query)).one()
    return int(files), int(people)


_HELD = select(col(StaffingModeRow.call_id)).where(col(StaffingModeRow.by_proposal))


def _lacking(*what: Any) -> Select[Any]:
    """A query over the applications still in for which somebody is missing."""
    files = select(*what).select_from(PreEvaluationRow)
    joined = files.join(FileRow, col(FileRow.application_id) == col(PreEvaluationRow.application_id))
    return joined.where(col(PreEvaluationRow.missing) > 0, ~col(FileRow.ended))

"""The drafts of a call, many at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.contracts.stages import Outcome, Stage
from grants.values import ApplicationId
from runtime.auth import Actor
from services.application.models import ApplicationRow, StageRow


@dataclass(frozen=True, slots=True)
class End:
    """How drafts end, on whose order, and when."""

    outcome: Outcome
    reason: str
    by: Actor
    at: datetime


async def free_of(session: AsyncSession, call_id: str, limit: int) -> tuple[ApplicationId, ...]:
    """At most `limit` drafts of a call that nobody holds, held for this transaction.

    Waiting for one that is held could wait for ever: who holds a draft may wait for its call.
    """
    query = select(col(ApplicationRow.id)).where(_draft_of(call_id)).order_by(col(ApplicationRow.id)).limit(limit)
    found = await session.scalars(query.with_for_update(skip_locked=True))
    return tuple(ApplicationId(one) for one in found)


async def are_left(session: AsyncSession, call_id: str) -> bool:
    return bool(await session.scalar(select(exists().where(_draft_of(call_id)))))


async def end(session: AsyncSession, ids: Sequence[str], how: End) -> None:
    """End these drafts, and their timelines with them, in three statements however many they are."""
    ended = {
        "stage": Stage.ENDED.value,
        "outcome": how.outcome.value,
        "outcome_reason": how.reason,
        "stage_due_at": None,
        "changed_at": how.at,
    }
    await session.execute(update(ApplicationRow).where(col(ApplicationRow.id).in_(ids)).values(ended))
    stays = col(StageRow.application_id).in_(ids)
    await session.execute(update(StageRow).where(stays, col(StageRow.left_at).is_(None)).values(left_at=how.at))
    draft = (col(StageRow.application_id), col(StageRow.place) + 1)
    told = (Stage.ENDED.value, how.at, how.by.person_id, how.by.role)
    last = select(*draft, *(literal(one) for one in told)).where(stays, col(StageRow.stage) == Stage.DRAFT.value)
    columns = ["application_id", "place", "stage", "entered_at", "entered_by", "entered_role"]
    await session.execute(insert(StageRow).from_select(columns, last))


def _draft_of(call_id: str) -> ColumnElement[bool]:
    return and_(col(ApplicationRow.call_id) == call_id, col(ApplicationRow.stage) == Stage.DRAFT.value)

"""Calls in the database."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.contracts.activities import CallStatus
from grants.values import CallId, PersonId
from runtime.identifiers import new_id
from runtime.letters import holds
from services.application.domain.records import CallRecord, DeadlineMove
from services.application.models import CallRow, DeadlineMoveRow
from services.application.store.reading import Page, Span, missing, page

_SAME = (
    "name",
    "regime",
    "revision",
    "opens_at",
    "closes_at",
    "envelope",
    "minimum_share",
    "published_by",
    "published_at",
    "regime_reason",
    "recorded",
)


async def find(session: AsyncSession, call_id: str) -> CallRecord:
    """A call. Raises NotFound."""
    return _record(await _row(session, call_id))


async def locked(session: AsyncSession, call_id: str) -> CallRecord:
    """A call, held for this transaction. Raises NotFound."""
    return _record(await _row(session, call_id, lock="update"))


async def shared(session: AsyncSession, call_id: str) -> CallRecord:
    """A call that nobody can close or move before this transaction ends; others may share it. Raises NotFound."""
    return _record(await _row(session, call_id, lock="share"))


async def add(session: AsyncSession, call: CallRecord) -> None:
    session.add(CallRow(id=call.id, status=call.status.value, **{name: getattr(call, name) for name in _SAME}))
    await session.flush()


async def save(session: AsyncSession, call: CallRecord) -> None:
    """Write back what may change of a locked call: status and deadline."""
    row = await _row(session, call.id)
    row.status, row.closes_at = call.status.value, call.closes_at
    await session.flush()


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which calls: in this state, all if none; with these letters in their name."""

    status: CallStatus | None = None
    letters: str = ""


async def listed(session: AsyncSession, span: Span, wanted: Wanted) -> Page[CallRecord]:
    """Calls, the newest first."""
    query = select(CallRow).order_by(col(CallRow.id).desc()).limit(span.limit + 1)
    if span.after:
        query = query.where(col(CallRow.id) < span.after)
    if wanted.status is not None:
        query = query.where(col(CallRow.status) == wanted.status)
    if wanted.letters.strip():
        query = query.where(holds(wanted.letters, col(CallRow.name)))
    return page((await session.scalars(query)).all(), span, _record, lambda row: row.id)


async def add_move(session: AsyncSession, move: DeadlineMove) -> None:
    session.add(
        DeadlineMoveRow(
            id=new_id(),
            call_id=move.call_id,
            was=move.was,
            became=move.became,
            reason=move.reason,
            moved_by=move.moved_by,
            moved_at=move.moved_at,
        )
    )
    await session.flush()


async def moves(session: AsyncSession, call_id: str) -> tuple[DeadlineMove, ...]:
    """How the deadline of a call was moved, in order."""
    query = select(DeadlineMoveRow).where(col(DeadlineMoveRow.call_id) == call_id).order_by(col(DeadlineMoveRow.id))
    return tuple(_move(row) for row in await session.scalars(query))


async def _row(session: AsyncSession, call_id: str, lock: str = "") -> CallRow:
    query = select(CallRow).where(col(CallRow.id) == call_id)
    if lock:
        query = query.with_for_update(read=lock == "share").execution_options(populate_existing=True)
    row = await session.scalar(query)
    if row is None:
        raise missing("call", call_id)
    return row


def _record(row: CallRow) -> CallRecord:
    return CallRecord(
        id=CallId(row.id),
        name=row.name,
        regime=row.regime,
        revision=row.revision,
        opens_at=row.opens_at,
        closes_at=row.closes_at,
        envelope=row.envelope,
        minimum_share=row.minimum_share,
        status=CallStatus(row.status),
        published_by=PersonId(row.published_by),
        published_at=row.published_at,
        regime_reason=row.regime_reason,
        recorded=row.recorded,
    )


def _move(row: DeadlineMoveRow) -> DeadlineMove:
    return DeadlineMove(
        call_id=CallId(row.call_id),
        was=row.was,
        became=row.became,
        reason=row.reason,
        moved_by=PersonId(row.moved_by),
        moved_at=row.moved_at,
    )

"""Committees, their items, conflicts, scores and rankings."""

from collections.abc import Collection, Sequence
from decimal import Decimal

from sqlalchemy import Select, delete, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.board import Board
from services.evaluation.domain.records import (
    Committee,
    CommitteeMember,
    CommitteeStatus,
    Conflict,
    EnvelopeRaise,
    Item,
    Placement,
    Score,
)
from services.evaluation.domain.sessions import Session, Slot
from services.evaluation.models import (
    CommitteeBallotRow,
    CommitteeConflictRow,
    CommitteeItemRow,
    CommitteeMemberRow,
    CommitteeMotionRow,
    CommitteeRow,
    CommitteeScoreRow,
    CommitteeSessionRow,
    CommitteeSlotRow,
    EnvelopeRaiseRow,
    PlacementRow,
)
from services.evaluation.store.rows import RowT, many, one, save


async def provide(session: AsyncSession, call_id: str, envelope: Decimal) -> None:
    """Make the committee's row; what is there stays as it is."""
    fresh = {
        "call_id": call_id,
        "status": CommitteeStatus.APPOINTED,
        "envelope": envelope,
        "usable": envelope,
        "reason": "",
    }
    await session.execute(insert(CommitteeRow).values(fresh).on_conflict_do_nothing())


async def committee(session: AsyncSession, call_id: str, *, lock: bool = False) -> Committee | None:
    """A committee; locked, every other act on it waits."""
    query = select(CommitteeRow).where(col(CommitteeRow.call_id) == call_id)
    return await one(session, query, Committee, lock=lock)


async def save_committee(session: AsyncSession, record: Committee) -> None:
    await save(session, CommitteeRow, record)


async def board(session: AsyncSession, call_id: str, *, lock: bool = False) -> Board | None:
    """The committee with everything that belongs to it."""
    found = await committee(session, call_id, lock=lock)
    if found is None:
        return None
    given = await many(session, _of(CommitteeScoreRow, call_id), Score)
    sessions = await many(session, _of(CommitteeSessionRow, call_id), Session)
    slots = await many(session, _of(CommitteeSlotRow, call_id), Slot)
    declared = await many(session, _of(CommitteeConflictRow, call_id), Conflict)
    items = await many(session, _of(CommitteeItemRow, call_id), Item)
    return Board(
        committee=found,
        members=await many(session, _of(CommitteeMemberRow, call_id), CommitteeMember),
        items=tuple(sorted(items, key=lambda item: item.application_id)),
        conflicts=frozenset((each.application_id, each.person_id) for each in declared),
        scores={(each.application_id, each.person_id): each.score for each in given},
        sessions=tuple(sorted(sessions, key=lambda one: one.number)),
        slots=tuple(sorted(slots, key=lambda one: (one.number, one.starts_at, one.application_id))),
    )


def _of(kind: type[RowT], call_id: str) -> Select[RowT]:
    return select(kind).where(kind.metadata.tables[str(kind.__tablename__)].c.call_id == call_id)


async def replace_members(session: AsyncSession, call_id: str, members: Sequence[CommitteeMember]) -> None:
    await session.execute(delete(CommitteeMemberRow).where(col(CommitteeMemberRow.call_id) == call_id))
    await session.execute(insert(CommitteeMemberRow), [member.model_dump() for member in members])


async def add_items(session: AsyncSession, items: Sequence[Item]) -> None:
    if items:
        values = [item.model_dump() for item in items]
        await session.execute(insert(CommitteeItemRow).values(values).on_conflict_do_nothing())


_OF_ITEMS = (
    CommitteeItemRow,
    CommitteeConflictRow,
    CommitteeScoreRow,
    CommitteeSlotRow,
    CommitteeMotionRow,
    CommitteeBallotRow,
)


async def remove_item(session: AsyncSession, call_id: str, application_id: str) -> None:
    """Take an application off the table, with all that was said about it there."""
    for kind in _OF_ITEMS:
        table = kind.metadata.tables[str(kind.__tablename__)]
        about = (table.c.call_id == call_id) & (table.c.application_id == application_id)
        await session.execute(delete(table).where(about))


async def add_conflicts(session: AsyncSession, conflicts: Collection[Conflict]) -> None:
    """What is known stays; a conflict is never taken back."""
    if conflicts:
        values = [conflict.model_dump() for conflict in conflicts]
        await session.execute(insert(CommitteeConflictRow).values(values).on_conflict_do_nothing())


async def left(session: AsyncSession, person_id: str, application_ids: Collection[str]) -> frozenset[str]:
    """The applications for which this person leaves the room of the committee."""
    key = col(CommitteeConflictRow.application_id)
    query = select(key).where(col(CommitteeConflictRow.person_id) == person_id, key.in_(application_ids))
    return frozenset((await session.scalars(query)).all())


async def take_back_computed(session: AsyncSession, application_id: str, person_id: str) -> None:
    """A conflict that was computed does not hold any more; what was declared stays."""
    pair = (col(CommitteeConflictRow.application_id) == application_id) & (
        col(CommitteeConflictRow.person_id) == person_id
    )
    await session.execute(delete(CommitteeConflictRow).where(pair, ~col(CommitteeConflictRow.declared)))


async def save_score(session: AsyncSession, record: Score) -> None:
    await save(session, CommitteeScoreRow, record)


async def remove_score(session: AsyncSession, call_id: str, application_id: str, person_id: str) -> None:
    await session.execute(
        delete(CommitteeScoreRow).where(
            col(CommitteeScoreRow.call_id) == call_id,
            col(CommitteeScoreRow.application_id) == application_id,
            col(CommitteeScoreRow.person_id) == person_id,
        )
    )


async def save_raise(session: AsyncSession, record: EnvelopeRaise) -> None:
    await save(session, EnvelopeRaiseRow, record)


async def raises(session: AsyncSession, call_id: str) -> tuple[EnvelopeRaise, ...]:
    """Every decision on the usable envelope of this committee, in the order they were made."""
    return await many(session, _of(EnvelopeRaiseRow, call_id).order_by(col(EnvelopeRaiseRow.number)), EnvelopeRaise)


async def save_placements(session: AsyncSession, placements: Sequence[Placement]) -> None:
    if placements:
        await session.execute(insert(PlacementRow), [placement.model_dump() for placement in placements])


async def placements(session: AsyncSession, call_id: str) -> tuple[Placement, ...]:
    """The ranking, best first, eliminated ones last by their id."""
    found = await many(session, _of(PlacementRow, call_id), Placement)
    return tuple(sorted(found, key=lambda one: (one.rank == 0, one.rank, one.application_id)))


async def unappointed(session: AsyncSession, limit: int) -> tuple[Committee, ...]:
    """Committees before which applications lie and to which nobody is appointed."""
    query = select(CommitteeRow).where(col(CommitteeRow.chair_id).is_(None))
    query = query.where(col(CommitteeRow.status) == CommitteeStatus.OPEN).order_by(col(CommitteeRow.call_id))
    return await many(session, query.limit(limit), Committee)


async def appointed_open(session: AsyncSession, limit: int) -> tuple[Committee, ...]:
    """Open committees to which members are appointed."""
    query = select(CommitteeRow).where(col(CommitteeRow.chair_id).is_not(None))
    query = query.where(col(CommitteeRow.status) == CommitteeStatus.OPEN).order_by(col(CommitteeRow.call_id))
    return await many(session, query.limit(limit), Committee)


async def open_committees_of(session: AsyncSession, person_id: str, limit: int) -> tuple[Committee, ...]:
    """The open committees on which this person sits."""
    seats = select(col(CommitteeMemberRow.call_id)).where(col(CommitteeMemberRow.person_id) == person_id)
    query = select(CommitteeRow).where(col(CommitteeRow.call_id).in_(seats))
    query = query.where(col(CommitteeRow.status) == CommitteeStatus.OPEN).order_by(col(CommitteeRow.call_id))
    return await many(session, query.limit(limit), Committee)

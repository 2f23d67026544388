"""Sessions of a committee, their agendas, motions and votes, and the minutes."""

from collections.abc import Sequence

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.minutes import Minutes, Signature
from services.evaluation.domain.motions import Ballot, Motion
from services.evaluation.domain.records import Committee, CommitteeStatus
from services.evaluation.domain.sessions import Session, Slot
from services.evaluation.models import (
    CommitteeBallotRow,
    CommitteeMemberRow,
    CommitteeMinutesRow,
    CommitteeMotionRow,
    CommitteeRow,
    CommitteeSignatureRow,
    CommitteeSlotRow,
)
from services.evaluation.models import CommitteeSessionRow as SessionRow
from services.evaluation.store.rows import many, one, save


async def save_session(session: AsyncSession, record: Session) -> None:
    await save(session, SessionRow, record)


async def save_slot(session: AsyncSession, record: Slot) -> None:
    await save(session, CommitteeSlotRow, record)


async def replace_agenda(session: AsyncSession, call_id: str, number: int, agenda: Sequence[Slot]) -> None:
    rows = (col(CommitteeSlotRow.call_id) == call_id, col(CommitteeSlotRow.number) == number)
    await session.execute(delete(CommitteeSlotRow).where(*rows))
    for slot in agenda:
        await save(session, CommitteeSlotRow, slot)


async def motions(session: AsyncSession, call_id: str) -> tuple[Motion, ...]:
    """Every motion of a committee, in the order of its applications and of the motions on each."""
    query = select(CommitteeMotionRow).where(col(CommitteeMotionRow.call_id) == call_id)
    query = query.order_by(col(CommitteeMotionRow.application_id), col(CommitteeMotionRow.number))
    return await many(session, query, Motion)


async def save_motion(session: AsyncSession, record: Motion) -> None:
    await save(session, CommitteeMotionRow, record)


async def ballots(session: AsyncSession, call_id: str) -> tuple[Ballot, ...]:
    """Every vote on the motions of a committee, in the order of its motions, by person."""
    row = CommitteeBallotRow
    order = (col(row.application_id), col(row.number), col(row.person_id))
    return await many(session, select(row).where(col(row.call_id) == call_id).order_by(*order), Ballot)


async def save_ballot(session: AsyncSession, record: Ballot) -> None:
    await save(session, CommitteeBallotRow, record)


async def remove_ballots(session: AsyncSession, call_id: str, application_id: str, person_id: str) -> None:
    row = CommitteeBallotRow
    mine = (
        col(row.call_id) == call_id,
        col(row.application_id) == application_id,
        col(row.person_id) == person_id,
    )
    await session.execute(delete(row).where(*mine))


async def minutes(session: AsyncSession, call_id: str) -> Minutes | None:
    query = select(CommitteeMinutesRow).where(col(CommitteeMinutesRow.call_id) == call_id)
    return await one(session, query, Minutes)


async def save_minutes(session: AsyncSession, record: Minutes) -> None:
    await save(session, CommitteeMinutesRow, record)


async def signatures(session: AsyncSession, call_id: str) -> tuple[Signature, ...]:
    """Who signed, in the order of the signatures."""
    row = CommitteeSignatureRow
    query = select(row).where(col(row.call_id) == call_id).order_by(col(row.signed_at), col(row.person_id))
    return await many(session, query, Signature)


async def save_signature(session: AsyncSession, record: Signature) -> None:
    await save(session, CommitteeSignatureRow, record)


async def remove_signatures(session: AsyncSession, call_id: str) -> None:
    """What was signed is no more what the minutes say."""
    await session.execute(delete(CommitteeSignatureRow).where(col(CommitteeSignatureRow.call_id) == call_id))


async def unfinished_minutes_of(session: AsyncSession, person_id: str, limit: int) -> tuple[Committee, ...]:
    """The concluded committees on which this person sits, or which the person chairs, with minutes not complete."""
    seats = select(col(CommitteeMemberRow.call_id)).where(col(CommitteeMemberRow.person_id) == person_id)
    complete = select(col(CommitteeMinutesRow.call_id)).where(col(CommitteeMinutesRow.complete_at).is_not(None))
    query = select(CommitteeRow).where(col(CommitteeRow.call_id).in_(seats))
    query = query.where(col(CommitteeRow.status) == CommitteeStatus.CONCLUDED)
    query = query.where(col(CommitteeRow.call_id).not_in(complete)).order_by(col(CommitteeRow.call_id))
    return await many(session, query.limit(limit), Committee)

"""Proposals of whom to ask, and what they are made from."""

from collections.abc import Collection

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.evaluation.domain.proposals import Proposal, ProposalStatus
from services.evaluation.domain.records import Assignment, File
from services.evaluation.models import AssignmentRow, FileRow, ProposalRow
from services.evaluation.store.rows import many, one, save


async def save_proposal(session: AsyncSession, record: Proposal) -> None:
    await save(session, ProposalRow, record)


async def proposal(session: AsyncSession, proposal_id: str, *, lock: bool = False) -> Proposal | None:
    query = select(ProposalRow).where(col(ProposalRow.id) == proposal_id)
    return await one(session, query, Proposal, lock=lock)


async def page(session: AsyncSession, call_id: str, after: str, limit: int) -> tuple[Proposal, ...]:
    """The proposals of a call, the newest first. after: the id before which to go on."""
    key = col(ProposalRow.id)
    query = select(ProposalRow).where(col(ProposalRow.call_id) == call_id)
    if after:
        query = query.where(key < after)
    return await many(session, query.order_by(key.desc()).limit(limit), Proposal)


async def newest_open(session: AsyncSession, limit: int) -> tuple[Proposal, ...]:
    """The newest proposal of each call, where it is not accepted and names anybody."""
    last = select(func.max(col(ProposalRow.id))).group_by(col(ProposalRow.call_id))
    query = select(ProposalRow).where(
        col(ProposalRow.id).in_(last), col(ProposalRow.status) == ProposalStatus.OPEN, col(ProposalRow.filled) > 0
    )
    return await many(session, query.order_by(col(ProposalRow.id)).limit(limit), Proposal)


async def files_in_play(session: AsyncSession, call_id: str) -> tuple[File, ...]:
    """The applications of a call that are not out."""
    query = select(FileRow).where(col(FileRow.call_id) == call_id, ~col(FileRow.ended))
    return await many(session, query.order_by(col(FileRow.application_id)), File)


async def assignments_by_file(
    session: AsyncSession, application_ids: Collection[str]
) -> dict[str, tuple[Assignment, ...]]:
    """Every assignment of these applications, in the order they were made; none for some."""
    query = select(AssignmentRow).where(col(AssignmentRow.application_id).in_(application_ids))
    made: dict[str, tuple[Assignment, ...]] = dict.fromkeys(application_ids, ())
    for each in await many(session, query.order_by(col(AssignmentRow.ordinal)), Assignment):
        made[each.application_id] = (*made[each.application_id], each)
    return made

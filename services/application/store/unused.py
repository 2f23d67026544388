"""Consortia that nothing keeps any more: every file of theirs was erased, or they never made one."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.personal import Fate
from runtime.keeping import erased
from runtime.rights import rights_until
from runtime.settings import KeepingSettings
from services.application.models import ApplicationRow, CallRow, ConsortiumRow

MOST = 100


async def left_by(session: AsyncSession, application_id: str, now: datetime) -> str | None:
    """The consortium of a file that was erased, where none of its files is left; None where one is, or it is unknown.

    A draft counts as long as it may still be submitted.
    """
    own = select(col(ApplicationRow.consortium_id)).where(col(ApplicationRow.id) == application_id).scalar_subquery()
    return await session.scalar(
        select(col(ConsortiumRow.id)).where(
            col(ConsortiumRow.id) == own, ~_goes_on(now), col(ConsortiumRow.coordinator_id) != ""
        )
    )


async def never_used(session: AsyncSession, before: datetime) -> list[str]:
    """Consortia from before this moment that never made an application."""
    none = ~exists().where(col(ApplicationRow.consortium_id) == col(ConsortiumRow.id))
    query = select(col(ConsortiumRow.id)).where(
        col(ConsortiumRow.created_at) < before, col(ConsortiumRow.coordinator_id) != "", none
    )
    return list(await session.scalars(query.order_by(col(ConsortiumRow.created_at)).limit(MOST)))


async def over(session: AsyncSession, now: datetime, settings: KeepingSettings) -> list[tuple[str, Fate]]:
    """Who acts for a consortium that never came to anything is kept no longer."""
    before = rights_until(now, settings.unused_years)
    return [(one, Fate.CONTRACT) for one in await never_used(session, before)]


async def drafts(session: AsyncSession, consortium_id: str) -> list[str]:
    """Applications it began and never submitted."""
    own = (col(ApplicationRow.consortium_id) == consortium_id, col(ApplicationRow.submitted_at).is_(None))
    return list(await session.scalars(select(col(ApplicationRow.id)).where(*own)))


def _goes_on(now: datetime) -> ColumnElement[bool]:
    """Whether a file of the consortium is kept."""
    is_open = exists().where(col(CallRow.id) == col(ApplicationRow.call_id), col(CallRow.closes_at) > now)
    return exists().where(
        col(ApplicationRow.consortium_id) == col(ConsortiumRow.id),
        ~exists().where(erased.c.about == col(ApplicationRow.id)),
        col(ApplicationRow.submitted_at).is_not(None) | is_open,
    )

"""Whether an event is heard for the first time, as far as that is still known."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.cloudevents import CloudEvent
from runtime.db import inbox
from runtime.identifiers import made_at
from runtime.keeping import INBOX, pruned


class TooOld(Exception):  # noqa: N818 - what is the matter
    """An event from so long ago that it is no longer known whether it was acted on: people have to look at it."""


async def is_first(session: AsyncSession, event: CloudEvent) -> bool:
    """Note an event as heard; False where it was before. Raises TooOld."""
    since = select(pruned.c.upto).where(pruned.c.what == INBOX).scalar_subquery()
    heard = insert(inbox).values(event_id=event.id).on_conflict_do_nothing().returning(since)
    first = (await session.execute(heard)).first()
    if first is None:
        return False
    known_since: datetime | None = first[0]
    told = made_at(event.id)
    if known_since is not None and told is not None and told < known_since:
        raise TooOld(f"{event.id}: told on {told:%Y-%m-%d}; what was heard is known since {known_since:%Y-%m-%d}")
    return True

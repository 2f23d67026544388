"""What the ledger tells of builds whose sources are kept."""

from collections.abc import AsyncIterator

from sqlalchemy.ext.asyncio import AsyncSession

from grants.contracts.ledger_events import BuildArchived
from services.audit.store import ledger

ABOUT = "builds"
"""What all these events are about: they are one chain of their own."""


async def is_told(session: AsyncSession, build: str, tree: str) -> bool:
    """Whether just these sources are on record for a build."""
    return any([True async for one in _told(session) if (one.build, one.tree) == (build, tree)])


async def is_kept(session: AsyncSession, document: str) -> bool:
    """Whether a document of this name holds the sources of a build."""
    return any([True async for one in _told(session) if one.document == document])


async def _told(session: AsyncSession) -> AsyncIterator[BuildArchived]:
    async for links in ledger.whole_chain(session, ABOUT, 0):
        for link in links:
            if link.type == BuildArchived.type_name():
                yield BuildArchived.model_validate(link.opened().event["data"])

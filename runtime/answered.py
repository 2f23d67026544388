"""What was answered to a write, by its key; and whether a key was used so long ago that the answer is no longer kept.

A key that is a UUIDv7 says by itself when it was made: one from before the pruning that is not there is refused, used
or not. Of any other key its SHA-256 is kept for good.
"""

from datetime import datetime
from hashlib import sha256

from sqlalchemy import select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.identifiers import made_at
from runtime.keeping import ANSWERS, pruned, spent


def moment_in(name: str) -> datetime | None:
    """When the key at the end of an answer's name was made, if that says so."""
    return made_at(name.rpartition(" ")[2])


def spent_digest(name: str) -> str:
    return sha256(name.encode()).hexdigest()


async def is_spent(session: AsyncSession, name: str) -> bool:
    """Whether an answer of this name may have been given and is no longer kept."""
    query = select(spent.c.digest).where(spent.c.digest == spent_digest(name))
    made = moment_in(name)
    if made is not None:
        since = select(pruned.c.what).where(pruned.c.what == ANSWERS, pruned.c.upto > made)
        return (await session.execute(union_all(query, since).limit(1))).first() is not None
    return await session.scalar(query) is not None

"""What a chain is of: a file, a call, a consortium, or none of these, as its records tell."""

from collections.abc import Collection
from enum import StrEnum

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.proof.erasures import CALLS, CONSORTIA, FILES
from services.audit.models import LedgerRow, SubjectKeyRow
from services.audit.store.copying import any_of


class Subject(StrEnum):
    """What keeps the records of a chain together, until all of it is erased at once."""

    FILE = "file"
    CALL = "call"
    CONSORTIUM = "consortium"


_BEGUN_BY = {
    **dict.fromkeys(FILES, Subject.FILE),
    **dict.fromkeys(CALLS, Subject.CALL),
    **dict.fromkeys(CONSORTIA, Subject.CONSORTIUM),
}


async def begun(session: AsyncSession, about: Collection[str]) -> dict[str, Subject]:
    """Those of these that are a file, a call or a consortium."""
    own, kind = col(LedgerRow.about), col(LedgerRow.type)
    query = select(own, kind).where(own == any_of(about), kind == any_of(_BEGUN_BY)).distinct()
    return {one: _BEGUN_BY[by] for one, by in await session.execute(query)}


async def kept(session: AsyncSession, about: Collection[str]) -> dict[str, Subject]:
    """Those of them nothing was erased of yet."""
    found = await begun(session, about)
    gone = await erased(session, found)
    return {one: what for one, what in found.items() if one not in gone}


async def erased(session: AsyncSession, about: Collection[str]) -> set[str]:
    """Those of which keys were destroyed."""
    keys = col(SubjectKeyRow.about), col(SubjectKeyRow.destroyed_at)
    return set((await session.scalars(select(keys[0]).where(keys[0] == any_of(about), keys[1].is_not(None)))).all())


async def emptied(session: AsyncSession, about: Collection[str]) -> set[str]:
    """Those of these that were erased as a whole, so that their rooms emptied what they had told."""
    gone = await erased(session, about)
    return gone & (await begun(session, gone)).keys() if gone else gone

"""Dossiers in the database, and what of the ledger goes into one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.proof.chain import Link
from grants.proof.signatures import SignedRoot
from services.audit.models import DossierRow, LedgerRow, RootRow
from services.audit.store import ledger, tree

MOST = 100
_YEAR = 4
"""Letters of a moment that say its year."""


@dataclass(frozen=True, slots=True)
class Made:
    """A dossier that was made. erased_at: when it was destroyed with what is personal in its file."""

    sha256: str
    about: str
    size: int
    redacted: bool
    documents: int
    made_at: datetime
    made_by: str
    erased_at: datetime | None = None


async def add(session: AsyncSession, made: Made) -> None:
    """The same file made again is on record once."""
    if await session.get(DossierRow, made.sha256) is None:
        session.add(DossierRow(**{name: getattr(made, name) for name in Made.__slots__}))
        await session.flush()


async def made_of(session: AsyncSession, about: str) -> list[Made]:
    """The dossiers of a file, the newest first."""
    query = select(DossierRow).where(col(DossierRow.about) == about).order_by(col(DossierRow.made_at).desc())
    return [_made(row) for row in await session.scalars(query.limit(MOST))]


async def find(session: AsyncSession, about: str, sha256: str) -> Made | None:
    row = await session.get(DossierRow, sha256)
    return _made(row) if row is not None and row.about == about else None


async def all_links(session: AsyncSession, about: str) -> list[Link]:
    """A chain from its first record to its last."""
    return [link async for page in ledger.whole_chain(session, about) for link in page]


async def of_others(session: AsyncSession, about: str, application_id: str) -> frozenset[int]:
    """The records of a chain (by their count) that concern another application alone."""
    own = ("", application_id, about)
    query = select(col(LedgerRow.chain_index)).where(col(LedgerRow.about) == about)
    return frozenset(await session.scalars(query.where(col(LedgerRow.application_id).not_in(own))))


async def roots_of_years(session: AsyncSession) -> Sequence[SignedRoot]:
    """The last root of each year until the last of all: enough to see that the ledger only grew."""
    year = func.substr(col(RootRow.at), 1, _YEAR)
    numbers = await session.scalars(select(func.max(col(RootRow.number))).group_by(year))
    return [(await tree.roots(session, number - 1, 1))[0] for number in sorted(numbers)]


def _made(row: DossierRow) -> Made:
    return Made(**{name: getattr(row, name) for name in Made.__slots__})

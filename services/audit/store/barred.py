"""Who is kept from which file by a conflict of interest, in the database."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.audit.domain.ties import Word
from services.audit.models import BarredRow, FinishedRow, LedgerRow
from services.audit.store.copying import put_in, row_of, table_of


async def say(session: AsyncSession, words: Sequence[Word]) -> None:
    """Keep the newest word of the evaluation room of each."""
    statement = insert(table_of(BarredRow))
    newer = col(BarredRow.said_at) <= statement.excluded["said_at"]
    fresh = {"barred": statement.excluded["barred"], "said_at": statement.excluded["said_at"]}
    keys = ["application_id", "person_id"]
    upsert = statement.on_conflict_do_update(index_elements=keys, set_=fresh, where=newer)
    await put_in(session, upsert, [row_of(word) for word in words])


async def files_of(session: AsyncSession, person_id: str) -> frozenset[str]:
    """The files this person is kept from."""
    return frozenset(await session.scalars(select(col(BarredRow.application_id)).where(*_person(person_id))))


async def is_told_of(session: AsyncSession, about: str, person_id: str) -> bool:
    """Whether the chain of this subject, as of a call, tells of a file the person is kept from."""
    kept = select(col(BarredRow.application_id)).where(*_person(person_id))
    told = select(exists().where(col(LedgerRow.about) == about, col(LedgerRow.application_id).in_(kept)))
    return bool(await session.scalar(told))


def is_finished(person_id: str) -> ColumnElement[bool]:
    """Of the finished file in hand: whether the person is kept from it."""
    return exists().where(col(BarredRow.application_id) == col(FinishedRow.about), *_person(person_id))


def _person(person_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (col(BarredRow.person_id) == person_id, col(BarredRow.barred).is_(True))

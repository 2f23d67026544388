"""Who is kept from which application by a conflict of interest, in the database."""

from datetime import datetime

from sqlalchemy import ColumnElement, exists, select
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from services.application.models import ApplicationRow, BarredRow


async def say(session: AsyncSession, application_id: str, person_id: str, at: datetime, *, barred: bool) -> None:
    """Keep the newest word of the evaluation room."""
    word = {"application_id": application_id, "person_id": person_id, "barred": barred, "said_at": at}
    statement = insert(BarredRow).values(word)
    newer = col(BarredRow.said_at) <= statement.excluded["said_at"]
    fresh = {"barred": statement.excluded["barred"], "said_at": statement.excluded["said_at"]}
    keys = ["application_id", "person_id"]
    await session.execute(statement.on_conflict_do_update(index_elements=keys, set_=fresh, where=newer))


async def is_barred(session: AsyncSession, application_id: str, person_id: str) -> bool:
    here = col(BarredRow.application_id) == application_id
    return bool(await session.scalar(select(exists().where(here, *_person(person_id)))))


async def from_consortium(session: AsyncSession, consortium_id: str, person_id: str) -> bool:
    """Whether the person is kept from an application of this consortium."""
    its = select(col(ApplicationRow.id)).where(col(ApplicationRow.consortium_id) == consortium_id)
    here = col(BarredRow.application_id).in_(its)
    return bool(await session.scalar(select(exists().where(here, *_person(person_id)))))


def is_listed(person_id: str) -> ColumnElement[bool]:
    """Of the application in hand: whether the person is kept from it."""
    return exists().where(col(BarredRow.application_id) == col(ApplicationRow.id), *_person(person_id))


def _person(person_id: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    return (col(BarredRow.person_id) == person_id, col(BarredRow.barred).is_(True))

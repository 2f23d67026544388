"""What somebody with the rights of an owner changes in a room's tables, and whether the records show it."""

from collections.abc import Awaitable, Callable, Iterable, Mapping

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from grants.proof.tables.book import Book
from runtime.holdings import Held
from tests.rooms import Room

Look = tuple[Book, Callable[[AsyncSession], Awaitable[Held]]]
"""What the records make of a file, and what the room holds of it."""


async def unnoticed(
    room: Room, looks: Iterable[Look], changes: Mapping[str, str], gone: Iterable[str] = ()
) -> list[str]:
    """Of these changes and deletions, a table each, those that no look at the tables shows. None of them stays."""
    acts = [(table, f'UPDATE "{table}" SET {change}') for table, change in changes.items()]  # noqa: S608 - ours
    acts += [(table, f'DELETE FROM "{table}"') for table in gone]  # noqa: S608 - ours
    seen = list(looks)
    return [act for table, act in acts if not await _is_noticed(room, seen, table, act)]


async def _is_noticed(room: Room, looks: list[Look], table: str, act: str) -> bool:
    async with room.desk.database.transaction() as session:
        await session.execute(text(f'ALTER TABLE "{table}" DISABLE TRIGGER USER'))
        await session.execute(text(act))
        held = [(book, await hold(session)) for book, hold in looks]
        await session.rollback()
    return any(one.table == table for book, tables in held for one in book.differences(tables))

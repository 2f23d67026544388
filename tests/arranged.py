"""What many tests begin from is done through the room's doors once a session; then its rows are put back as they were.

Only from a ground that is known (the room just emptied, or itself put back, and nothing told, heard, answered or
kept since): from any other a test's own steps are taken as they are written.
"""

from collections.abc import AsyncIterator, Awaitable, Callable, Hashable, Mapping
from contextlib import asynccontextmanager
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from io import BytesIO
from typing import Any, Concatenate, ParamSpec, Protocol, TypeVar

import asyncpg
import obstore
from sqlalchemy import MetaData, Table, text

from runtime.db import plumbing
from runtime.unit import Desk
from tests.rooms import Room, emptied

_NO_ROWS = 21
"""Bytes of a copy that holds its head and its end alone."""
_TOUCHED = text("SELECT (SELECT max(place) FROM outbox), (SELECT count(*) FROM inbox), (SELECT count(*) FROM answers)")


class Cased(Protocol):
    """A room with its people."""

    room: Room


C = TypeVar("C", bound=Cased)
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Kept:
    """One arrangement: the rows of each table that has any, papers by place, and what its maker returned."""

    rows: Mapping[str, bytes]
    papers: Mapping[str, bytes]
    at: datetime
    case: Cased
    result: Any


@dataclass(slots=True)
class Ground:
    """What is known about the rows of one room at this moment, and the arrangements of it that are kept."""

    tables: tuple[Table, ...]
    name: Hashable = None
    touched: Hashable = None
    kept: dict[Hashable, Kept] = field(default_factory=dict)


_UNKNOWN = Ground(())
_GROUNDS: dict[int, tuple[Desk, Ground]] = {}
"""By the desk of each open room, which is held so that no other is ever known by its number."""


async def cleared(room: Room, rows: MetaData) -> None:
    """The room knows nobody and nothing: the ground that arrangements are made on."""
    ground = Ground((*rows.sorted_tables, *plumbing.sorted_tables))
    ground = _GROUNDS.setdefault(id(room.desk), (room.desk, ground))[1]
    await _delete(room, ground)
    ground.name, ground.touched = "empty", await _touched(room)


def arranged(
    make: Callable[Concatenate[C, P], Awaitable[R]],
) -> Callable[Concatenate[C, P], Awaitable[R]]:
    """The same arrangement, made once for each ground and each set of plain arguments."""

    @wraps(make)
    async def once(case: C, *args: P.args, **named: P.kwargs) -> R:
        room = case.room
        ground = _GROUNDS.get(id(room.desk), (room.desk, _UNKNOWN))[1]
        if ground is _UNKNOWN or ground.touched != await _touched(room):
            return await make(case, *args, **named)
        whole = (
            ground.name,
            room.clock.at,
            make.__module__,
            make.__qualname__,
            repr(args),
            repr(sorted(named.items())),
        )
        if whole in ground.kept:
            await _put_back(room, ground, ground.kept[whole])
        else:
            result = await make(case, *args, **named)
            ground.kept[whole] = await _as_it_is(room, ground, case, result)
        ground.name, ground.touched = whole, await _touched(room)
        kept = ground.kept[whole]
        made: R = deepcopy(kept.result, {id(kept.case): case})
        return made

    return once


async def _touched(room: Room) -> Hashable:
    async with room.desk.database.transaction() as session:
        told = (await session.execute(_TOUCHED)).one()
    return (*told, *sorted(await _papers(room)))


async def _papers(room: Room) -> list[str]:
    return [one["path"] for one in await obstore.list(room.platform.documents.store).collect_async()]


async def _delete(room: Room, ground: Ground) -> None:
    # Of so many small tables rows are deleted many times sooner than files are cut.
    gone = ", ".join(f"t{place} AS (DELETE FROM {table})" for place, table in enumerate(ground.tables))  # noqa: S608 - our own tables' names
    async with room.desk.database.transaction() as session:
        await session.execute(text(f"WITH {gone} SELECT 1"))


async def _as_it_is(room: Room, ground: Ground, case: Cased, result: Any) -> Kept:
    store, rows = room.platform.documents.store, {}
    async with _connected(room) as connection:
        for table in ground.tables:
            rows[table.name] = BytesIO()
            await connection.copy_from_table(table.name, output=rows[table.name], format="binary")
    filled = {name: one.getvalue() for name, one in rows.items() if len(one.getvalue()) > _NO_ROWS}
    papers = {path: bytes(await (await obstore.get_async(store, path)).bytes_async()) for path in await _papers(room)}
    return Kept(filled, papers, room.clock.at, case, deepcopy(result, {id(case): case}))


async def _put_back(room: Room, ground: Ground, kept: Kept) -> None:
    await _delete(room, ground)
    await emptied(room.platform.documents)
    async with _connected(room) as connection, connection.transaction():
        for name, rows in kept.rows.items():
            await connection.copy_to_table(name, source=BytesIO(rows), format="binary")
    for path, content in kept.papers.items():
        await obstore.put_async(room.platform.documents.store, path, content)
    room.clock.at = kept.at


@asynccontextmanager
async def _connected(room: Room) -> AsyncIterator[asyncpg.Connection]:
    """The driver's own connection: it copies a table whole, each value as the server keeps it."""
    async with room.desk.database.engine.connect() as connection:
        yield (await connection.get_raw_connection()).driver_connection

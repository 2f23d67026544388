"""After an erasure the documents of the file are destroyed: by the room that kept them, until it is done.

Done first, and told after: broken off in between, it is done again, and comes to the same.
"""

import asyncio
from collections.abc import Callable, Collection
from contextlib import suppress

import structlog
from sqlalchemy import ColumnElement, Date, Table, Text, cast, func, insert, literal, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from grants.contracts.keeping_events import DocumentsErased
from runtime.auth import system_actor
from runtime.erasure import Personal
from runtime.faults import told
from runtime.filed import Filed
from runtime.keeping import PAPERS, erased, kept
from runtime.unit import Desk

SECONDS = 30.0
_log = structlog.get_logger(__name__)


class Shredder:
    """Of one room. personal.papers: the columns that name documents of a file."""

    def __init__(self, desk: Desk, filed: Filed, personal: Personal) -> None:
        self._desk = desk
        self._filed = filed
        self._personal = personal
        self._has_begun = False

    async def run(self, stop: asyncio.Event) -> None:
        """A round, a pause, and again; what fails in one is done in the next."""
        while not stop.is_set():
            try:
                await self.round()
            except Exception as error:  # noqa: BLE001 - the store may be away for long: it waits
                _log.warning("papers_wait", room=self._desk.room, error=told(error)[:500])
            with suppress(TimeoutError):
                await asyncio.wait_for(stop.wait(), SECONDS)

    async def round(self) -> int:
        """Every file whose documents are still to go; how many files."""
        async with self._desk.database.transaction() as session:
            if not self._has_begun:
                await _owe_those_of_before(session)
            waiting = select(kept.c.about).where(kept.c.ground == PAPERS, kept.c.ended_at.is_(None))
            found = (await session.scalars(waiting.order_by(kept.c.about))).all()
        self._has_begun = True
        for about in found:
            await self._shred(about)
        return len(found)

    async def _shred(self, about: str) -> None:
        async with self._desk.database.transaction() as session:
            names = await self._names(session, lambda table: self._personal.rows_of(table, about))
        await self._filed.destroy(about)
        left = await self._left(about, names)
        async with self._desk.unit(system_actor("shredder")) as unit:
            done = update(kept).where(kept.c.about == about, kept.c.ground == PAPERS, kept.c.ended_at.is_(None))
            ended = await unit.session.execute(done.values(ended_at=unit.now).returning(kept.c.about))
            if ended.all() and names:
                unit.tell(DocumentsErased(count=len(names) - len(left), left=len(left)), about=about)

    async def _names(self, session: AsyncSession, where: Callable[[Table], ColumnElement[bool]]) -> set[str]:
        """The documents that rows of the room's tables name."""
        names: set[str] = set()
        for name, column in self._personal.papers_in().items():
            table = self._personal.metadata.tables[name]
            names.update(await session.scalars(select(table.c[column]).where(where(table))))
        return names

    async def _left(self, about: str, names: Collection[str]) -> list[str]:
        """Of what was kept in clear before documents were encrypted: what stays, locked or another file's as well."""
        filed, columns = self._filed, self._personal.papers_in()
        clear = [name for name in sorted(names) if await filed.is_in_clear(name)]
        if not clear or await filed.documents.is_locking():
            return clear

        def of_others(table: Table) -> ColumnElement[bool]:
            return table.c[columns[table.name]].in_(clear) & ~self._personal.rows_of(table, about)

        async with self._desk.database.transaction() as session:
            shared = await self._names(session, of_others)
        for name in set(clear) - shared:
            await filed.documents.destroy(name)
        return [name for name in clear if await filed.is_in_clear(name)]


async def _owe_those_of_before(session: AsyncSession) -> None:
    """Files that were erased before their documents were reached by it."""
    day = cast(func.timezone("Europe/Istanbul", erased.c.erased_at), Date)
    known = select(literal(1)).where(kept.c.about == erased.c.about, kept.c.ground == PAPERS)
    missed = select(erased.c.about, literal(PAPERS, Text), erased.c.erased_at, day).where(~known.exists())
    await session.execute(insert(kept).from_select(["about", "ground", "erased_at", "ends_on"], missed))

"""One hearer at a time: the right to be it, held in the room's database."""

from contextlib import suppress
from typing import Self

import asyncpg

from runtime.db import Database


class Lead:
    """The right to be the one hearer of a name, held by a session of the room's database while it lives."""

    def __init__(self, database: Database | None, name: str) -> None:
        self._database = database
        self._name = name
        self._session: asyncpg.Connection | None = None

    async def __aenter__(self) -> Self:
        if self._database is not None:
            self._session = await asyncpg.connect(self._database.url.replace("+asyncpg", ""))
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._session is not None:
            with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                await self._session.close(timeout=1)

    async def taken(self) -> bool:
        """Whether the lead is ours now; another process may have it."""
        if self._session is None:
            return True
        return bool(await self._session.fetchval("SELECT pg_try_advisory_lock(hashtextextended($1, 0))", self._name))

    def holds(self) -> bool:
        """Whether the session that holds the lead still lives."""
        return self._session is None or not self._session.is_closed()

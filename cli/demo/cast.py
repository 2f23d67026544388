"""The people of the demo at the doors of the rooms: each act over HTTP, each person with a session of their own."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import httpx

from cli.client import ApiError, ApiSession

T = TypeVar("T")
Json = dict[str, Any]
_PATIENCE = 120.0
_PAUSE = 0.03
_LONGEST_PAUSE = 0.25
_SLOWER = 1.4


class ActFailed(Exception):  # noqa: N818 - what happened
    """The story did not go on as the demo takes for right."""


@dataclass
class Cast:
    """Everybody who acts. urls: the doors by room name, and "identity"."""

    urls: Mapping[str, str]
    http: httpx.AsyncClient
    sessions: dict[str, ApiSession] = field(default_factory=dict)

    def session(self, person: str) -> ApiSession:
        """This person at the doors."""
        if person not in self.sessions:
            self.sessions[person] = ApiSession(person, urls=self.urls, http=self.http, patience=_PATIENCE)
        return self.sessions[person]

    async def try_post(
        self, person: str, room: str, path: str, body: Json | None = None, key: str | None = None
    ) -> httpx.Response:
        """The answer, whatever it is. A door that is not there is tried again with the same key."""
        return await self.session(person).try_post(room, path, body, key)

    async def post(self, person: str, room: str, path: str, body: Json | None = None) -> Json:
        """The answer to an act that must succeed. Raises ApiError."""
        answer = await self.try_post(person, room, path, body)
        if answer.is_error:
            raise ApiError.of(answer, person)
        result: Json = answer.json()
        return result

    async def get(self, person: str, room: str, path: str, **query: str) -> Any:
        """Raises ApiError."""
        return await self.session(person).get(room, path, **query)


async def until(what: str, look: Callable[[], Awaitable[T | None]], patience: float = _PATIENCE) -> T:
    """The first thing `look` finds. Raises TimeoutError that names what was waited for.

    A look costs the doors as much as an act, so the longer it takes, the more seldom it is repeated.
    """
    pause = _PAUSE
    try:
        async with asyncio.timeout(patience):
            while (found := await look()) is None:
                await asyncio.sleep(pause)
                pause = min(pause * _SLOWER, _LONGEST_PAUSE)
            return found
    except TimeoutError as error:
        raise TimeoutError(f"waited {patience:.0f} s for: {what}") from error

"""The people of the demo at the doors of the rooms: each act over HTTP, with that person's own token."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import uuid4

import httpx

from runtime.identity.app import DEMO_GRANT

T = TypeVar("T")
Json = dict[str, Any]
_PATIENCE = 45.0
_PAUSE = 0.03
_LONGEST_PAUSE = 0.25
_SLOWER = 1.4


class ActFailed(Exception):  # noqa: N818 - what happened
    """A door refused what the demo takes for right; the message carries the problem details."""


@dataclass
class Cast:
    """Everybody who acts. urls: the doors by room name, and "identity"."""

    urls: Mapping[str, str]
    http: httpx.AsyncClient
    tokens: dict[str, str] = field(default_factory=dict)

    async def token(self, person: str) -> str:
        if person not in self.tokens:
            form = {"grant_type": DEMO_GRANT, "person": person, "client_id": "destek-portal"}
            answer = await self.http.post(f"{self.urls['identity']}/token", data=form)
            answer.raise_for_status()
            self.tokens[person] = str(answer.json()["access_token"])
        return self.tokens[person]

    async def try_post(
        self, person: str, room: str, path: str, body: Json | None = None, key: str | None = None
    ) -> httpx.Response:
        """The answer, whatever it is. A door that is not there is tried again with the same key."""
        headers = {"Authorization": f"Bearer {await self.token(person)}", "Idempotency-Key": key or str(uuid4())}
        async with asyncio.timeout(_PATIENCE):
            while True:
                try:
                    answer = await self.http.post(f"{self.urls[room]}{path}", json=body or {}, headers=headers)
                except httpx.TransportError:
                    await asyncio.sleep(_PAUSE)
                    continue
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE:
                    return answer
                await asyncio.sleep(_PAUSE)

    async def post(self, person: str, room: str, path: str, body: Json | None = None) -> Json:
        """The answer to an act that must succeed. Raises ActFailed."""
        answer = await self.try_post(person, room, path, body)
        if answer.is_error:
            raise ActFailed(f"{person}: POST {path}: {answer.status_code} {answer.text[:1500]}")
        result: Json = answer.json()
        return result

    async def get(self, person: str, room: str, path: str, **query: str) -> Any:
        headers = {"Authorization": f"Bearer {await self.token(person)}"}
        answer = await self.http.get(f"{self.urls[room]}{path}", headers=headers, params=query)
        if answer.is_error:
            raise ActFailed(f"{person}: GET {path}: {answer.status_code} {answer.text[:1500]}")
        return answer.json()


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

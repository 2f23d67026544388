"""The command line's way through the doors: signed in, each write with a key of its own, refusals readable."""

import asyncio
import os
from collections.abc import AsyncIterator
from types import TracebackType
from typing import Any, Literal, Self
from uuid import uuid4

import httpx

from runtime.identity.app import DEMO_GRANT
from runtime.settings import Addresses, PlatformSettings

Room = Literal["application", "evaluation", "monitoring", "audit", "notification"]
TOKEN = "DESTEK_TOKEN"  # noqa: S105 - the name of the variable
_TRIES = 5
_PAUSE = 0.3


class ApiError(Exception):
    """A door said no. str() reads well: the title, then each error with its field."""

    def __init__(self, status: int, title: str, errors: list[dict[str, str]], where: str) -> None:
        self.status, self.title, self.errors, self.where = status, title, errors, where
        lines = [f"{where}: {status} {title}", *(f"  - {_line(error)}" for error in errors)]
        super().__init__("\n".join(lines))

    @classmethod
    def of(cls, answer: httpx.Response) -> Self:
        """From an answer; also one that is no problem+json, as a proxy may give."""
        where = f"{answer.request.method} {answer.request.url}"
        try:
            body = answer.json()
        except ValueError:
            body = None
        if not isinstance(body, dict):
            return cls(answer.status_code, answer.text[:200], [], where)
        title = body.get("title") or body.get("error_description") or body.get("error") or ""
        return cls(answer.status_code, str(title), list(body.get("errors") or []), where)


def _line(error: dict[str, str]) -> str:
    field, message = error.get("field", ""), error.get("message", "")
    return f"{field}: {message}" if field else message


class ApiSession:
    """One person at the doors of the rooms: `async with ApiSession("mufettis") as api: await api.get("audit", …)`.

    person_id: signed in by the development provider, again when the token has run out. Where a token is given,
    or stands in DESTEK_TOKEN, it is used instead. Addresses come from DESTEK_<ROOM>_API_URL.
    A door that is not there yet is tried again for a moment; a write is then repeated with the same key.
    """

    def __init__(
        self,
        person_id: str = "",
        *,
        token: str = "",
        addresses: Addresses | None = None,
        issuer: str = "",
        language: str = "tr",
        http: httpx.AsyncClient | None = None,
    ) -> None:
        self.person_id = person_id
        self._token = token or os.environ.get(TOKEN, "")
        self._is_given = bool(self._token)
        self._addresses = addresses or Addresses()
        self._issuer = issuer or PlatformSettings().oidc_issuer
        self._language = language
        self._http = http or httpx.AsyncClient(timeout=30)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, room: Room, path: str, **query: Any) -> Any:
        """The answer's JSON. Raises ApiError."""
        given = {name: value for name, value in query.items() if value is not None}
        return await self._ask("GET", room, path, params=given)

    async def post(self, room: Room, path: str, body: Any = None, key: str | None = None) -> Any:
        """Write, under a fresh key unless one is given; the answer's JSON. Raises ApiError."""
        headers = {"Idempotency-Key": key or str(uuid4())}
        return await self._ask("POST", room, path, json={} if body is None else body, headers=headers)

    async def pages(self, room: Room, path: str, **query: Any) -> AsyncIterator[Any]:
        """Every entry of a list, page after page (`entries`, `after`). Raises ApiError."""
        after = None
        while True:
            page = await self.get(room, path, after=after, **query)
            for entry in page["entries"]:
                yield entry
            after = page["after"]
            if after is None:
                return

    async def _ask(self, method: str, room: Room, path: str, **rest: Any) -> Any:
        address = str(getattr(self._addresses, f"{room}_api_url")).rstrip("/")
        answer = await self._send(method, address + path, **rest)
        if answer.status_code == httpx.codes.UNAUTHORIZED and not self._is_given:
            self._token = ""
            answer = await self._send(method, address + path, **rest)
        if answer.is_error:
            raise ApiError.of(answer)
        return answer.json() if answer.content else None

    async def _send(self, method: str, url: str, headers: dict[str, str] | None = None, **rest: Any) -> httpx.Response:
        if not self._token:
            self._token = await self._sign_in()
        signed = {"Authorization": f"Bearer {self._token}", "Accept-Language": self._language, **(headers or {})}
        for attempt in range(1, _TRIES + 1):
            try:
                answer = await self._http.request(method, url, headers=signed, **rest)
            except httpx.TransportError as error:
                if attempt == _TRIES:
                    raise ApiError(0, f"no answer: {error!r}", [], f"{method} {url}") from error
            else:
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or attempt == _TRIES:
                    return answer
            await asyncio.sleep(_PAUSE * attempt)
        raise AssertionError("the loop returns or raises")

    async def _sign_in(self) -> str:
        """A token of this person by the development provider's own grant."""
        where = f"{self._issuer.rstrip('/')}/token"
        try:
            answer = await self._http.post(where, data={"grant_type": DEMO_GRANT, "person": self.person_id})
        except httpx.TransportError as error:
            raise ApiError(0, f"no answer: {error!r}", [], f"POST {where}") from error
        if answer.is_error:
            raise ApiError.of(answer)
        return str(answer.json()["access_token"])

"""The one way through the doors for all that is no room: signed in, a key for each write, refusals readable."""

import asyncio
from collections.abc import AsyncIterator, Mapping
from types import TracebackType
from typing import Any, Self

import httpx

from grants.contracts.queues import ROOMS
from runtime.identifiers import new_id
from runtime.identity.app import DEMO_GRANT
from runtime.settings import Addresses, PlatformSettings

IDENTITY = "identity"
_PATIENCE = 3.0
_PAUSE = 0.03
_LONGEST_PAUSE = 0.5
_SLOWER = 1.6


def doors() -> dict[str, str]:
    """Where the rooms and the sign-in provider are, from the environment: {room: address, "identity": address}."""
    addresses = Addresses()
    rooms = {room: str(getattr(addresses, f"{room}_api_url")) for room in ROOMS}
    return {**rooms, IDENTITY: PlatformSettings().oidc_issuer}


class ApiError(Exception):
    """A door said no. str() reads well: the title, then each error with its field."""

    def __init__(self, status: int, title: str, errors: list[dict[str, str]], where: str) -> None:
        self.status, self.title, self.errors, self.where = status, title, errors, where
        lines = [f"{where}: {status} {title}", *(f"  - {_line(error)}" for error in errors)]
        super().__init__("\n".join(lines))

    @classmethod
    def of(cls, answer: httpx.Response, person_id: str = "") -> Self:
        """From an answer; also one that is no problem+json, as a proxy may give. person_id: who asked."""
        who = f"{person_id}: " if person_id else ""
        where = f"{who}{answer.request.method} {answer.request.url}"
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

    person_id: signed in by the development provider, again when the token has run out. Where a token is given, it
    is used instead. urls: as `doors` gives them, which is where they come from unless given.
    A door that is not there yet is tried again for `patience` seconds; a write is then repeated with the same key.
    """

    def __init__(
        self,
        person_id: str = "",
        *,
        token: str = "",
        urls: Mapping[str, str] | None = None,
        language: str = "tr",
        http: httpx.AsyncClient | None = None,
        patience: float = _PATIENCE,
    ) -> None:
        self.person_id = person_id
        self._token = token
        self._is_given = bool(token)
        self._urls = urls or doors()
        self._language = language
        self._http = http or httpx.AsyncClient(timeout=30)
        self._patience = patience

    @property
    def rooms(self) -> frozenset[str]:
        """Those whose doors are known."""
        return frozenset(name for name, url in self._urls.items() if url and name != IDENTITY)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._http.aclose()

    async def get(self, room: str, path: str, **query: Any) -> Any:
        """The answer's JSON. Raises ApiError."""
        given = {name: value for name, value in query.items() if value is not None}
        return self._read(await self._ask("GET", room, path, params=given))

    async def get_bytes(self, room: str, path: str) -> bytes:
        """The answer as it is. Raises ApiError."""
        answer = await self._ask("GET", room, path)
        if answer.is_error:
            raise ApiError.of(answer, "" if self._is_given else self.person_id)
        return answer.content

    async def post(self, room: str, path: str, body: Any = None, key: str | None = None) -> Any:
        """Write, under a fresh key unless one is given; the answer's JSON. Raises ApiError."""
        return self._read(await self.try_post(room, path, body, key))

    async def try_post(self, room: str, path: str, body: Any = None, key: str | None = None) -> httpx.Response:
        """The same, but the answer whatever it is. Raises ApiError where there is none."""
        headers = {"Idempotency-Key": key or new_id()}
        return await self._ask("POST", room, path, json={} if body is None else body, headers=headers)

    async def pages(self, room: str, path: str, **query: Any) -> AsyncIterator[Any]:
        """Every entry of a list, page after page (`entries`, `after`). Raises ApiError."""
        after = None
        while True:
            page = await self.get(room, path, after=after, **query)
            for entry in page["entries"]:
                yield entry
            after = page["after"]
            if after is None:
                return

    def _read(self, answer: httpx.Response) -> Any:
        if answer.is_error:
            raise ApiError.of(answer, "" if self._is_given else self.person_id)
        return answer.json() if answer.content else None

    async def _ask(self, method: str, room: str, path: str, **rest: Any) -> httpx.Response:
        url = self._urls[room].rstrip("/") + path
        answer = await self._send(method, url, **rest)
        if answer.status_code == httpx.codes.UNAUTHORIZED and not self._is_given:
            self._token = ""
            answer = await self._send(method, url, **rest)
        return answer

    async def _send(self, method: str, url: str, headers: dict[str, str] | None = None, **rest: Any) -> httpx.Response:
        if not self._token:
            self._token = await self._sign_in()
        signed = {"Authorization": f"Bearer {self._token}", "Accept-Language": self._language, **(headers or {})}
        pause, left = _PAUSE, self._patience
        while True:
            try:
                answer = await self._http.request(method, url, headers=signed, **rest)
            except httpx.TransportError as error:
                if left <= 0:
                    raise ApiError(0, f"no answer: {error!r}", [], f"{method} {url}") from error
            else:
                if answer.status_code != httpx.codes.SERVICE_UNAVAILABLE or left <= 0:
                    return answer
            await asyncio.sleep(pause)
            pause, left = min(pause * _SLOWER, _LONGEST_PAUSE), left - pause

    async def _sign_in(self) -> str:
        """A token of this person by the development provider's own grant."""
        where = f"{self._urls[IDENTITY].rstrip('/')}/token"
        try:
            answer = await self._http.post(where, data={"grant_type": DEMO_GRANT, "person": self.person_id})
        except httpx.TransportError as error:
            raise ApiError(0, f"no answer: {error!r}", [], f"POST {where}") from error
        if answer.is_error:
            raise ApiError.of(answer)
        return str(answer.json()["access_token"])

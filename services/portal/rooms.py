"""The rooms as the portal sees them: HTTP, with the token of the person who looks, and patience when one is down."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from types import MappingProxyType
from typing import Any

import httpx
import structlog

from runtime.settings import Addresses

_log = structlog.get_logger(__name__)

Query = Mapping[str, str | int | Sequence[str]]
NO_QUERY: Query = MappingProxyType({})


class Room(StrEnum):
    """The rooms the portal asks."""

    APPLICATION = "application"
    EVALUATION = "evaluation"
    MONITORING = "monitoring"
    AUDIT = "audit"
    NOTIFICATION = "notification"


@dataclass(frozen=True, slots=True)
class Got:
    """What a room answered: JSON, as yet unread."""

    content: object


@dataclass(frozen=True, slots=True)
class Breach:
    """One thing a room found wrong. name: of the field, as the room calls it; message: in the person's language.

    rule: as the room names it. asked: what was asked, as machines write it.
    """

    name: str
    message: str
    rule: str = ""
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """A room answered, and said no. title, faults: in the person's language, as the room put it."""

    room: Room
    status: int
    title: str = ""
    faults: tuple[Breach, ...] = ()

    def breaks(self, rule: str) -> bool:
        return any(one.rule == rule for one in self.faults)


@dataclass(frozen=True, slots=True)
class Unavailable:
    """A room did not answer, or answered something else than it should."""

    room: Room


Answer = Got | Refusal | Unavailable


@dataclass(frozen=True, slots=True)
class Paper:
    """A document a room hands out."""

    content: bytes
    media_type: str


def addresses_of(settings: Addresses) -> dict[Room, str]:
    """Where each room is; a room without an address is left out."""
    found = {room: str(getattr(settings, f"{room}_api_url")) for room in Room}
    return {room: url.rstrip("/") for room, url in found.items() if url}


class Rooms:
    """Asks rooms on behalf of people."""

    def __init__(self, addresses: Mapping[Room, str], http: httpx.AsyncClient) -> None:
        self._addresses = addresses
        self._http = http

    def for_person(self, token: str, language: str) -> "Caller":
        return Caller(self._addresses, self._http, {"Authorization": f"Bearer {token}", "Accept-Language": language})


class Caller:
    """Asks rooms for one person; what that person may not see, the rooms do not say."""

    def __init__(self, addresses: Mapping[Room, str], http: httpx.AsyncClient, headers: Mapping[str, str]) -> None:
        self._addresses = addresses
        self._http = http
        self._headers = dict(headers)

    async def get(self, room: Room, path: str, query: Query = NO_QUERY) -> Answer:
        """What the room says; never raises for what happens on the way."""
        return _said(room, path, await self._send(room, "GET", path, params=dict(query)))

    async def post(self, room: Room, path: str, body: object, key: str) -> Answer:
        """What the room says to an act; the same key gets the same answer. Never raises for what happens on the way."""
        return _said(room, path, await self._send(room, "POST", path, json=body, headers={"Idempotency-Key": key}))

    async def tried(self, room: Room, path: str, body: object) -> Answer:
        """What the room would say to an act; nothing is done. Never raises for what happens on the way."""
        return _said(room, path, await self._send(room, "POST", path, json=body, headers={"Only-Try": "1"}))

    async def paper(self, room: Room, path: str, body: object = None) -> Paper | Refusal | Unavailable:
        """A document, whole. body: what is said for it, where it is too long or too private for an address."""
        said = {} if body is None else {"json": body}
        answer = await self._send(room, "POST" if said else "GET", path, **said)
        if answer is None:
            return Unavailable(room)
        if not answer.is_success:
            return Refusal(room, answer.status_code, _title(answer))
        return Paper(answer.content, answer.headers.get("content-type", "application/octet-stream"))

    async def _send(self, room: Room, method: str, path: str, **given: Any) -> httpx.Response | None:
        if room not in self._addresses:
            return None
        try:
            headers = {**self._headers, **given.pop("headers", {})}
            answer = await self._http.request(method, f"{self._addresses[room]}{path}", headers=headers, **given)
        except httpx.HTTPError as error:
            _log.warning("room_does_not_answer", room=room, path=path, error=repr(error))
            return None
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.warning("room_is_unavailable", room=room, path=path, status=answer.status_code)
            return None
        return answer


def _said(room: Room, path: str, answer: httpx.Response | None) -> Answer:
    if answer is None:
        return Unavailable(room)
    if not answer.is_success:
        return Refusal(room, answer.status_code, _title(answer), _faults(answer))
    try:
        return Got(answer.json())
    except ValueError:
        _log.warning("room_answers_no_json", room=room, path=path)
        return Unavailable(room)


def _problem(answer: httpx.Response) -> dict[str, Any]:
    try:
        problem = answer.json()
    except ValueError:
        return {}
    return problem if isinstance(problem, dict) else {}


def _title(answer: httpx.Response) -> str:
    title = _problem(answer).get("title")
    return title if isinstance(title, str) else ""


def _faults(answer: httpx.Response) -> tuple[Breach, ...]:
    errors = _problem(answer).get("errors")
    found = [one for one in errors if isinstance(one, dict)] if isinstance(errors, list) else []
    named = ("field", "message", "rule", "asked")
    return tuple(Breach(*(str(one.get(name, "")) for name in named)) for one in found)

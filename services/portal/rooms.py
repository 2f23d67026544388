"""The rooms as the portal sees them: HTTP, with the token of the person who looks, and patience when one is down."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from types import MappingProxyType

import httpx
import structlog

from runtime.settings import Addresses

_log = structlog.get_logger(__name__)

Query = Mapping[str, str | int]
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
class Refusal:
    """A room answered, and said no. title, detail: in the person's language, as the room put it."""

    room: Room
    status: int
    title: str = ""


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
        answer = await self._send(room, path, query)
        if answer is None:
            return Unavailable(room)
        if not answer.is_success:
            return Refusal(room, answer.status_code, _title(answer))
        try:
            return Got(answer.json())
        except ValueError:
            _log.warning("room_answers_no_json", room=room, path=path)
            return Unavailable(room)

    async def paper(self, room: Room, path: str) -> Paper | Refusal | Unavailable:
        """A document, whole."""
        answer = await self._send(room, path, NO_QUERY)
        if answer is None:
            return Unavailable(room)
        if not answer.is_success:
            return Refusal(room, answer.status_code, _title(answer))
        return Paper(answer.content, answer.headers.get("content-type", "application/octet-stream"))

    async def _send(self, room: Room, path: str, query: Query) -> httpx.Response | None:
        if room not in self._addresses:
            return None
        try:
            answer = await self._http.get(f"{self._addresses[room]}{path}", params=dict(query), headers=self._headers)
        except httpx.HTTPError as error:
            _log.warning("room_does_not_answer", room=room, path=path, error=repr(error))
            return None
        if answer.status_code >= HTTPStatus.INTERNAL_SERVER_ERROR:
            _log.warning("room_is_unavailable", room=room, path=path, status=answer.status_code)
            return None
        return answer


def _title(answer: httpx.Response) -> str:
    try:
        problem = answer.json()
    except ValueError:
        return ""
    title = problem.get("title") if isinstance(problem, dict) else None
    return title if isinstance(title, str) else ""

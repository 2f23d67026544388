"""What component tests stand on: signed people, a clock the test sets, and rooms on real servers."""

from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import monotonic
from typing import Any
from uuid import uuid4

import httpx
import obstore
from fastapi import FastAPI
from sqlalchemy import select

from runtime.auth import TokenVerifier
from runtime.bus import Bus
from runtime.cloudevents import CloudEvent
from runtime.db import Database, outbox
from runtime.documents import Documents, open_documents
from runtime.identity.app import create_app
from runtime.identity.keys import signing_key
from runtime.identity.people import Person
from runtime.identity.settings import IdentitySettings
from runtime.identity.tokens import Tokens
from runtime.messages import catalogue
from runtime.room import Platform, RoomPlan, api_of
from runtime.settings import PlatformSettings
from runtime.temporal import connect
from runtime.unit import Desk

ISSUER = "http://identity.test"


class TestClock:
    """A clock that stands where the test puts it; it begins at a Monday morning."""

    __test__ = False

    def __init__(self) -> None:
        self.begin()

    def begin(self) -> None:
        self.at = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)

    async def now(self) -> datetime:
        return self.at

    def forward(self, **span: float) -> datetime:
        self.at += timedelta(**span)
        return self.at


class Signer:
    """The real sign-in provider in this process; signs for whomever a test names.

    Who comes again as he last came still has that sign-in, as in a browser: signing takes as long as many a request.
    """

    def __init__(self, key_file: Path) -> None:
        people = key_file.with_name("people.yaml")
        self._settings = IdentitySettings(api_url=ISSUER, key_file=key_file, people=people)
        self._tokens = Tokens(self._settings, signing_key(key_file), lambda: datetime.now(UTC).timestamp())
        nobody = Person(id="nobody", name="Nobody")
        self.app: FastAPI = create_app(self._settings, (nobody,))
        self._last: dict[str, tuple[Person, float, str]] = {}
        """By person: as whom, until when (on the monotonic clock) and with which token."""

    def token(self, person_id: str, *roles: str, organisation: str | None = None, tax_number: str | None = None) -> str:
        person = Person(
            id=person_id, name=person_id.title(), roles=roles, organisation=organisation, tax_number=tax_number
        )
        last, until, token = self._last.get(person_id, (None, 0.0, ""))
        if last != person or monotonic() > until:
            token = str(self._tokens.answer(person, "destek-portal", None)["access_token"])
            self._last[person_id] = (person, monotonic() + self._settings.token_lifetime / 2, token)
        return token

    def verifier(self) -> TokenVerifier:
        http = httpx.AsyncClient(transport=httpx.ASGITransport(self.app))
        return TokenVerifier(ISSUER, "destek", http)


@dataclass
class ApiClient:
    """HTTP to a room's real application. `as_` signs in; each POST gets a fresh key unless one is given."""

    app: FastAPI
    signer: Signer
    token: str = ""

    def as_(self, person_id: str, *roles: str, **facts: str | None) -> "ApiClient":
        return ApiClient(self.app, self.signer, self.signer.token(person_id, *roles, **facts))

    async def get(self, path: str, **query: Any) -> httpx.Response:
        return await self._send("GET", path, params=query)

    async def post(self, path: str, body: Any = None, key: str | None = None, language: str = "tr") -> httpx.Response:
        headers = {"Idempotency-Key": key or str(uuid4()), "Accept-Language": language}
        return await self._send("POST", path, json={} if body is None else body, headers=headers)

    async def _send(self, method: str, path: str, headers: dict[str, str] | None = None, **rest: Any) -> httpx.Response:
        headers = {**(headers or {}), **({"Authorization": f"Bearer {self.token}"} if self.token else {})}
        transport = httpx.ASGITransport(self.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://room.test", trust_env=False) as http:
            return await http.request(method, path, headers=headers, **rest)


@dataclass
class Room:
    """One room on its real database, with its HTTP door; its clock is the test's."""

    plan: RoomPlan
    platform: Platform
    desk: Desk
    clock: TestClock
    api: ApiClient

    async def told(self, about: str | None = None, *, reads: bool = False) -> list[CloudEvent]:
        """The events in the outbox, in order; of one subject if given, and then with who read of it only if asked."""
        query = select(outbox.c.body).order_by(outbox.c.place)
        if about is not None:
            query = query.where(outbox.c.about == about)
        async with self.desk.database.transaction() as session:
            events = [CloudEvent.parse(body.encode()) for body in (await session.scalars(query)).all()]
        return [event for event in events if about is None or reads or not event.type.endswith(".file.read.v1")]

    async def told_types(self, about: str | None = None, *, reads: bool = False) -> list[str]:
        return [event.type for event in await self.told(about, reads=reads)]


async def platform_for(
    settings: PlatformSettings, signer: Signer, clock: TestClock, closing: AsyncExitStack
) -> Platform:
    bus = await Bus.connect(settings.nats_url, "tests")
    closing.push_async_callback(bus.close)
    await bus.provide_streams()
    return Platform(
        settings=settings,
        temporal=await connect(settings),
        bus=bus,
        clock=clock,
        verifier=signer.verifier(),
        texts=catalogue("grants", "runtime"),
        documents=open_documents("memory:///"),
    )


async def emptied(documents: Documents) -> None:
    """Nothing is kept in this store any more, as before a test."""
    await obstore.delete_async(
        documents.store, [one["path"] for one in await obstore.list(documents.store).collect_async()]
    )


def open_room(plan: RoomPlan, platform: Platform, clock: TestClock, url: str, signer: Signer) -> Room:
    desk = Desk(plan.name, Database(url), clock)
    return Room(plan, platform, desk, clock, ApiClient(api_of(plan, platform, desk), signer))

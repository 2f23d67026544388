"""A room gives account of its outbox: which events it told, and tells one again where somebody is missing it.

Asked over the bus, request and answer: `{"after": id, "limit": n}` gives `{"told": [[id, about, settled, digest], …]}`
in the order of ids, `{"again": [id, …]}` publishes these once more and gives `{"published": n}`, `{"shown": id}` gives
`{"body": text}`, null for what the room has not, and `{"pruned": true}` gives `{"pruned": id}`, the last event that
the room has let go of, "" for none. digest: SHA-256 of the body, hex. What was told within the last
moments is not settled: it may still be on its way.
"""

import asyncio
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import func, select, text

from runtime.asking import Answering, as_json, asked
from runtime.bus import Bus
from runtime.db import Database, outbox
from runtime.keeping import last_pruned

SETTLED_SECONDS = 30
MOST = 500


class NoAccount(Exception):  # noqa: N818 - what is the matter
    """A room did not answer."""


class Question(BaseModel):
    """What a room may be asked."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    after: str = Field(default="", max_length=100)
    limit: int = Field(default=MOST, ge=1, le=MOST)
    again: list[str] = Field(default_factory=list, max_length=MOST)
    shown: str = Field(default="", max_length=100)
    pruned: bool = False
    settled_seconds: int = Field(default=SETTLED_SECONDS, ge=0)


class Account:
    """Answers for the outbox of a room until told to stop."""

    def __init__(self, room: str, database: Database, bus: Bus) -> None:
        self._room = room
        self._database = database
        self._bus = bus

    async def run(self, stop: asyncio.Event) -> None:
        await Answering(self._bus, _address(self._room), "account", self._answer).run(stop)

    async def _answer(self, question: bytes) -> bytes:
        return as_json(await self._answer_to(Question.model_validate_json(question)))

    async def _answer_to(self, question: Question) -> dict[str, Any]:
        if question.again:
            return await self._again(question)
        if question.pruned:
            return await self._pruned()
        return await self._shown(question.shown) if question.shown else await self._told(question)

    async def _shown(self, event_id: str) -> dict[str, Any]:
        async with self._database.transaction() as session:
            return {"body": await session.scalar(select(outbox.c.body).where(outbox.c.id == event_id))}

    async def _pruned(self) -> dict[str, Any]:
        async with self._database.transaction() as session:
            return {"pruned": await last_pruned(session)}

    async def _told(self, question: Question) -> dict[str, Any]:
        before = func.now() - text(f"interval '{question.settled_seconds} seconds'")
        settled = (outbox.c.stream_place.is_not(None) & (outbox.c.told_at <= before)).label("settled")
        digest = func.encode(func.sha256(func.convert_to(outbox.c.body, "UTF8")), "hex").label("digest")
        query = select(outbox.c.id, outbox.c.about, settled, digest).where(outbox.c.id > question.after)
        async with self._database.transaction() as session:
            rows = await session.execute(query.order_by(outbox.c.id).limit(question.limit))
            return {"told": [[row.id, row.about, bool(row.settled), row.digest] for row in rows]}

    async def _again(self, question: Question) -> dict[str, Any]:
        kept = outbox.c.id.in_(question.again) & (outbox.c.body != "")
        query = select(outbox).where(kept).order_by(outbox.c.place)
        async with self._database.transaction() as session:
            rows = (await session.execute(query)).all()
        for row in rows:
            headers = {"Nats-Msg-Id": f"{row.id}/again/{uuid4()}"}
            await self._bus.stream.publish(row.address, row.body.encode(), headers=headers)
        return {"published": len(rows)}


@dataclass(frozen=True, slots=True)
class Told:
    """An event in a room's outbox; is_settled: it was given to the bus a while ago. digest: SHA-256 of it, hex."""

    event_id: str
    about: str
    is_settled: bool
    digest: str = ""


async def told_by(bus: Bus, room: str, after: str, settled_seconds: int = SETTLED_SECONDS) -> list[Told]:
    """The next events a room told, in the order of ids, at most MOST. Raises NoAccount."""
    answer = await _ask(bus, room, Question(after=after, settled_seconds=settled_seconds))
    return [Told(str(event_id), str(about), bool(settled), *rest) for event_id, about, settled, *rest in answer["told"]]


async def shown_by(bus: Bus, room: str, event_id: str) -> str | None:
    """An event as the room's outbox has it; None where it has it not. Raises NoAccount."""
    body: str | None = (await _ask(bus, room, Question(shown=event_id)))["body"]
    return body


async def pruned_by(bus: Bus, room: str) -> str:
    """The last event, by id, that went out of a room's outbox; "" before the first. Raises NoAccount."""
    return str((await _ask(bus, room, Question(pruned=True)))["pruned"])


async def tell_again(bus: Bus, room: str, event_ids: list[str]) -> int:
    """How many of these the room still had, and published again. Raises NoAccount."""
    return int((await _ask(bus, room, Question(again=event_ids)))["published"])


async def _ask(bus: Bus, room: str, question: Question) -> dict[str, Any]:
    found, _ = await asked(bus, _address(room), question, lambda why: NoAccount(f"{room} gives no account: {why}"))
    return found


def _address(room: str) -> str:
    return f"account.{room}"

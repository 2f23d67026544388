"""Whoever keeps the record for good tells a room again what it missed, when the bus has it no more.

Asked over the bus: `{"room": r, "types": [t, …], "after": place, "since": id}` is answered by a line
`{"after": place, "goes_on": bool}` and then the events, one a line, in the order in which they were recorded: those of
these types that this room told, after that place of the record; where that is 0, from the first on that came after the
one of this id. An answer may be short, or without an event, and yet go on: the next question begins at its place. What
was erased in an event is empty.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass

from pydantic import BaseModel, ConfigDict, Field

from runtime.asking import Answering, as_json, asked
from runtime.bus import Bus
from runtime.trouble import Trouble

ADDRESS = "retell"
MOST_BYTES = 500_000
"""Of one answer, unless a single event is longer: the bus takes a million."""


class NobodyTells(Trouble):
    """Whoever keeps the record did not answer: the room waits for it."""


class Missing(BaseModel):
    """What a room asks for."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    room: str = Field(max_length=100)
    types: tuple[str, ...] = Field(max_length=300)
    after: int = Field(default=0, ge=0)
    since: str = Field(default="", max_length=100)


@dataclass(frozen=True, slots=True)
class Retold:
    """after: up to which place of the record this is all there was. events: as they were told, canonical."""

    after: int
    goes_on: bool
    events: Sequence[bytes]


class Reteller:
    """Answers by `tell` until told to stop."""

    def __init__(self, bus: Bus, tell: Callable[[Missing], Awaitable[Retold]]) -> None:
        self._bus = bus
        self._tell = tell

    async def run(self, stop: asyncio.Event) -> None:
        await Answering(self._bus, ADDRESS, "retell", self._answer).run(stop)

    async def _answer(self, question: bytes) -> bytes:
        found = await self._tell(Missing.model_validate_json(question))
        return b"\n".join((as_json({"after": found.after, "goes_on": found.goes_on}), *found.events))


async def retold(bus: Bus, missing: Missing) -> Retold:
    """The next part of what is asked for. Raises NobodyTells."""
    found, events = await asked(bus, ADDRESS, missing, NobodyTells)
    return Retold(int(found["after"]), bool(found["goes_on"]), events)

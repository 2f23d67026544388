"""How far a listener has heard each stream: noted beside its inbox; of one without a database, with whoever keeps the
record.

Over the bus: `{"who": w, "room": r}` is answered by `{"place": p, "upto": moment, "reached": n}`, or by `{}` where
nothing was noted. With `"place"` (and `"upto"`, or none for now) it is noted, with `"reached"` how far a healing is.
"""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert

from runtime.asking import Answering, as_json, asked
from runtime.bus import Bus
from runtime.db import Database
from runtime.keeping import HEARD, pruned
from runtime.retelling import NobodyTells

ADDRESS = "heard"
APART = "apart"
"""In `pruned` of whoever keeps the record, before the name of a listener and of a room: how far that has heard this."""


@dataclass(frozen=True, slots=True)
class Noted:
    """How far a stream was heard. place: in the stream. upto: when all there was had been heard; reached: place in the
    record, while it is healed.
    """

    place: int
    upto: datetime | None
    reached: int


class Notes(Protocol):
    """Of one listener, by the room whose stream it hears. Each raises NobodyTells where they cannot be had now."""

    async def read(self, room: str) -> Noted | None:
        """None where nothing was noted."""

    async def write(self, room: str, place: int, upto: datetime | None) -> None:
        """How far it has come. upto: None for now; else the stream's own beginning, before which nothing is missing."""

    async def reach(self, room: str, place: int) -> None:
        """How far a healing has come: broken off, it goes on from here."""


@dataclass(frozen=True, slots=True)
class NotedHere:
    """In the plumbing's own table. before: the name of a room, under which name it is noted."""

    database: Database
    before: str = HEARD

    async def read(self, room: str) -> Noted | None:
        query = select(pruned).where(pruned.c.what == self._name(room))
        async with self.database.transaction() as session:
            row = (await session.execute(query)).first()
        return None if row is None else Noted(row.rows, row.upto, int(row.last or 0))

    async def write(self, room: str, place: int, upto: datetime | None) -> None:
        row = {"what": self._name(room), "rows": place, "last": ""}
        fresh = insert(pruned).values(**row, upto=func.now() if upto is None else upto)
        known = {"rows": place, "last": "", "upto": func.greatest(pruned.c.upto, fresh.excluded.upto)}
        async with self.database.transaction() as session:
            await session.execute(fresh.on_conflict_do_update(index_elements=["what"], set_=known))

    async def reach(self, room: str, place: int) -> None:
        fresh = insert(pruned).values(what=self._name(room), rows=0, last=str(place))
        async with self.database.transaction() as session:
            await session.execute(fresh.on_conflict_do_update(index_elements=["what"], set_={"last": str(place)}))

    def _name(self, room: str) -> str:
        return f"{self.before} {room}"


class Note(BaseModel):
    """What is asked, or is to be noted."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    who: str = Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")
    room: str = Field(pattern=r"^[a-z][a-z0-9-]{0,40}$")
    place: int | None = Field(default=None, ge=0)
    upto: AwareDatetime | None = None
    reached: int | None = Field(default=None, ge=0)


@dataclass(frozen=True, slots=True)
class NotedApart:
    """With whoever keeps the record, asked over the bus. who: the listener."""

    bus: Bus
    who: str

    async def read(self, room: str) -> Noted | None:
        found = await self._ask(Note(who=self.who, room=room))
        upto = found.get("upto")
        moment = datetime.fromisoformat(upto) if upto else None
        return Noted(int(found["place"]), moment, int(found["reached"])) if found else None

    async def write(self, room: str, place: int, upto: datetime | None) -> None:
        await self._ask(Note(who=self.who, room=room, place=place, upto=upto))

    async def reach(self, room: str, place: int) -> None:
        await self._ask(Note(who=self.who, room=room, reached=place))

    async def _ask(self, note: Note) -> dict[str, Any]:
        return (await asked(self.bus, ADDRESS, note, NobodyTells))[0]


class Notebook:
    """Whoever keeps the record keeps these as well, for those who have nowhere else; until told to stop."""

    def __init__(self, bus: Bus, database: Database) -> None:
        self._bus = bus
        self._database = database

    async def run(self, stop: asyncio.Event) -> None:
        await Answering(self._bus, ADDRESS, "heard", self._answer).run(stop)

    async def _answer(self, question: bytes) -> bytes:
        return as_json(await self._kept(Note.model_validate_json(question)))

    async def _kept(self, note: Note) -> dict[str, Any]:
        notes = NotedHere(self._database, f"{APART} {note.who}")
        if note.place is not None:
            await notes.write(note.room, note.place, note.upto)
        elif note.reached is not None:
            await notes.reach(note.room, note.reached)
        found = await notes.read(note.room)
        if found is None:
            return {}
        upto = found.upto.isoformat() if found.upto else ""
        return {"place": found.place, "upto": upto, "reached": found.reached}

"""Copies of what was told about a file whose personal data were erased: in the room's outbox, and on the bus.

Each goes once the ledger holds it and no listener needs it any more. In the outbox the row stays, empty, until it is
pruned: the ledger and the outbox can still be held against each other by it.
"""

from collections.abc import Collection, Sequence
from contextlib import suppress
from typing import Any

from nats.js.errors import NotFoundError
from sqlalchemy import Row, func, select, update

from runtime.bus import Bus, stream_name
from runtime.cloudevents import CloudEvent, NotAnEvent
from runtime.db import outbox
from runtime.keeping import erased
from runtime.unit import Desk
from runtime.vouching import MOST, Vouched, held_of


class Copies:
    """Those of one room."""

    def __init__(self, desk: Desk, bus: Bus) -> None:
        self._desk = desk
        self._bus = bus

    async def destroy(self) -> None:
        """Of every file that was erased, what can go by now. Raises NobodyVouches."""
        async with self._desk.database.transaction() as session:
            found = (await session.execute(select(erased).where(erased.c.emptied_at.is_(None)))).all()
        for file in found:
            while await self._some_of(file.about, file.event_id):
                pass

    async def _some_of(self, about: str, event_id: str) -> bool:
        """Whether there may be more that can go now; with the last, the file is done with."""
        rows = await self._left(about, event_id)
        gone = await self._held(rows)
        async with self._desk.database.transaction() as session:
            if gone:
                await session.execute(update(outbox).where(outbox.c.id.in_(gone)).values(body=""))
            if len(gone) == len(rows) < MOST:
                done = update(erased).where(erased.c.about == about, erased.c.event_id == event_id)
                await session.execute(done.values(emptied_at=func.now()))
        return len(gone) == len(rows) == MOST

    async def _left(self, about: str, event_id: str) -> Sequence[Row[Any, Any, Any]]:
        digest = func.encode(func.sha256(func.convert_to(outbox.c.body, "UTF8")), "hex").label("digest")
        query = select(outbox.c.id, outbox.c.stream_place, digest)
        query = query.where(outbox.c.about == about, outbox.c.id <= event_id, outbox.c.body != "")
        async with self._desk.database.transaction() as session:
            return (await session.execute(query.order_by(outbox.c.id).limit(MOST))).all()

    async def _held(self, rows: Sequence[Row[Any, Any, Any]]) -> Collection[str]:
        """Those of these rows that the ledger holds, and that are on the bus no more."""
        if not rows:
            return ()
        held = set(await held_of(self._bus, Vouched(room=self._desk.room, told=[(row.id, row.digest) for row in rows])))
        passed = await self._passed()
        gone = []
        for row in rows:
            if row.id in held and row.stream_place is not None and row.stream_place <= passed:
                await self._take_off(row.id, row.stream_place)
                gone.append(row.id)
        return gone

    async def _passed(self) -> int:
        """Up to which place every listener has heard what it hears."""
        stream = stream_name(self._desk.room)
        listeners = await self._bus.stream.consumers_info(stream)
        behind = [one for one in listeners if one.num_pending or one.num_ack_pending]
        last = (await self._bus.stream.stream_info(stream)).state.last_seq
        return min((one.ack_floor.stream_seq if one.ack_floor else 0 for one in behind), default=last)

    async def _take_off(self, event_id: str, place: int) -> None:
        """Take an event off the bus, where it still lies there."""
        stream = stream_name(self._desk.room)
        with suppress(NotFoundError, NotAnEvent):
            found = await self._bus.stream.get_msg(stream, place)
            if CloudEvent.parse(found.data or b"").id == event_id:
                await self._bus.stream.delete_msg(stream, place)

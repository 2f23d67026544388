"""The relay: takes what waits in a room's outbox to the bus, in order for each application, exactly as told.

One relay a room works at a time (an advisory lock); NOTIFY only wakes it. A row is marked with the place the
bus gave it. What the bus has lost since (its stream is shorter than the marks) is published again.
"""

import asyncio
from collections import defaultdict
from collections.abc import Sequence
from contextlib import suppress

import asyncpg
import nats.errors
import structlog
from nats.js.errors import Error as JetStreamError
from sqlalchemy import Row, bindparam, select, text, update
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.bus import Bus, stream_name
from runtime.db import Database, outbox
from runtime.faults import told
from runtime.telemetry import PUBLISHED
from runtime.unit import CHANNEL

BATCH = 500
IDLE_SECONDS = 1.0
RECONCILE_SECONDS = 30.0
_log = structlog.get_logger(__name__)


class Relay:
    """Publishes one room's outbox until told to stop."""

    def __init__(self, room: str, database: Database, bus: Bus) -> None:
        self._room = room
        self._database = database
        self._bus = bus
        self._wake = asyncio.Event()

    async def run(self, stop: asyncio.Event) -> None:
        """Publish what waits, again and again; troubles of bus or database are waited out."""
        listener = asyncio.create_task(self._listen(stop))
        reconciler = asyncio.create_task(self._reconcile(stop))
        try:
            while not stop.is_set():
                self._wake.clear()
                try:
                    moved = await self.publish_waiting()
                except Exception as error:  # noqa: BLE001 - a relay outlives every trouble; the outbox keeps all
                    _log.warning("relay_waits", room=self._room, error=told(error))
                    moved = 0
                if moved < BATCH:
                    with suppress(TimeoutError):
                        await asyncio.wait_for(self._wake.wait(), IDLE_SECONDS)
        finally:
            for task in (listener, reconciler):
                task.cancel()
            await asyncio.gather(listener, reconciler, return_exceptions=True)

    async def publish_waiting(self) -> int:
        """Publish one batch; returns how many events went out."""
        async with self._database.transaction() as session:
            if not await session.scalar(text("SELECT pg_try_advisory_xact_lock(7110)")):
                return 0
            rows = (
                await session.execute(
                    select(outbox).where(outbox.c.stream_place.is_(None)).order_by(outbox.c.place).limit(BATCH)
                )
            ).all()
            if not rows:
                return 0
            placed = await self._publish(rows)
            await self._mark(session, placed)
        if len(placed) < len(rows):
            await self._bus.provide_streams((self._room,))
        PUBLISHED.labels(self._room).inc(len(placed))
        if len(placed) < len(rows):
            await asyncio.sleep(0.2)
        return len(placed)

    async def _publish(self, rows: Sequence[Row[tuple[object, ...]]]) -> list[dict[str, object]]:
        """Publish side by side across subjects, one after the other within one; a failure stops its own line."""
        lines: dict[str, list[Row[tuple[object, ...]]]] = defaultdict(list)
        for row in rows:
            lines[row.about].append(row)
        published = await asyncio.gather(*(self._publish_line(line) for line in lines.values()))
        return [place for line in published for place in line]

    async def _publish_line(self, line: list[Row[tuple[object, ...]]]) -> list[dict[str, object]]:
        placed: list[dict[str, object]] = []
        for row in line:
            try:
                ack = await self._bus.stream.publish(row.address, row.body.encode(), headers={"Nats-Msg-Id": row.id})
            except (nats.errors.Error, JetStreamError, OSError, TimeoutError) as error:
                _log.warning("publish_failed", room=self._room, event_id=row.id, error=told(error))
                break
            placed.append({"row_id": row.id, "seq": ack.seq, "fresh": not ack.duplicate})
        return placed

    async def _mark(self, session: AsyncSession, placed: list[dict[str, object]]) -> None:
        """Note where the bus put each; a fresh place at or below one already given means its tail was lost."""
        if not placed:
            return
        fresh = [int(str(one["seq"])) for one in placed if one["fresh"]]
        if fresh:
            await self._give_back(session, min(fresh) - 1)
        connection = await session.connection()
        await connection.execute(
            update(outbox).where(outbox.c.id == bindparam("row_id")).values(stream_place=bindparam("seq")),
            [{"row_id": one["row_id"], "seq": one["seq"]} for one in placed],
        )

    async def _give_back(self, session: AsyncSession, last: int) -> int:
        """Let what was marked beyond the last place the bus really has wait again; returns how many."""
        lost = await session.execute(
            update(outbox)
            .where(outbox.c.stream_place > last, outbox.c.body != "")
            .values(stream_place=None)
            .returning(outbox.c.id)
        )
        count = len(lost.all())
        if count:
            _log.warning("bus_lost_events", room=self._room, count=count, last=last)
            self._wake.set()
        return count

    async def reconcile(self) -> int:
        """Give back to the outbox what the bus no longer has at its end; returns how many rows."""
        await self._bus.provide_streams((self._room,))
        info = await self._bus.stream.stream_info(stream_name(self._room))
        async with self._database.transaction() as session:
            if not await session.scalar(text("SELECT pg_try_advisory_xact_lock(7110)")):
                return 0
            return await self._give_back(session, info.state.last_seq)

    async def _reconcile(self, stop: asyncio.Event) -> None:
        while not stop.is_set():
            try:
                await self.reconcile()
            except Exception as error:  # noqa: BLE001 - tried again at the next round
                _log.warning("reconcile_waits", room=self._room, error=told(error))
            await asyncio.sleep(RECONCILE_SECONDS)

    async def _listen(self, stop: asyncio.Event) -> None:
        """Wake at each NOTIFY; a lost connection is made again, and the idle poll bridges the gap."""
        url = self._database.url.replace("+asyncpg", "")
        while not stop.is_set():
            try:
                connection = await asyncpg.connect(url)
            except (OSError, TimeoutError, asyncpg.PostgresError):
                await asyncio.sleep(IDLE_SECONDS)
                continue
            try:
                await connection.add_listener(CHANNEL, lambda *_: self._wake.set())
                gone = asyncio.Event()
                connection.add_termination_listener(lambda *_: gone.set())  # noqa: B023 - bound per connection
                await gone.wait()
            finally:
                with suppress(OSError, TimeoutError, asyncpg.PostgresError, asyncpg.InterfaceError):
                    await connection.close(timeout=1)

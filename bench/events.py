"""How many events a second get from an outbox to a committed effect, against publishing alone on the same bus?"""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from sqlalchemy import func, select

from bench.answer import Answer, middle, percentile
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts.event import EventData
from runtime.auth import system_actor
from runtime.bus import Bus, stream_name
from runtime.clock import SystemClock
from runtime.cloudevents import CloudEvent
from runtime.consumer import Consumer, room_effect
from runtime.db import Database, inbox, outbox, plumbing
from runtime.relay import BATCH, Relay
from runtime.unit import Desk, Unit

QUESTION = "events a second, outbox to committed effect"
AIM = 0.1
ROOM = "notification"
SUBJECTS = 50


class Probed(EventData):
    """An event of about the size of the programme's own."""

    SUBJECT = "notification.bench.probed"

    number: int
    text: str = "x" * 200


@dataclass
class Probe:
    """A room that only tells, and hears itself."""

    desk: Desk
    bus: Bus
    heard: int = 0

    async def tell(self, count: int) -> None:
        """One transaction for each subject, its events in turn."""
        for subject in range(SUBJECTS):
            async with self.desk.unit(system_actor("bench")) as unit:
                for number in range(subject, count, SUBJECTS):
                    unit.tell(Probed(number=number), f"subject-{subject}")

    async def hear(self, _unit: Unit, _event: CloudEvent) -> None:
        self.heard += 1

    async def committed(self) -> int:
        async with self.desk.database.transaction() as session:
            return int(await session.scalar(select(func.count()).select_from(inbox)) or 0)

    async def clear(self) -> None:
        self.heard = 0
        async with self.desk.database.transaction() as session:
            await session.execute(inbox.delete())
            await session.execute(outbox.delete())
        await self.bus.stream.purge_stream(stream_name(ROOM))


async def answers(events: int = 3000, rounds: int = 3, alone: int = 40) -> list[Answer]:
    """On servers alone, as durable as `destek up` runs them."""
    with TemporaryDirectory(prefix="destek-bench-") as folder:
        async with Stack(StackOptions(data=Path(folder), processes=False, databases=(ROOM,))) as stack:
            database = Database(stack.database_urls[ROOM])
            async with database.engine.begin() as connection:
                await connection.run_sync(plumbing.create_all)
            bus = await Bus.connect(stack.nats_url, "bench")
            await bus.provide_streams((ROOM,))
            probe = Probe(Desk(ROOM, database, SystemClock()), bus)
            try:
                pairs = [(await _whole_way(probe, events), await _raw(probe, events)) for _ in range(rounds)]
                times = await _alone(probe, alone)
            finally:
                await bus.close()
                await database.close()
    return [_answer(pairs, events, times)]


@asynccontextmanager
async def _hearing(probe: Probe) -> AsyncIterator[None]:
    """The relay and a consumer of the probe, at work."""
    effect = room_effect(probe.desk, {Probed.type_name(): probe.hear})
    consumer = Consumer(probe.bus, f"bench-{uuid4().hex}", ROOM, (Probed.SUBJECT,), effect)
    stop = asyncio.Event()
    tasks = [asyncio.create_task(part.run(stop)) for part in (Relay(ROOM, probe.desk.database, probe.bus), consumer)]
    try:
        yield
    finally:
        stop.set()
        await asyncio.gather(*tasks)
        await probe.bus.stream.delete_consumer(stream_name(ROOM), consumer.name)


async def _whole_way(probe: Probe, count: int) -> float:
    """Events a second from waiting rows to committed effects."""
    await probe.clear()
    await probe.tell(count)
    started = time.perf_counter()
    async with _hearing(probe):
        while probe.heard < count or await probe.committed() < count:  # noqa: ASYNC110 - the probe is only looked at
            await asyncio.sleep(0.01)
        seconds = time.perf_counter() - started
    return count / seconds


async def _alone(probe: Probe, count: int) -> list[float]:
    """Milliseconds from the commit of one event until it is acted on, at no beat with any polling."""
    times: list[float] = []
    await probe.clear()
    async with _hearing(probe):
        for number in range(count):
            await asyncio.sleep(0.05 + 0.17 * (number % 5))
            heard = probe.heard
            async with probe.desk.unit(system_actor("bench")) as unit:
                unit.tell(Probed(number=number), "alone")
            started = time.perf_counter()
            while probe.heard == heard:  # noqa: ASYNC110 - the probe is only looked at
                await asyncio.sleep(0.001)
            times.append(1000 * (time.perf_counter() - started))
    return times[1:] or times


async def _raw(probe: Probe, count: int) -> float:
    """Events a second of publishing the same bodies, as many side by side as the relay may take at once."""
    async with probe.desk.database.transaction() as session:
        bodies = [body.encode() for body in (await session.scalars(select(outbox.c.body).limit(count))).all()]
    started = time.perf_counter()
    for place in range(0, count, BATCH):
        batch = bodies[place : place + BATCH]
        await asyncio.gather(
            *(probe.bus.stream.publish(Probed.SUBJECT, body, headers={"Nats-Msg-Id": str(uuid4())}) for body in batch)
        )
    return count / (time.perf_counter() - started)


def _answer(pairs: list[tuple[float, float]], count: int, alone: list[float]) -> Answer:
    return Answer(
        question=QUESTION,
        measured=middle([whole for whole, _ in pairs]),
        limit=middle([raw for _, raw in pairs]),
        unit="events/s",
        limit_is="raw JetStream publish of the same bodies on the same server",
        ratio=middle([whole / raw for whole, raw in pairs]),
        aim=AIM,
        better="more",
        details={
            "events": count,
            "subjects": SUBJECTS,
            "one_alone_p50_ms": percentile(alone, 50),
            "one_alone_p95_ms": percentile(alone, 95),
        },
    )

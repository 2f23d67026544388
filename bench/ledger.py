"""How many events a second get from the bus into the ledger, acknowledged, against hashing and inserting them alone?"""

import asyncio
import gc
import hashlib
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import uuid4

import psutil
from sqlalchemy import text

from bench.answer import Answer, middle
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts import application_events as application
from grants.contracts import evaluation_events as evaluation
from grants.contracts.event import ActRefused, EventData, FileRead
from grants.contracts.stages import Stage
from grants.values import ApplicationId, CallId, PersonId
from runtime.bus import Bus, stream_name
from runtime.clock import SystemClock
from runtime.cloudevents import CloudEvent
from runtime.consumer import MANY, Consumer, Heard, Together, room_effect, room_together
from runtime.db import Database
from runtime.garbage import settle_down
from runtime.identifiers import new_id
from runtime.migrate import upgrade
from runtime.unit import Desk
from services.audit.events import HEARS
from services.audit.usecases.record import IN_MASS

QUESTION = "events a second, bus to acknowledged in the ledger"
AIM = 0.1
"""Of what hashing and copying alone come to."""
UNIT = "events/s"
AIMED_AT = 5_000.0
"""Events a second on two cores that do nothing else."""
SUBJECTS = 500
ROOM, TELLING = "audit", "application"
ADDRESS = f"{TELLING}.bench.probed"
MICRO = 1_000_000


class Probed(EventData):
    """An event of about the size of the programme's own that nobody knows."""

    SUBJECT = ADDRESS

    number: int
    text: str = "x" * 200
    amount: str = "24826800.00"


@dataclass(frozen=True, slots=True)
class Went:
    """How a round went. seconds: from the first question to the last answer; of processor time: of this process,
    which is the room's, and of the servers.
    """

    events: int
    seconds: float
    own: float
    servers: dict[str, float]


def drawn(count: int, mark: str) -> list[Heard]:
    """Events about many files in turn, of each a life of the kinds that are told most."""
    found = []
    for number in range(count):
        about = f"{mark}-{number % SUBJECTS}"
        data = _told(number, about)
        event = CloudEvent(
            id=new_id(),
            source=f"/destek/{TELLING}",
            type=data.type_name().replace("{room}", TELLING),
            subject=about,
            time=datetime.now(UTC),
            actorid="bench",
            actorrole="system",
            regime="kdp-2014@1",
            data=data.model_dump(mode="json"),
        )
        found.append(Heard(event, event.canonical()))
    return found


def _told(number: int, about: str) -> EventData:
    file, due = ApplicationId(about), datetime.now(UTC)
    match number // SUBJECTS % 10:
        case 0:
            return application.StageEntered(
                application_id=file, call_id=CallId("bench"), stage=Stage.PRE_EVALUATION, due_at=due
            )
        case 1:
            return evaluation.EvaluatorAssigned(
                application_id=file, assignment_id=new_id(), evaluator_id=PersonId(new_id()), due_at=due
            )
        case 2:
            return evaluation.AssessmentSubmitted(
                application_id=file, assignment_id=new_id(), total="81.50", remaining=1
            )
        case 3:
            return ActRefused(act="POST /applications/{id}/submit", rule="call.closed")
        case 4 | 5 | 6:
            return FileRead(act="GET /applications/{id}/assessments")
        case _:
            return Probed(number=number)


@contextmanager
def settled() -> Iterator[None]:
    """As a room's process is once it was put together; afterwards as it was."""
    before = gc.get_threshold()
    settle_down()
    try:
        yield
    finally:
        gc.set_threshold(*before)
        gc.unfreeze()


async def answers(events: int = 20 * MANY, rounds: int = 3) -> list[Answer]:
    """On a PostgreSQL and a bus alone, as durable as `destek up` runs them, migrated as it is in use."""
    with TemporaryDirectory(prefix="destek-bench-") as folder:
        async with Stack(StackOptions(data=Path(folder), processes=False, databases=(ROOM,))) as stack:
            await upgrade(ROOM, stack.owner_urls[ROOM])
            database, owning = Database(stack.database_urls[ROOM]), Database(stack.owner_urls[ROOM])
            bus = await Bus.connect(stack.nats_url, "bench")
            try:
                await bus.provide_streams((TELLING,))
                async with owning.transaction() as session:
                    await session.execute(text("CREATE TABLE bare (id text PRIMARY KEY, body text, hash text)"))
                with settled():
                    pairs = [
                        (
                            await _ledger(database, bus, drawn(events, f"r{one}")),
                            await _bare(database, drawn(events, "b")),
                        )
                        for one in range(rounds)
                    ]
            finally:
                await bus.close()
                await database.close()
                await owning.close()
    return answered(pairs)


async def _ledger(database: Database, bus: Bus, heard: Sequence[Heard]) -> Went:
    """As the room hears: asked for, read, known ones let pass, veiled, chained, placed, committed, acknowledged."""
    for place in range(0, len(heard), MANY):
        await asyncio.gather(
            *(
                bus.stream.publish(ADDRESS, one.content, headers={"Nats-Msg-Id": one.event.id})
                for one in heard[place : place + MANY]
            )
        )
    desk, count, stop = Desk(ROOM, database, SystemClock()), len(heard), asyncio.Event()
    left = count
    del heard  # a room has only what it was sent a moment ago
    together = room_together(desk, IN_MASS)

    async def counted(batch: Sequence[tuple[Heard, Any]]) -> None:
        nonlocal left
        await together.keep(batch)
        left -= len(batch)
        if left <= 0:
            stop.set()

    effect = room_effect(desk, dict(HEARS[TELLING]))
    consumer = Consumer(
        bus, f"bench-{uuid4().hex}", TELLING, (f"{TELLING}.>",), effect, database, Together(together.ready, counted)
    )
    started, own, servers = time.perf_counter(), time.process_time(), _servers()
    hearing = asyncio.create_task(consumer.run(stop))
    await stop.wait()
    while (await bus.stream.consumer_info(stream_name(TELLING), consumer.name)).num_ack_pending:
        continue  # each question is a way to the bus and back
    seconds, own, after = time.perf_counter() - started, time.process_time() - own, _servers()
    used = {name: spent - servers.get(name, 0.0) for name, spent in after.items()}
    await hearing  # which would have waited for more
    await bus.stream.delete_consumer(stream_name(TELLING), consumer.name)
    await bus.stream.purge_stream(stream_name(TELLING))
    return Went(count, seconds, own, used)


def _servers() -> dict[str, float]:
    """Seconds of processor time by kind of server this process started, those they started and waited for included."""
    used: defaultdict[str, float] = defaultdict(float)
    for one in psutil.Process().children(recursive=True):
        times = one.cpu_times()
        used[one.name()] += times.user + times.system + times.children_user + times.children_system
    return dict(used)


async def _bare(database: Database, heard: Sequence[Heard]) -> float:
    """Events a second of hashing the same bytes and copying them into one table, in the same batches."""
    started = time.perf_counter()
    for place in range(0, len(heard), MANY):
        rows = [
            (one.event.id, one.content.decode(), hashlib.sha256(one.content).hexdigest())
            for one in heard[place : place + MANY]
        ]
        async with database.engine.begin() as connection:
            driver = (await connection.get_raw_connection()).driver_connection
            if driver is None:
                raise ConnectionError("no connection to the bench's database")
            await driver.copy_records_to_table("bare", records=rows, columns=["id", "body", "hash"])
    return len(heard) / (time.perf_counter() - started)


def answered(pairs: Sequence[tuple[Went, float]]) -> list[Answer]:
    """One answer to how many events a second, one to how that stands to the bare work: each may be missed alone."""
    speeds = [(went.events / went.seconds, bare) for went, bare in pairs]
    measured, bare = middle([speed for speed, _ in speeds]), middle([bare for _, bare in pairs])
    ratio, details = middle([speed / bare for speed, bare in speeds]), _details(pairs)
    work = "hashing the same bytes and copying them into one table, in the same batches"
    return [
        Answer(QUESTION, measured, AIMED_AT, UNIT, "what is aimed at", measured / AIMED_AT, 1.0, "more", details),
        Answer(QUESTION, measured, bare, UNIT, work, ratio, AIM, "more", details),
    ]


def _details(pairs: Sequence[tuple[Went, float]]) -> dict[str, float]:
    own = middle([went.own / went.events for went, _ in pairs])
    names = {name for went, _ in pairs for name in went.servers}
    by_name = {name: middle([went.servers.get(name, 0.0) / went.events for went, _ in pairs]) for name in sorted(names)}
    servers = sum(by_name.values())
    return {
        "events": pairs[0][0].events,
        "subjects": SUBJECTS,
        "room_us": MICRO * own,
        "servers_us": MICRO * servers,
        **{f"{name}_us": MICRO * used for name, used in by_name.items() if MICRO * used >= 1},
        # what two quiet cores come to if room and servers never work at the same time
        "by_processor_time": 1 / (own + servers),
    }

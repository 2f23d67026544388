"""How many events a second get from the bus's bytes into the ledger, against hashing and inserting them alone?"""

import hashlib
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import text

from bench.answer import Answer, middle
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from runtime.clock import SystemClock
from runtime.cloudevents import CloudEvent
from runtime.consumer import MANY, Heard, room_together
from runtime.db import Database
from runtime.identifiers import new_id
from runtime.migrate import upgrade
from runtime.unit import Desk
from services.audit.usecases.record import record_all

QUESTION = "events a second into the ledger"
AIM = 0.2
AIMED_AT = 5_000
"""Events a second a ministry with a million applications must not wait for, on two cores."""
SUBJECTS = 500
ROOM = "audit"


def drawn(count: int, mark: str) -> list[Heard]:
    """Events of about the size of the programme's own, about many files in turn."""
    found = []
    for number in range(count):
        event = CloudEvent(
            id=new_id(),
            source="/destek/application",
            type="application.bench.probed.v1",
            subject=f"{mark}-{number % SUBJECTS}",
            time=datetime.now(UTC),
            actorid="bench",
            actorrole="system",
            regime="kdp-2014@1",
            data={"number": number, "text": "x" * 200, "amount": "24826800.00"},
        )
        found.append(Heard(event, event.canonical()))
    return found


async def answers(events: int = 20 * MANY, rounds: int = 3) -> list[Answer]:
    """On a PostgreSQL alone, as durable as `destek up` runs it, migrated as it is in use."""
    with TemporaryDirectory(prefix="destek-bench-") as folder:
        async with Stack(StackOptions(data=Path(folder), processes=False, databases=(ROOM,))) as stack:
            await upgrade(ROOM, stack.owner_urls[ROOM])
            database, owning = Database(stack.database_urls[ROOM]), Database(stack.owner_urls[ROOM])
            try:
                async with owning.transaction() as session:
                    await session.execute(text("CREATE TABLE bare (id text PRIMARY KEY, body text, hash text)"))
                pairs = [
                    (await _ledger(database, drawn(events, f"r{one}")), await _bare(database, drawn(events, "b")))
                    for one in range(rounds)
                ]
            finally:
                await database.close()
                await owning.close()
    return _answers(pairs, events)


async def _ledger(database: Database, heard: Sequence[Heard]) -> tuple[float, float]:
    """Events a second, in batches as a consumer takes them: known ones let pass, veiled, chained, placed, committed.

    And events a second of this process's own processor time: what a core comes to that does nothing else.
    """
    together = room_together(Desk(ROOM, database, SystemClock()), record_all)
    started, worked = time.perf_counter(), time.process_time()
    for place in range(0, len(heard), MANY):
        await together(heard[place : place + MANY])
    return len(heard) / (time.perf_counter() - started), len(heard) / (time.process_time() - worked)


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


def _answers(pairs: Sequence[tuple[tuple[float, float], float]], count: int) -> list[Answer]:
    ratio = middle([ledger / bare for (ledger, _), bare in pairs])
    measured = middle([ledger for (ledger, _), _ in pairs])
    by_core = middle([core for (_, core), _ in pairs])
    return [
        Answer(
            question=QUESTION,
            measured=measured,
            limit=middle([bare for _, bare in pairs]),
            unit="events/s",
            limit_is="hashing the same bytes and copying them into one table, in the same batches",
            ratio=ratio,
            aim=AIM,
            better="more",
            details={"events": count, "subjects": SUBJECTS, "a_core": by_core, "a_core_to_5000": by_core / AIMED_AT},
        )
    ]

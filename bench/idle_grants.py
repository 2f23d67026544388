"""What do a thousand open grants cost while nothing happens to them, in work and in memory?"""

import asyncio
import os
import time
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

import psutil
from temporalio.client import Client

from bench.answer import Answer, middle
from cli.demo.cast import until
from cli.stack.memory import proportional_mib
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts import queues
from grants.contracts.grant_event import Deadline
from grants.contracts.stages import DeadlineKind
from grants.contracts.workflows import GrantInput, WorkflowName, grant_workflow_id
from runtime.temporal import connect

CORE_PERCENT = 1.0
MIB = 1024.0
AT_ONCE = 20
PATIENCE = 600.0


async def answers(grants: int = 1000, window: float = 20.0, rounds: int = 3) -> list[Answer]:
    """On a whole stack as `destek up` runs it."""
    with TemporaryDirectory(prefix="destek-bench-") as folder:
        async with Stack(StackOptions(data=Path(folder))) as stack:
            return await measured(stack, grants, window, rounds)


async def measured(stack: Stack, grants: int, window: float, rounds: int) -> list[Answer]:
    """The work of the system at rest, then with so many grants that wait for the end of their period."""
    client = await connect(stack.settings)
    await _opened(client, 1)
    await asyncio.sleep(window / 2)
    at_rest, held = [await _work(window) for _ in range(rounds)], proportional_mib(os.getpid())
    await _opened(client, grants)
    await asyncio.sleep(window / 2)
    open_, grown = [await _work(window) for _ in range(rounds)], proportional_mib(os.getpid()) - held
    return [_working(middle(at_rest), middle(open_), grants), _growing(held, grown, grants)]


async def _opened(client: Client, count: int) -> None:
    """So many grants under way, each waiting for a deadline half a year on."""
    ids = [str(uuid4()) for _ in range(count)]
    for first in range(0, count, AT_ONCE):
        await asyncio.gather(*(_start(client, one) for one in ids[first : first + AT_ONCE]))
    for one in ids[-AT_ONCE:]:
        await _waits(client, one)


async def _start(client: Client, grant_id: str) -> None:
    at = datetime.now(UTC) + timedelta(days=182)
    due = Deadline(kind=DeadlineKind.PERIOD_END, at=at, number=1)
    start = GrantInput(
        grant_id=grant_id,
        application_id=grant_id,
        call_id="bench",
        programme="kdp-2014",
        province="Ankara",
        deadlines=(due,),
    )
    workflow_id = grant_workflow_id(grant_id)
    await client.start_workflow(WorkflowName.GRANT, start, id=workflow_id, task_queue=queues.WORKFLOWS)


async def _waits(client: Client, grant_id: str) -> None:
    """Until its timer runs: started, asked, answered, marked, timed."""
    handle = client.get_workflow_handle(grant_workflow_id(grant_id))

    async def look() -> bool | None:
        events = (await handle.fetch_history()).events
        return any(event.HasField("timer_started_event_attributes") for event in events) or None

    await until(f"{grant_id} waits", look, PATIENCE)


async def _work(window: float) -> float:
    """Per cent of one core that all parts take together over a while."""
    before, started = _seconds(_parts()), time.perf_counter()
    await asyncio.sleep(window)
    return 100 * (_seconds(_parts()) - before) / (time.perf_counter() - started)


def _parts() -> list[psutil.Process]:
    """Every process of the system; not the one that measures."""
    return psutil.Process().children(recursive=True)


def _seconds(parts: Iterable[psutil.Process]) -> float:
    times = [part.cpu_times() for part in parts]
    return sum(one.user + one.system for one in times)


def _working(at_rest: float, open_: float, count: int) -> Answer:
    more = max(open_ - at_rest, 0.0)
    return Answer(
        question=f"work of {count} open grants, idle",
        measured=float(more),
        limit=CORE_PERCENT,
        unit="% of a core",
        limit_is="stated: one per cent of one core above the system at rest",
        ratio=more / CORE_PERCENT,
        aim=1.0,
        better="less",
        details={"at_rest": at_rest, "with_grants": open_},
    )


def _growing(held: float, grown: float, count: int) -> Answer:
    """Held against what rest leaves of 1 GB, as for open applications."""
    room = max(MIB - held, 1.0)
    return Answer(
        question=f"memory of {count} open grants, idle",
        measured=float(max(grown, 0)),
        limit=room,
        unit="MiB",
        limit_is="what the system at rest leaves of 1 GB",
        ratio=max(grown, 0.0) / room,
        aim=1.0,
        better="less",
        details={"kib_a_grant": 1024 * max(grown, 0.0) / count},
    )

"""The limit of everything a workflow does: the bare workflow on the same server, with no room behind it."""

import asyncio
import time
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from uuid import uuid4

from temporalio import activity
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from bench.bare_workflow import ECHO, STEP, BareWorkflow

QUEUE = "bench"
EVENTS_A_STEP = 7.5
"""Seen: a signal that comes while its activity's answer is on the way shares one workflow task with it."""


@dataclass
class Bare:
    """Runs bare workflows; `echoes` says, by workflow, that an activity has been carried out."""

    client: Client
    echoes: dict[str, asyncio.Queue[int]] = field(default_factory=lambda: defaultdict(asyncio.Queue))

    @activity.defn(name=ECHO)
    async def echo(self, number: int) -> int:
        self.echoes[activity.info().workflow_id or ""].put_nowait(number)
        return number

    async def start(self, steps: int) -> WorkflowHandle[BareWorkflow, int]:
        return await self.client.start_workflow(BareWorkflow.run, steps, id=f"bench/{uuid4()}", task_queue=QUEUE)

    async def step(self, handle: WorkflowHandle[BareWorkflow, int]) -> float:
        """Seconds from a signal until the activity it asks for is at work."""
        started = time.perf_counter()
        await handle.signal(STEP)
        await self.echoes[handle.id].get()
        return time.perf_counter() - started

    async def life(self, steps: int) -> int:
        """A whole bare workflow; the number of its history events."""
        handle = await self.start(steps)
        for _ in range(steps):
            await self.step(handle)
        await handle.result()
        return len((await handle.fetch_history()).events)

    async def lives(self, count: int, events: float) -> tuple[float, float]:
        """So many side by side, each of about so many events: (seconds, events each)."""
        steps = max(1, round(events / EVENTS_A_STEP))
        started = time.perf_counter()
        made = await asyncio.gather(*(self.life(steps) for _ in range(count)))
        return time.perf_counter() - started, sum(made) / count


@asynccontextmanager
async def bare_worker(client: Client) -> AsyncIterator[Bare]:
    """A worker of bare workflows in this process."""
    bare = Bare(client)
    async with Worker(client, task_queue=QUEUE, workflows=[BareWorkflow], activities=[bare.echo]):
        yield bare

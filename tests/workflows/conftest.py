"""Workflows on the time-skipping server: their real worker, scripted rooms, and a clock that travels."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from google.protobuf.empty_pb2 import Empty
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.client import Client, WorkflowHandle
from temporalio.worker import Worker

from cli.stack.options import ATTRIBUTES
from grants.contracts import queues
from grants.contracts.workflows import HEAR, Fact, FactKind
from runtime.embedded.ports import free_port
from runtime.embedded.supervise import Supervisor
from runtime.embedded.temporal import TestServer, prepare
from runtime.settings import PlatformSettings
from runtime.temporal import connect, make_current, workflow_worker
from tests.keys import Keys, keys_in
from tests.workflows.scripted import Script, ScriptedRooms
from workflows.worker import WORKFLOWS

A_LEAP = timedelta(minutes=4)
"""How long one leap may take: what falls due on the way is done before it is over, and that may be much."""


class Travel:
    """Moves the clock of the server, and says what time it is there."""

    def __init__(self, client: Client) -> None:
        self.client = client

    async def now(self) -> datetime:
        answer = await self.client.test_service.get_current_time(Empty())
        return answer.time.ToDatetime(tzinfo=UTC)

    async def forward(self, span: timedelta) -> None:
        request = SleepRequest()
        request.duration.FromTimedelta(span)
        await self.client.test_service.unlock_time_skipping_with_sleep(request, timeout=A_LEAP)

    async def to(self, moment: datetime) -> None:
        await self.forward(max(moment - await self.now(), timedelta()) + timedelta(milliseconds=50))


class Theatre:
    """One test's workflows: start, tell facts, wait until something was ordered."""

    def __init__(self, client: Client, rooms: ScriptedRooms) -> None:
        self.client = client
        self.rooms = rooms
        self.travel = Travel(client)

    async def start(self, name: str, start: object, workflow_id: str) -> WorkflowHandle[object, object]:
        return await self.client.start_workflow(name, start, id=workflow_id, task_queue=queues.WORKFLOWS)

    async def tell(self, workflow_id: str, kind: FactKind, **rest: object) -> None:
        fact = Fact(event_id=str(rest.pop("event_id", uuid4())), kind=kind, at=await self.travel.now(), **rest)  # type: ignore[arg-type]
        await self.client.get_workflow_handle(workflow_id).signal(HEAR, fact)

    async def until_ordered(self, name: str, count: int = 1) -> None:
        async with asyncio.timeout(120):
            while len(self.rooms.orders[name]) < count:
                await asyncio.sleep(0.02)


Play = Callable[[dict[str, Script]], Awaitable[Theatre]]


@asynccontextmanager
async def skipping(folder: Path, keys: Keys | None = None) -> AsyncIterator[Client]:
    """A time-skipping server of one's own (its clock is one for all), a client, and the real worker.

    keys: those of others whom these workflows meet; else their own. In the mode of the worker no step is broken off
    after two seconds: on a busy machine the thread that is broken off brings down whatever test is under way.
    """
    server = TestServer(free_port())
    supervisor = Supervisor(folder)
    try:
        await supervisor.start(server.spec())
        await prepare(server.address, "destek", ATTRIBUTES)
        client = await connect(PlatformSettings(temporal_address=server.address, **(keys or keys_in(folder))))
        async with workflow_worker(client, queues.WORKFLOWS, WORKFLOWS, "test", debug_mode=True):
            await make_current(client, "test")
            yield client
    finally:
        await supervisor.stop(list(supervisor.children))
        supervisor.close()


@asynccontextmanager
async def playing(client: Client) -> AsyncIterator[Play]:
    """Puts scripted rooms behind the workflows: `theatre = await play({"open_call": …})`."""
    async with AsyncExitStack() as closing:

        async def begin(scripts: dict[str, Script]) -> Theatre:
            rooms = ScriptedRooms(scripts)
            for queue in (queues.APPLICATION, queues.EVALUATION, queues.MONITORING):
                worker = Worker(client, task_queue=queue, activities=rooms.activities(queue))
                await closing.enter_async_context(worker)
            return Theatre(client, rooms)

        yield begin


@pytest.fixture
async def temporal(tmp_path: Path, keys: Keys) -> AsyncIterator[Client]:
    async with skipping(tmp_path, keys) as client:
        yield client


@pytest.fixture
async def play(temporal: Client) -> AsyncIterator[Play]:
    async with playing(temporal) as begin:
        yield begin

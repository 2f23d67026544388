"""A process says that it is ready only while all it stands on is there, and names what is missing."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest
from temporalio.api.enums.v1 import TaskQueueType
from temporalio.api.taskqueue.v1 import TaskQueue
from temporalio.api.workflowservice.v1 import DescribeTaskQueueRequest

from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts.queues import APPLICATION, EVALUATION, MONITORING, ROOMS
from runtime.readiness import PATIENCE_SECONDS, Readiness, when
from runtime.temporal import connect

PARTS = {
    "rooms": {"bus", "temporal", *(f"database.{room}" for room in ROOMS)},
    "workflows": {"bus", "temporal", "build"},
}
"""What each process without a door of its own stands on."""


@pytest.fixture(scope="module")
async def stack(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stack]:
    async with Stack(StackOptions(data=tmp_path_factory.mktemp("stack"), ephemeral=True)) as running:
        yield running


@pytest.fixture
async def browser() -> AsyncIterator[httpx.AsyncClient]:
    async with httpx.AsyncClient(timeout=60) as http:
        yield http


def health(stack: Stack, process: str) -> str:
    return f"http://127.0.0.1:{stack.record.ports[f'health-{process}']}"


async def tells(browser: httpx.AsyncClient, address: str, status: int, checks: dict[str, bool]) -> None:
    """Wait until a process says this of its parts: on a busy machine another of them may be late meanwhile."""
    answer: httpx.Response | None = None
    try:
        async with asyncio.timeout(120):
            while answer is None or (answer.status_code, answer.json()["checks"]) != (status, checks):
                await asyncio.sleep(0.1)
                answer = await browser.get(f"{address}/health/ready")
    except TimeoutError:
        assert answer is not None
        assert (answer.status_code, answer.json()["checks"]) == (status, checks)


@pytest.mark.servers
async def test_a_worker_without_the_bus_is_not_ready_until_the_bus_is_back(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    for process, parts in PARTS.items():
        await tells(browser, health(stack, process), 200, dict.fromkeys(parts, True))
    await stack.stop_part("nats")
    for process, parts in PARTS.items():
        await tells(browser, health(stack, process), 503, {part: part != "bus" for part in parts})
    await stack.start_part("nats")
    for process, parts in PARTS.items():
        await tells(browser, health(stack, process), 200, dict.fromkeys(parts, True))


@pytest.mark.servers
async def test_every_process_and_every_door_tells_its_health_and_its_counts(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    for url in (*stack.urls.values(), *(health(stack, process) for process in PARTS)):
        assert (await browser.get(f"{url}/health/live")).json() == {"status": "live"}
        checks = (await browser.get(f"{url}/health/ready")).json()["checks"]
        await tells(browser, url, 200, dict.fromkeys(checks, True))
        assert "# HELP destek_http_requests_total" in (await browser.get(f"{url}/metrics")).text


@pytest.mark.servers
@pytest.mark.parametrize("room", [APPLICATION, EVALUATION, MONITORING])
async def test_who_carries_out_the_orders_of_workflows_tells_the_server_its_build(stack: Stack, room: str) -> None:
    client = await connect(stack.settings)
    orders = DescribeTaskQueueRequest(
        namespace=client.namespace,
        task_queue=TaskQueue(name=room),
        task_queue_type=TaskQueueType.TASK_QUEUE_TYPE_ACTIVITY,
    )
    asking: set[str] = set()
    async with asyncio.timeout(120):
        while not asking:
            answer = await client.workflow_service.describe_task_queue(orders)
            asking = {one.worker_version_capabilities.build_id for one in answer.pollers}
            await asyncio.sleep(0.02)
    assert asking == {stack.env["DESTEK_BUILD_ID"]}


async def test_a_check_that_fails_or_hangs_is_missing_and_keeps_no_other_waiting() -> None:
    async def fails() -> bool:
        raise RuntimeError("broken")

    async def hangs() -> bool:
        await asyncio.sleep(3600)
        return True

    readiness = Readiness()
    hung = [f"hangs {number}" for number in range(100)]
    for name, check in {"a": fails, **dict.fromkeys(hung, hangs), "d": when(lambda: True)}.items():
        readiness.needs(name, check)
    async with asyncio.timeout(len(hung) * PATIENCE_SECONDS / 2):
        assert await readiness.found() == {"a": False, **dict.fromkeys(hung, False), "d": True}


async def test_what_is_awaited_is_missing_until_it_happened() -> None:
    readiness = Readiness()
    happened = readiness.awaits("build")
    assert await readiness.found() == {"build": False}
    happened.set()
    assert await readiness.found() == {"build": True}

"""A process says that it is ready only while all it stands on is there, and names what is missing."""

import asyncio
from collections.abc import AsyncIterator

import httpx
import pytest

from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts.queues import ROOMS
from runtime.readiness import PATIENCE_SECONDS, Readiness, when

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
    async with httpx.AsyncClient(timeout=10) as http:
        yield http


def health(stack: Stack, process: str) -> str:
    return f"http://127.0.0.1:{stack.record.ports[f'health-{process}']}"


async def told(browser: httpx.AsyncClient, stack: Stack, process: str, status: int) -> dict[str, bool]:
    """What a process says of its parts once it answers with this status."""
    async with asyncio.timeout(30):
        while (answer := await browser.get(f"{health(stack, process)}/health/ready")).status_code != status:
            await asyncio.sleep(0.1)
    found: dict[str, bool] = answer.json()["checks"]
    return found


@pytest.mark.servers
async def test_a_worker_without_the_bus_is_not_ready_until_the_bus_is_back(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    for process, parts in PARTS.items():
        assert await told(browser, stack, process, 200) == dict.fromkeys(parts, True)
    await stack.stop_part("nats")
    for process, parts in PARTS.items():
        assert await told(browser, stack, process, 503) == {part: part != "bus" for part in parts}
    await stack.start_part("nats")
    for process, parts in PARTS.items():
        assert await told(browser, stack, process, 200) == dict.fromkeys(parts, True)


@pytest.mark.servers
async def test_every_process_and_every_door_tells_its_health_and_its_counts(
    stack: Stack, browser: httpx.AsyncClient
) -> None:
    for url in (*stack.urls.values(), *(health(stack, process) for process in PARTS)):
        assert (await browser.get(f"{url}/health/live")).json() == {"status": "live"}
        assert (await browser.get(f"{url}/health/ready")).json()["ready"] is True
        assert "# HELP destek_http_requests_total" in (await browser.get(f"{url}/metrics")).text


async def test_a_check_that_fails_or_hangs_is_missing_and_keeps_no_other_waiting() -> None:
    async def fails() -> bool:
        raise RuntimeError("broken")

    async def hangs() -> bool:
        await asyncio.sleep(3600)
        return True

    readiness = Readiness()
    for name, check in {"a": fails, "b": hangs, "c": hangs, "d": when(lambda: True)}.items():
        readiness.needs(name, check)
    async with asyncio.timeout(2 * PATIENCE_SECONDS):
        assert await readiness.found() == {"a": False, "b": False, "c": False, "d": True}


async def test_what_is_awaited_is_missing_until_it_happened() -> None:
    readiness = Readiness()
    happened = readiness.awaits("build")
    assert await readiness.found() == {"build": False}
    happened.set()
    assert await readiness.found() == {"build": True}

"""A process is its parts: they run side by side, one that fails stops the rest, a signal stops all in order."""

import asyncio
import signal
import sys
import textwrap
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Awaitable, Callable

import httpx
import pytest
from fastapi import FastAPI

from runtime.embedded.ports import free_port
from runtime.process import Closing, manner

PRELUDE = """
import asyncio
from fastapi import FastAPI
from runtime.process import run, web

async def steady(stop):
    print("steady runs", flush=True)
    await stop.wait()
    print("steady stopped", flush=True)

async def failing(stop):
    raise RuntimeError("broken part")

async def brief(stop):
    pass

async def deaf(stop):
    print("deaf runs", flush=True)
    await asyncio.Event().wait()
"""
Begin = Callable[[str], Awaitable[Process]]


@pytest.fixture
async def begin() -> AsyncIterator[Begin]:
    """Starts a process of these parts; ends it if the test did not."""
    begun: list[Process] = []

    async def start(parts: str, more: str = "") -> Process:
        program = f"{PRELUDE}\n{textwrap.dedent(more)}\nasyncio.run(run([{parts}]))"
        process = await asyncio.create_subprocess_exec(sys.executable, "-c", program, stdout=PIPE, stderr=PIPE)
        begun.append(process)
        return process

    yield start
    for process in begun:
        if process.returncode is None:
            process.kill()
        await process.communicate()


async def said(process: Process) -> tuple[int | None, str, str]:
    """How it ended: code, what it said, what it complained of."""
    out, complaint = await process.communicate()
    return process.returncode, out.decode(), complaint.decode()


@pytest.mark.long
async def test_a_part_that_fails_stops_the_rest_and_is_named(begin: Begin) -> None:
    code, out, complaint = await said(await begin("steady, failing"))
    assert code == 1
    assert "steady stopped" in out
    assert "parts of the process failed" in complaint
    assert "RuntimeError: broken part" in complaint


@pytest.mark.long
async def test_a_part_that_ends_by_itself_ends_the_process_well(begin: Begin) -> None:
    code, out, _ = await said(await begin("steady, brief"))
    assert (code, "steady stopped" in out) == (0, True)


@pytest.mark.long
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
async def test_a_signal_stops_every_part_and_the_process_ends_well(begin: Begin, number: signal.Signals) -> None:
    process = await begin("steady, steady")
    for _ in range(2):
        assert await process.stdout.readline() == b"steady runs\n"
    process.send_signal(number)
    code, out, complaint = await said(process)
    assert (code, out.count("steady stopped"), "Traceback" in complaint) == (0, 2, False)


@pytest.mark.long
async def test_a_part_that_does_not_listen_keeps_nobody_for_ever(begin: Begin) -> None:
    process = await begin("deaf, steady")
    heard = {await process.stdout.readline() for _ in range(2)}
    assert heard == {b"deaf runs\n", b"steady runs\n"}
    process.terminate()
    async with asyncio.timeout(60):
        code, out, _ = await said(process)
    assert (code, "steady stopped" in out) == (0, True)


SLOW = """
app = FastAPI()

@app.get("/")
async def slow():
    print("asked", flush=True)
    await asyncio.sleep(0.5)
    return "answered"
"""


@pytest.mark.long
async def test_a_request_under_way_is_answered_before_the_end(begin: Begin) -> None:
    port = free_port()
    process = await begin(f"web(app, '127.0.0.1', {port})", SLOW)
    async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=60) as http:
        asking = asyncio.create_task(_until_served(http))
        while not (await process.stdout.readline()).startswith(b"asked"):
            pass
        process.terminate()
        assert (await asking).json() == "answered"
    assert (await said(process))[0] == 0


async def _until_served(http: httpx.AsyncClient) -> httpx.Response:
    while True:
        try:
            return await http.get("/")
        except httpx.ConnectError:
            await asyncio.sleep(0.02)


@pytest.mark.long
async def test_a_port_that_is_taken_ends_the_process_instead_of_leaving_it_deaf(begin: Begin) -> None:
    server = await asyncio.start_server(lambda *_: None, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    async with asyncio.timeout(60):
        code, out, complaint = await said(await begin(f"steady, web(app, '127.0.0.1', {port})", SLOW))
    server.close()
    assert (code, "steady stopped" in out) == (1, True)
    assert f"cannot serve at 127.0.0.1:{port}" in complaint


def test_a_door_holds_a_connection_longer_than_those_who_knock() -> None:
    assert manner(FastAPI(), "127.0.0.1", 0).timeout_keep_alive > 60 > httpx.Limits().keepalive_expiry


async def test_what_was_opened_last_is_closed_first() -> None:
    closed: list[str] = []
    async with Closing.empty() as closing:
        for name in ("database", "bus", "door"):

            async def close(name: str = name) -> None:
                closed.append(name)

            closing.later(close)
    assert closed == ["door", "bus", "database"]

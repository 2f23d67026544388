"""How long does an installed system take to start, and what memory does it hold, at rest and for each application?"""

import asyncio
import os
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bench.answer import Answer, middle
from bench.crew import Office
from cli.demo.cast import Cast
from cli.stack.memory import proportional_mib
from cli.stack.options import COMMAND
from cli.stack.state import Folder
from grants.contracts.stages import Stage

SECONDS = 15.0
MIB = 1024.0


async def answers(applications: int = 40, starts: int = 3, settle: float = 4.0) -> list[Answer]:
    """On a data folder that one start has made."""
    with TemporaryDirectory(prefix="destek-bench-") as folder:
        async with _up(Path(folder)):
            pass
        return await measured(Path(folder), applications, starts, settle)


async def measured(folder: Path, applications: int, starts: int, settle: float) -> list[Answer]:
    """`destek up` on a data folder used before, again and again; after the last start, applications are opened."""
    seconds = []
    for _ in range(starts - 1):
        async with _up(folder) as taken:
            seconds.append(taken)
    async with _up(folder) as taken:
        seconds.append(taken)
        await asyncio.sleep(settle)
        at_rest = _memory(folder)
        grown = await _grown(folder, applications, settle)
    return [_started(seconds), _resting(at_rest), _growing(at_rest, grown, applications)]


@asynccontextmanager
async def _up(folder: Path) -> AsyncIterator[float]:
    """`destek up` in a process of its own; seconds from the command until all is ready, its own loading included."""
    started = time.perf_counter()
    process = await asyncio.create_subprocess_exec(
        *(*COMMAND, "up", "--no-demo", "--data", str(folder)),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        env={**os.environ, "CI": "true"},
    )
    assert process.stdout is not None
    try:
        while b"Ctrl-C" not in (line := await process.stdout.readline()):
            if not line:
                raise RuntimeError(f"destek up ended with code {await process.wait()}")
        yield time.perf_counter() - started
    finally:
        if process.returncode is None:
            process.terminate()
        await process.communicate()


def _memory(folder: Path) -> float:
    """MiB of the whole system: the supervisor and all that descends from it."""
    return float(proportional_mib(Folder(folder).read().supervisor))


async def _grown(folder: Path, count: int, settle: float) -> float:
    """MiB once so many applications are open, over those of one that has warmed all up."""
    async with httpx.AsyncClient(timeout=60) as http:
        office = Office(Cast(Folder(folder).read().addresses, http))
        await office.prepare()
        call_id = await office.open_call()
        await _open(office, call_id, 1)
        await asyncio.sleep(settle)
        warm = _memory(folder)
        await _open(office, call_id, count)
        await asyncio.sleep(settle)
        return _memory(folder) - warm


async def _open(office: Office, call_id: str, count: int) -> None:
    for file in await office.drafts(call_id, count):
        await office.submit(file)
        await office.at(file, Stage.ADMINISTRATIVE_CHECK)


def _started(seconds: list[float]) -> Answer:
    found = middle(seconds)
    return Answer(
        question="start of an installed system",
        measured=found,
        limit=SECONDS,
        unit="s",
        limit_is="stated: ready within 15 s",
        ratio=found / SECONDS,
        aim=1.0,
        better="less",
        details={"starts": len(seconds), "best": min(seconds), "worst": max(seconds)},
    )


def _resting(at_rest: float) -> Answer:
    return Answer(
        question="memory at rest",
        measured=at_rest,
        limit=MIB,
        unit="MiB",
        limit_is="stated: the idle system under 1 GB, shared pages counted once",
        ratio=at_rest / MIB,
        aim=1.0,
        better="less",
    )


def _growing(at_rest: float, grown: float, count: int) -> Answer:
    """Held against what rest leaves of the 1 GB: so many open applications must fit into it."""
    room = max(MIB - at_rest, 1.0)
    return Answer(
        question=f"memory of {count} open applications",
        measured=grown,
        limit=room,
        unit="MiB",
        limit_is="what the system at rest leaves of 1 GB",
        ratio=grown / room,
        aim=1.0,
        better="less",
        details={"mib_an_application": grown / count},
    )

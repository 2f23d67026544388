"""Many runs taken again side by side, by the code of this build or of another."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from cli import replayed as program
from cli.replayed import ANSWER, LONGEST_REASON, Replayed, replayed, to_line
from grants.proof.decided import How, Remade
from runtime.histories import Run
from workflows.worker import WORKFLOWS

PACKAGES = ("grants", "workflows")
KNOWN = ("PATH", "LANG", "LC_ALL", "TZ", "HOME", "VIRTUAL_ENV", "SYSTEMROOT")
"""What a process that runs another build's code is told of this one's surroundings: no token, key or address."""
LONGEST = 64 * 2**20
"""Bytes of a line a process may answer."""
Progress = Callable[[Replayed], None]


class NoBuild(Exception):  # noqa: N818 - what is the matter
    """The folder does not hold the sources of a build."""


class ReplayFailed(Exception):  # noqa: N818 - what is the matter
    """The program of another build did not come to its end."""


@dataclass(frozen=True, slots=True)
class Again:
    """Decisions made again by another build, in the order they were asked for; failure: why it makes none."""

    decisions: tuple[Remade, ...] = ()
    failure: str = ""


class Replays:
    """`async with Replays(…) as replays: await replays.of(runs)`.

    against: a folder with the sources of another build (a checkout, an unpacked wheel, what the archive kept). jobs:
    processes side by side; with one of them and no other build it is done here. A process knows of nothing but the
    sources and the runs it is given; one that broke off over a run gives way to another. build: what the other build
    is called, by itself its folder. Raises NoBuild.
    """

    def __init__(
        self, against: Path | None = None, jobs: int = 1, progress: Progress = lambda _: None, build: str = ""
    ) -> None:
        self.build = build or str(against or "")
        self._path = path_of(against)
        self._count = 0 if against is None and jobs == 1 else jobs
        self._progress = progress
        self._idle: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
        self._all: list[asyncio.subprocess.Process] = []
        self._broken: set[asyncio.subprocess.Process] = set()

    async def __aenter__(self) -> Self:
        for _ in range(self._count):
            self._all.append(await self._begun())
            self._idle.put_nowait(self._all[-1])
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for process in self._all:
            await _ended(process)

    async def of(self, runs: Sequence[Run]) -> dict[str, Replayed]:
        """How each run goes again, by run id. Raises ReplayFailed."""
        taken = [asyncio.create_task(self._one(run)) for run in runs]
        try:
            found = await asyncio.gather(*taken)
        finally:  # where one of them broke off, the others are not waited for
            for one in taken:
                one.cancel()
            await asyncio.gather(*taken, return_exceptions=True)
        return {one.run_id: one for one in found}

    async def decide(self, asked: Sequence[Mapping[str, Any]]) -> Again:
        """Decisions on record (each `raw`, and the `regime` of its event) made again by the other build."""
        if not asked:
            return Again()
        try:
            told = await self._told(json.dumps({"decisions": asked}))
            found = tuple(_remade(one) for one in told["decisions"])
            short = "" if len(found) == len(asked) else f"{len(found)} of {len(asked)} made"
            return Again(found, told["failure"] or short)
        except ReplayFailed as error:
            return Again(failure=str(error)[-LONGEST_REASON:] or "it broke off")

    async def _told(self, line: str) -> dict[str, Any]:
        """What a process answers to a line. Raises ReplayFailed."""
        process = await self._idle.get()
        try:
            if process in self._broken:
                process = await self._instead_of(process)
            return await _asked(process, line)
        except BaseException:
            self._broken.add(process)
            raise
        finally:
            self._idle.put_nowait(process)

    async def _one(self, run: Run) -> Replayed:
        if self._count:
            told = await self._told(to_line(run.workflow_id, run.run_id, run.history.to_json()))
            found = Replayed(told["run_id"], told["failure"], tuple(told["differences"]))
        else:
            (found,) = await replayed([run.history], WORKFLOWS)
        self._progress(found)
        return found

    async def _instead_of(self, broken: asyncio.subprocess.Process) -> asyncio.subprocess.Process:
        """Another process for one that broke off, or was left in the middle of a run: not before one is needed."""
        await _ended(broken)
        fresh = await self._begun()
        self._all[self._all.index(broken)] = fresh
        self._broken.discard(broken)
        return fresh

    async def _begun(self) -> asyncio.subprocess.Process:
        """A process with that code before all other."""
        return await asyncio.create_subprocess_exec(
            *(sys.executable, "-P", str(program.__file__)),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.PIPE,
            env={**{name: os.environ[name] for name in KNOWN if name in os.environ}, "PYTHONPATH": self._path},
            limit=LONGEST,
        )


async def _ended(process: asyncio.subprocess.Process) -> None:
    with suppress(ProcessLookupError):
        process.kill()
    await process.wait()


def path_of(against: Path | None) -> str:
    """What is put before the import path. Raises NoBuild."""
    if against is None:
        return str(Path(__file__).resolve().parents[1])
    missing = [name for name in PACKAGES if not (against / name / "__init__.py").exists()]
    if missing:
        raise NoBuild(f"{against}: holds no build ({', '.join(missing)} missing)")
    return str(against.resolve())


def _remade(told: Mapping[str, str]) -> Remade:
    return Remade(told["decision"], How(told["how"]), told["came"], told["regime"])


async def _asked(process: asyncio.subprocess.Process, asked: str) -> dict[str, Any]:
    """One line in, one line out. The workflows' own warnings do not fill the pipe: it is read when one fails."""
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise ReplayFailed("a process without pipes")
    try:
        process.stdin.write(f"{asked}\n".encode())
        await process.stdin.drain()
        while (line := await process.stdout.readline()) and not line.startswith(ANSWER.encode()):
            pass
    except (BrokenPipeError, ConnectionResetError):
        line = b""
    if not line:
        said = await process.stderr.read()
        raise ReplayFailed(said.decode(errors="replace")[-1000:])
    told: dict[str, Any] = json.loads(line.removeprefix(ANSWER.encode()))
    return told

"""Many runs taken again side by side, by the code of this build or of another."""

import asyncio
import json
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import Self

from cli import replayed as program
from cli.replayed import ANSWER, Replayed, replayed, to_line
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


class Replays:
    """`async with Replays(…) as replays: await replays.of(runs)`.

    against: a folder with the sources of another build (a checkout, an unpacked wheel, what the archive kept). jobs:
    processes side by side; with one of them and no other build it is done here. A process knows of nothing but the
    sources and the runs it is given; one that broke off over a run gives way to another. Raises NoBuild.
    """

    def __init__(self, against: Path | None = None, jobs: int = 1, progress: Progress = lambda _: None) -> None:
        self._path = path_of(against)
        self._count = 0 if against is None and jobs == 1 else jobs
        self._progress = progress
        self._idle: asyncio.Queue[asyncio.subprocess.Process] = asyncio.Queue()
        self._all: list[asyncio.subprocess.Process] = []

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
        found = await asyncio.gather(*(self._one(run) for run in runs))
        return {one.run_id: one for one in found}

    async def _one(self, run: Run) -> Replayed:
        if self._count:
            process = await self._idle.get()
            try:
                found = await _asked(process, run)
            except BaseException:
                process = await self._instead_of(process)
                raise
            finally:
                self._idle.put_nowait(process)
        else:
            (found,) = await replayed([run.history], WORKFLOWS)
        self._progress(found)
        return found

    async def _instead_of(self, broken: asyncio.subprocess.Process) -> asyncio.subprocess.Process:
        """Another process for one that broke off, or was left in the middle of a run."""
        await _ended(broken)
        self._all.remove(broken)
        self._all.append(await self._begun())
        return self._all[-1]

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


async def _asked(process: asyncio.subprocess.Process, run: Run) -> Replayed:
    """One line in, one line out. The workflows' own warnings do not fill the pipe: it is read when one fails."""
    if process.stdin is None or process.stdout is None or process.stderr is None:
        raise ReplayFailed("a process without pipes")
    try:
        process.stdin.write((to_line(run.workflow_id, run.run_id, run.history.to_json()) + "\n").encode())
        await process.stdin.drain()
        while (line := await process.stdout.readline()) and not line.startswith(ANSWER.encode()):
            pass
    except (BrokenPipeError, ConnectionResetError):
        line = b""
    if not line:
        said = await process.stderr.read()
        raise ReplayFailed(said.decode(errors="replace")[-1000:])
    told = json.loads(line.removeprefix(ANSWER.encode()))
    return Replayed(told["run_id"], told["failure"], tuple(told["differences"]))

"""Child processes kept alive: started until ready, restarted with backoff, stopped within a bound.

A child dies with the process (strictly: the thread) that started it, even when that one is SIGKILLed.
"""

import asyncio
import json
import os
import signal
import sys
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from runtime.embedded.account import Account
from runtime.embedded.logfile import LogFile
from runtime.embedded.probes import Probe

LAUNCH = Path(__file__).with_name("launch.py")
GRACE = 4.0
READY_WITHIN = 180.0
PROBE_EVERY = 0.05
FIRST_BACKOFF, LAST_BACKOFF = 0.25, 15.0
STEADY_AFTER = 30.0
DEATHS_BEFORE_READY = 3


class StartFailed(Exception):  # noqa: N818  said as it is
    """A child did not become ready; the message carries the end of its log."""


class State(StrEnum):
    """Where a child stands."""

    STARTING = "starting"
    READY = "ready"
    RESTARTING = "restarting"
    STOPPED = "stopped"


@dataclass(frozen=True, slots=True)
class Spec:
    """What to run and how to treat it. `env` is added to our own; times in seconds."""

    name: str
    argv: tuple[str, ...]
    ready: Probe
    env: Mapping[str, str] = field(default_factory=dict)
    cwd: Path | None = None
    account: Account | None = None
    stop_signal: signal.Signals = signal.SIGTERM
    death_signal: signal.Signals = signal.SIGKILL
    grace: float = GRACE
    ready_within: float = READY_WITHIN


@dataclass(frozen=True, slots=True)
class Notice:
    """Told to the listener each time a child changes state."""

    name: str
    state: State
    pid: int
    restarts: int
    detail: str = ""


Listener = Callable[[Notice], None]


def launched(
    argv: tuple[str, ...], account: Account | None = None, death_signal: signal.Signals = signal.SIGKILL
) -> tuple[str, ...]:
    """The command that runs `argv` under the account and ends it when this process ends."""
    orders: dict[str, int] = {"parent": os.getpid(), "death_signal": death_signal}
    if account is not None:
        orders |= {"uid": account.uid, "gid": account.gid}
        if account.capability is not None:
            orders["capability"] = account.capability
    return (sys.executable, "-I", "-S", str(LAUNCH), json.dumps(orders), *argv)


class Child:
    """One supervised process."""

    def __init__(self, spec: Spec, logs: Path, listener: Listener) -> None:
        self.spec = spec
        self.state = State.STOPPED
        self.restarts = 0
        self.pid = 0
        self._listener = listener
        self._log = LogFile(logs / f"{spec.name}.log")
        self._wanted = False
        self._ready = asyncio.Event()
        self._keeper: asyncio.Task[None] | None = None
        self._process: asyncio.subprocess.Process | None = None

    async def start(self) -> None:
        """Start and wait until ready. Raises StartFailed, with the child stopped."""
        if self._keeper is not None:
            return
        self._wanted = True
        self._ready.clear()
        self._keeper = asyncio.create_task(self._keep(), name=f"keep {self.spec.name}")
        waiting = asyncio.create_task(self._ready.wait())
        try:
            await asyncio.wait(
                {waiting, self._keeper},
                timeout=self.spec.ready_within,
                return_when=asyncio.FIRST_COMPLETED,
            )
        finally:
            waiting.cancel()
        if not self._ready.is_set():
            await self.stop()
            raise StartFailed(f"{self.spec.name} did not become ready:\n{self._log.tail()}")

    async def stop(self) -> None:
        """Ask, then after the grace force. Returns with the process and its group gone."""
        self._wanted = False
        self._signal(self.spec.stop_signal)
        if self._keeper is None:
            return
        done, _ = await asyncio.wait({self._keeper}, timeout=self.spec.grace if self.pid else 0)
        forced = not done and self.pid != 0
        if not done:
            self.kill()
            self._cancel_backoff()
            await asyncio.wait({self._keeper}, timeout=self.spec.grace)
        self._keeper = None
        self._tell(State.STOPPED, f"killed: still there after {self.spec.grace:g} s" if forced else "")

    def kill(self) -> None:
        """SIGKILL, as a crash would: unless it is being stopped, the child is then restarted."""
        self._signal(signal.SIGKILL)

    def close(self) -> None:
        self._log.close()

    def log_tail(self) -> str:
        return self._log.tail()

    def _signal(self, number: signal.Signals) -> None:
        if self.pid:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, number)

    def _cancel_backoff(self) -> None:
        if self._keeper is not None and self._process is None:
            self._keeper.cancel()

    def _tell(self, state: State, detail: str = "") -> None:
        self.state = state
        self._listener(Notice(self.spec.name, state, self.pid, self.restarts, detail))

    async def _keep(self) -> None:
        """Run, and run again with growing pauses, until no longer wanted or never once ready."""
        pause, deaths = FIRST_BACKOFF, 0
        loop = asyncio.get_running_loop()
        while True:
            began = loop.time()
            code = await self._run_once()
            deaths += 1
            if self._done(deaths):
                return
            pause = FIRST_BACKOFF if loop.time() - began > STEADY_AFTER else pause
            self.restarts += 1
            self._tell(State.RESTARTING, f"ended with {_ending(code)}, again in {pause:g} s")
            await asyncio.sleep(pause)
            pause = min(pause * 2, LAST_BACKOFF)

    def _done(self, deaths: int) -> bool:
        return not self._wanted or (deaths >= DEATHS_BEFORE_READY and not self._ready.is_set())

    async def _run_once(self) -> int:
        reading, writing = os.pipe()
        try:
            self._process = await self._spawn(writing)
        finally:
            os.close(writing)
        self.pid = self._process.pid
        self._tell(State.STARTING)
        pump = asyncio.create_task(self._pump(reading))
        probing = asyncio.create_task(self._probe())
        try:
            return await self._process.wait()
        finally:
            probing.cancel()
            self._signal(signal.SIGKILL)  # whatever it left behind in its group
            self.pid, self._process = 0, None
            await asyncio.wait({pump}, timeout=1)
            pump.cancel()

    async def _spawn(self, output: int) -> asyncio.subprocess.Process:
        return await asyncio.create_subprocess_exec(
            *launched(self.spec.argv, self.spec.account, self.spec.death_signal),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env={**os.environ, **self.spec.env},
            cwd=self.spec.cwd,
            start_new_session=True,
        )

    async def _pump(self, reading: int) -> None:
        loop = asyncio.get_running_loop()
        reader = asyncio.StreamReader()
        with os.fdopen(reading, "rb") as file:
            transport, _ = await loop.connect_read_pipe(lambda: asyncio.StreamReaderProtocol(reader), file)
            try:
                while chunk := await reader.read(65536):
                    self._log.write(chunk)
            finally:
                transport.close()

    async def _probe(self) -> None:
        while not await self.spec.ready():  # noqa: ASYNC110  another process will set no event of ours
            await asyncio.sleep(PROBE_EVERY)
        self._ready.set()
        self._tell(State.READY)


class Supervisor:
    """All children of one stack, by name."""

    def __init__(self, logs: Path, listener: Listener = lambda _: None) -> None:
        self._logs = logs
        self._listener = listener
        self.children: dict[str, Child] = {}

    async def start(self, *specs: Spec) -> None:
        """Start these at the same time and wait until each is ready. Raises StartFailed, the others stay."""
        fresh = [Child(spec, self._logs, self._listener) for spec in specs]
        self.children |= {child.spec.name: child for child in fresh}
        results = await asyncio.gather(*(child.start() for child in fresh), return_exceptions=True)
        for result in results:
            if isinstance(result, BaseException):
                raise result

    async def stop(self, names: Iterable[str]) -> None:
        """Stop these at the same time."""
        await asyncio.gather(*(self.children[name].stop() for name in names if name in self.children))

    def close(self) -> None:
        for child in self.children.values():
            child.close()


def _ending(code: int) -> str:
    return f"signal {signal.Signals(-code).name}" if code < 0 else f"code {code}"

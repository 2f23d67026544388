"""A stack: servers and processes under one supervisor, from the first start to the last stop."""

import asyncio
import os
from contextlib import suppress
from types import TracebackType
from typing import Self

from cli.stack import plan
from cli.stack.build import build_id
from cli.stack.options import StackOptions
from cli.stack.servers import NAMES, Servers
from cli.stack.state import ChildRecord, Folder, Record, Status
from runtime.embedded.ports import HOST, assign, is_free
from runtime.embedded.probes import every, http
from runtime.embedded.supervise import Child, Listener, Notice, Spec, StartFailed, State, Supervisor, launched
from runtime.payload_keys import mint
from runtime.settings import PlatformSettings

GRACE = 5.0


class CommandFailed(Exception):  # noqa: N818  said as it is
    """A command run once at start ended badly; the message carries the end of what it printed."""


class Stack:
    """`async with Stack(StackOptions(data=…)) as stack:` runs it all; also `start()` and `stop()`.

    The listener hears of every change of every part. After the start: `env` (all settings of the
    processes), `urls` (doors by name), `database_urls` (by room), `nats_url`, `temporal_address`; `owner_urls`:
    the same databases as the role that migrates, where that is not the room's own.
    """

    def __init__(self, options: StackOptions, listener: Listener = lambda _: None) -> None:
        self.options = options
        self.folder = Folder(options.data)
        self.env: dict[str, str] = {}
        self.urls: dict[str, str] = {}
        self.database_urls: dict[str, str] = {}
        self.owner_urls: dict[str, str] = {}
        self.nats_url = ""
        self.temporal_address = ""
        self.record = Record()
        self._listener = listener
        self._supervisor = Supervisor(self.folder.path / "logs", self._hear)

    async def __aenter__(self) -> Self:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    async def start(self) -> None:
        """Start all and wait until ready; on failure everything is stopped again.

        Raises AlreadyRunning, PortTaken, StartFailed, CommandFailed, PostgresFailed.
        """
        self.record = self.folder.open()
        try:
            while not await self._started():
                continue  # each try needs a port lost anew: there is an end of them
        except BaseExceptionGroup as several:
            await self.stop()
            raise several.exceptions[0] from None
        except BaseException:
            await self.stop()
            raise

    async def stop(self) -> None:
        """Processes first, then the servers they stand on; within ten seconds whatever hangs."""
        self._set_status("stopping")
        await self._stop_children()
        self.record.supervisor = 0
        self._set_status("stopped")
        self.folder.close()

    @property
    def settings(self) -> PlatformSettings:
        """For whoever speaks with its servers from outside: where they are, and the keys of what workflows carry."""
        return PlatformSettings(
            nats_url=self.nats_url,
            temporal_address=self.temporal_address,
            oidc_issuer=self.env["DESTEK_OIDC_ISSUER"],
            payload_keys_url=self.env["DESTEK_PAYLOAD_KEYS_URL"],
            payload_master_key_file=self.env["DESTEK_PAYLOAD_MASTER_KEY_FILE"],
        )

    def child(self, name: str) -> Child:
        """One process or server: its pid, `kill()`, `stop()`, `start()`."""
        return self._supervisor.children[name]

    async def stop_part(self, name: str) -> None:
        """Stop one part; it stays down until `start_part`."""
        await self.child(name).stop()

    async def start_part(self, name: str) -> None:
        """Start a stopped part again, on the same port. Raises StartFailed."""
        await self.child(name).start()
        if name == "temporal":
            await self._servers.prepare_temporal(self.temporal_address)

    async def run(self, *words: str) -> str:
        """Run one command of the program with the stack's settings; what it printed. Raises CommandFailed."""
        process = await asyncio.create_subprocess_exec(
            *launched((*self.options.command, *words)),
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.STDOUT,
            env={**os.environ, **self.env, **(self._migrating if words[0] == "migrate" else {})},
        )
        try:
            output = (await process.communicate())[0].decode(errors="replace")
        except asyncio.CancelledError:
            with suppress(ProcessLookupError):
                process.kill()
            raise
        if process.returncode != 0:
            end = "\n".join(output.splitlines()[-20:])
            raise CommandFailed(f"{' '.join(words)} ended with code {process.returncode}:\n{end}")
        return output

    @property
    def _migrating(self) -> dict[str, str]:
        """What no process that runs is told: how to sign in as the owner of the tables."""
        return {f"DESTEK_{room.upper()}_MIGRATION_URL": url for room, url in self.owner_urls.items()}

    def _children(self) -> list[str]:
        return list(self._supervisor.children)

    async def _stop_children(self) -> None:
        servers = [name for name in self._children() if name in NAMES]
        await self._supervisor.stop([name for name in self._children() if name not in NAMES])
        await self._supervisor.stop(servers)
        self._supervisor.close()

    async def _started(self) -> bool:
        """Start all; False, with all stopped, when a port was taken by somebody else after it was chosen.

        The next try chooses another in its place.
        """
        try:
            await self._start()
        except (StartFailed, BaseExceptionGroup):
            await self._stop_children()
            chosen = set(plan.port_names(self.options)).difference(plan.fixed_ports(self.options))
            if all(is_free(self.record.ports[name]) for name in chosen if name in self.record.ports):
                raise
            return False
        return True

    async def _start(self) -> None:
        self._open()
        reached = await self._servers.start()
        self.owner_urls = self._servers.owner_urls
        self._settle(reached)
        if self.options.migrates:
            await self._once("migrations", "migrate")
        if self.options.processes:
            await self._supervisor.start(*(self._spec(one) for one in plan.processes(self.options)))
        self._set_status("ready")

    def _open(self) -> None:
        names, fixed = plan.port_names(self.options), plan.fixed_ports(self.options)
        self.record.children.clear()
        self.record.ports |= assign(names, self.record.ports, fixed)
        self.record.supervisor = os.getpid()
        self.record.people = str(self.options.people)
        self.record.temporal_tls = self.options.speaks_tls
        self.folder.private("documents")
        self.folder.private("mail")
        self.folder.private(plan.PAYLOAD_KEYS)
        mint(self.folder.path / plan.MASTER_KEY)
        self._servers = Servers(self.options, self.folder.path, self.record, self._supervisor)
        self._set_status("starting")

    def _settle(self, reached: plan.Reached) -> None:
        """Write down where everything is, for the processes and for whoever asks."""
        ports = self.record.ports
        self.nats_url, self.temporal_address = reached.nats_url, reached.temporal_address
        self.database_urls = dict(reached.databases)
        self.urls = plan.urls(self.options, ports)
        self.env = plan.environment(
            self.options, self.folder.path, ports, reached, build_id(), self.record.secret("session")
        )
        self.record.addresses = self.urls | {
            "temporal": self.temporal_address,
            "nats": self.nats_url.rpartition("@")[2],
            "postgres": next(iter(self.database_urls.values()), "").rpartition("@")[2].partition("/")[0],
        }
        if self.options.temporal_address is None and self.options.clock == "system":
            self.record.addresses["temporal-ui"] = f"http://{HOST}:{ports['temporal-ui']}"
        self._set_status("starting")

    def _spec(self, process: plan.Process) -> Spec:
        ports = self.record.ports
        health = {"DESTEK_HEALTH_PORT": str(ports[process.health])} if process.worker else {}
        return Spec(
            name=process.name,
            argv=(*self.options.command, *process.words),
            ready=every(*(http(HOST, ports[name], "/health/ready") for name in process.ready_at)),
            env=self.env | health,
            grace=GRACE,
        )

    async def _once(self, name: str, *words: str) -> None:
        self._hear(Notice(name, State.STARTING, 0, 0))
        await self.run(*words)
        self._hear(Notice(name, State.READY, 0, 0, "done"))

    async def load_demo(self) -> None:
        """Load the demo data if asked for and not yet there, once the stack is ready.

        The stack is of use without it: a failure is told, and tried again at the next start.
        """
        if not self.options.demo or "demo" in self.record.done:
            return
        try:
            await self._once("demo", "load", "demo")
        except CommandFailed as failure:
            self._hear(Notice("demo", State.STOPPED, 0, 0, str(failure)))
        else:
            self.record.done["demo"] = self.env["DESTEK_BUILD_ID"]
            self.folder.write(self.record)

    def _hear(self, notice: Notice) -> None:
        self.record.children[notice.name] = ChildRecord(
            state=notice.state, pid=notice.pid, restarts=notice.restarts, detail=notice.detail
        )
        self.folder.write(self.record)
        self._listener(notice)

    def _set_status(self, status: Status) -> None:
        self.record.status = status
        self.folder.write(self.record)

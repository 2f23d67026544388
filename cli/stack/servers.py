"""The servers under a stack: PostgreSQL, NATS and Temporal, started together, or found at a given address."""

import asyncio
from dataclasses import replace
from pathlib import Path

from cli.stack.options import ATTRIBUTES, NAMESPACE, OWNED_APART, StackOptions
from cli.stack.plan import Reached
from cli.stack.state import Record
from runtime.embedded.broker import Nats
from runtime.embedded.databases import as_owner, close_to_others, provision
from runtime.embedded.ports import HOST
from runtime.embedded.postgres import Postgres
from runtime.embedded.supervise import Spec, Supervisor
from runtime.embedded.temporal import DevServer, TestServer, prepare

NAMES = ("postgres", "nats", "temporal")
# Together with the processes' own grace less than the ten seconds a stop may take.
GRACE = 3.5


class Servers:
    """Starts what is ours, prepares all of it, and says where each answers."""

    def __init__(self, options: StackOptions, folder: Path, record: Record, supervisor: Supervisor) -> None:
        self._options = options
        self._folder = folder
        self._record = record
        self._supervisor = supervisor
        self.owner_urls: dict[str, str] = {}

    async def start(self) -> Reached:
        """All three at once. Raises an ExceptionGroup of what failed."""
        async with asyncio.TaskGroup() as together:
            databases = together.create_task(self._databases())
            nats = together.create_task(self._nats())
            temporal = together.create_task(self._temporal())
        return Reached(nats.result(), temporal.result(), databases.result())

    async def prepare_temporal(self, address: str) -> None:
        """Namespace, retention and search attributes; again after each start of a server without memory."""
        await prepare(address, NAMESPACE, ATTRIBUTES, tls=self._options.speaks_tls)

    async def _run(self, spec: Spec) -> None:
        await self._supervisor.start(replace(spec, grace=GRACE))

    async def _databases(self) -> dict[str, str]:
        rooms = self._options.databases
        admin_url = self._options.database_url
        if admin_url is None:
            server = Postgres(
                self._folder / "postgres",
                self._record.ports["postgres"],
                self._record.secret("postgres"),
                self._options.ephemeral,
            )
            await server.prepare()
            await self._run(server.spec())
            admin_url = server.admin_url
            await close_to_others(admin_url)
        passwords = {f"destek_{room}": self._record.secret(f"database-{room}") for room in rooms}
        apart = OWNED_APART.intersection(rooms)
        owners = {f"destek_{room}": self._record.secret(f"database-{room}-owner") for room in apart}
        reached = await provision(admin_url.replace("+asyncpg", "", 1), passwords, owners)
        self.owner_urls = {
            room: _for_asyncpg(as_owner(reached[f"destek_{room}"], owners[f"destek_{room}"])) for room in apart
        }
        return {room: _for_asyncpg(reached[f"destek_{room}"]) for room in rooms}

    async def _nats(self) -> str:
        if self._options.nats_url is not None:
            return self._options.nats_url
        ports = self._record.ports
        server = Nats(
            self._folder / "nats",
            ports["nats"],
            ports["nats-monitor"],
            self._record.secret("nats"),
            self._options.ephemeral,
        )
        await server.prepare()
        await self._run(server.spec())
        return server.url

    async def _temporal(self) -> str:
        address = self._options.temporal_address
        if address is None:
            server = self._temporal_server()
            await self._run(server.spec())
            address = server.address
        await self.prepare_temporal(address)
        return address

    def _temporal_server(self) -> DevServer | TestServer:
        ports = self._record.ports
        if self._options.clock == "temporal":
            return TestServer(ports["temporal"])
        return DevServer(
            ports["temporal"],
            ports["temporal-ui"],
            NAMESPACE,
            self._file(),
            self._options.temporal_config,
            f"http://{HOST}:{ports['portal']}/codec",
        )

    def _file(self) -> Path | None:
        if self._options.ephemeral:
            return None
        folder = self._folder / "temporal"
        folder.mkdir(mode=0o700, exist_ok=True)
        return folder / "temporal.db"


def _for_asyncpg(url: str) -> str:
    return "postgresql+asyncpg" + url[url.index("://") :]

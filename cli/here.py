"""Where the commands find a system: in DESTEK_… settings, else in the stack that runs on a data folder."""

import os
from pathlib import Path
from typing import Annotated

import typer

from cli.stack.options import NAMESPACE
from cli.stack.state import Folder, Record
from grants.contracts.queues import ROOMS
from runtime.embedded.broker import Nats

Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The data folder of a running stack.")]
HERE = Path(".destek")


def find(data: Path = HERE) -> None:
    """Set what the environment leaves open from the stack that runs on this folder, if one does."""
    folder = Folder(data)
    if folder.in_use():
        for name, value in settings_of(folder.path, folder.read()).items():
            os.environ.setdefault(name, value)


def settings_of(path: Path, record: Record) -> dict[str, str]:
    """The settings a command needs to speak with that stack."""
    nats = Nats(path / "nats", record.ports.get("nats", 0), 0, record.secrets.get("nats", ""))
    is_ours = record.addresses.get("nats") == nats.url.rpartition("@")[2]
    return {
        "DESTEK_OIDC_ISSUER": record.addresses.get("identity", ""),
        "DESTEK_TEMPORAL_ADDRESS": record.addresses.get("temporal", ""),
        "DESTEK_TEMPORAL_NAMESPACE": NAMESPACE,
        "DESTEK_TEMPORAL_TLS": str(record.temporal_tls).lower(),
        "DESTEK_NATS_URL": nats.url if is_ours else f"nats://{record.addresses.get('nats', '')}",
        **{f"DESTEK_{room.upper()}_API_URL": record.addresses.get(room, "") for room in ROOMS},
    }

"""What a stack is asked to be."""

import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from grants.contracts.queues import AUDIT, ROOMS
from grants.contracts.workflows import SEARCH_ATTRIBUTES
from runtime.embedded.temporal import Attribute

NAMESPACE = "destek"
ATTRIBUTES = {name: Attribute(kind) for name, kind in SEARCH_ATTRIBUTES.items()}
OWNED_APART = frozenset({AUDIT})
"""Rooms whose own role may not change all that it writes: their tables belong to another."""
PEOPLE = Path(__file__).resolve().parents[1] / "cases" / "people.yaml"
# -P keeps the folder we happen to stand in off the import path: another project may have a `services` too.
COMMAND = (sys.executable, "-P", "-m", "cli.main")


@dataclass(frozen=True, slots=True)
class StackOptions:
    """One stack: its data folder, which parts run and how.

    clock: `temporal` puts the time-skipping test server in Temporal's place.
    ephemeral: faster, and a crash of the machine may lose everything; for tests and the demonstration.
    processes: False runs the servers alone. migrate: None means whenever processes run.
    databases: the rooms that get a database. ports, port_base: fixed ports by name, or all from one number.
    …_url, temporal_address, oidc_issuer: a part that runs elsewhere and is not started here; without them
    documents and mail are folders in the data folder. temporal_tls: of the server at temporal_address.
    command: the program the processes are subcommands of. env: more settings, added last.
    """

    data: Path
    split: bool = False
    clock: Literal["system", "temporal"] = "system"
    ephemeral: bool = False
    processes: bool = True
    migrate: bool | None = None
    demo: bool = False
    databases: tuple[str, ...] = ROOMS
    ports: Mapping[str, int] = field(default_factory=dict)
    port_base: int | None = None
    database_url: str | None = None
    nats_url: str | None = None
    temporal_address: str | None = None
    temporal_tls: bool = False
    oidc_issuer: str | None = None
    documents_url: str | None = None
    smtp_url: str | None = None
    temporal_config: Mapping[str, str] = field(default_factory=dict)
    people: Path = PEOPLE
    command: tuple[str, ...] = COMMAND
    env: Mapping[str, str] = field(default_factory=dict)

    @property
    def speaks_tls(self) -> bool:
        """Whether Temporal is spoken to over TLS; the server started here is not."""
        return self.temporal_tls and self.temporal_address is not None

    @property
    def migrates(self) -> bool:
        return self.processes if self.migrate is None else self.migrate

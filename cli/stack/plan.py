"""Which processes a stack consists of, which ports they need and what each is told."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cli.stack.options import NAMESPACE, StackOptions
from grants.contracts.queues import ROOMS
from runtime.embedded.ports import HOST

MASTER_KEY = "payload-master.key"
PAYLOAD_KEYS = "payload-keys"
SERVER_PORTS = ("postgres", "nats", "nats-monitor", "temporal", "temporal-ui")


@dataclass(frozen=True, slots=True)
class Process:
    """One process: its name, its words on the command line, and the ports that must say they are ready."""

    name: str
    words: tuple[str, ...]
    doors: tuple[str, ...] = ()
    worker: bool = False

    @property
    def health(self) -> str:
        """The name of its health port."""
        return f"health-{self.name}"

    @property
    def ready_at(self) -> tuple[str, ...]:
        return self.doors or (self.health,)


def processes(options: StackOptions) -> tuple[Process, ...]:
    """Two processes by default; apart, one for each door and each worker, as production runs them."""
    identity = () if options.oidc_issuer else ("identity",)
    if not options.split:
        return (
            Process("rooms", ("serve", "rooms"), (*identity, "portal", *ROOMS), worker=True),
            Process("workflows", ("serve", "workflows"), worker=True),
        )
    return (
        *(Process(name, ("serve", name), (name,)) for name in (*identity, "portal")),
        *(Process(f"{room}-api", ("serve", room, "api"), (room,)) for room in ROOMS),
        *(Process(f"{room}-worker", ("serve", room, "worker"), worker=True) for room in ROOMS),
        Process("workflows", ("serve", "workflows"), worker=True),
    )


def port_names(options: StackOptions) -> tuple[str, ...]:
    """Every port of the stack by name, in a fixed order: `port_base` counts along it."""
    doors = ("portal", "identity", *ROOMS)
    health = tuple(process.health for process in processes(options) if process.worker)
    return (*doors, *SERVER_PORTS, *health)


def fixed_ports(options: StackOptions) -> dict[str, int]:
    """The ports given by the caller: one by one, or all from a base."""
    if options.port_base is None:
        return dict(options.ports)
    counted = {name: options.port_base + place for place, name in enumerate(port_names(options))}
    return counted | dict(options.ports)


def urls(options: StackOptions, ports: Mapping[str, int]) -> dict[str, str]:
    """The HTTP addresses of the doors, by name."""
    doors = {name: f"http://{HOST}:{ports[name]}" for name in ("portal", "identity", *ROOMS)}
    return doors | ({"identity": options.oidc_issuer} if options.oidc_issuer else {})


@dataclass(frozen=True, slots=True)
class Reached:
    """Where the servers answered, ours or given ones; databases by room."""

    nats_url: str
    temporal_address: str
    databases: Mapping[str, str]


def environment(
    options: StackOptions, folder: Path, ports: Mapping[str, int], reached: Reached, build: str, secret: str
) -> dict[str, str]:
    """Every setting the processes share, as environment variables."""
    doors = urls(options, ports)
    env = {
        # Several processes of the same sources: compiled once and kept, whatever the caller's habit.
        "PYTHONDONTWRITEBYTECODE": "",
        "DESTEK_NATS_URL": reached.nats_url,
        "DESTEK_TEMPORAL_ADDRESS": reached.temporal_address,
        "DESTEK_TEMPORAL_NAMESPACE": NAMESPACE,
        "DESTEK_TEMPORAL_TLS": str(options.speaks_tls).lower(),
        "DESTEK_OIDC_ISSUER": doors["identity"],
        "DESTEK_CLOCK": options.clock,
        "DESTEK_LOG_FORMAT": "json",
        "DESTEK_BUILD_ID": build,
        # One build at a time runs here: what began on an earlier one goes on under this one, if it replays.
        "DESTEK_ADOPT_RUNS": "true" if options.clock == "system" else "false",
        "DESTEK_DOCUMENTS_URL": options.documents_url or (folder / "documents").as_uri(),
        "DESTEK_MAIL_DIR": "" if options.smtp_url else str(folder / "mail"),
        "DESTEK_SMTP_URL": options.smtp_url or "",
        "DESTEK_API_HOST": HOST,
        "DESTEK_PORTAL_API_PORT": str(ports["portal"]),
        "DESTEK_PORTAL_API_URL": doors["portal"],
        "DESTEK_PORTAL_SESSION_SECRET": secret,
        "DESTEK_PORTAL_CODEC_ORIGIN": f"http://{HOST}:{ports['temporal-ui']}",
    }
    env |= {
        "DESTEK_AUDIT_KEY_FILE": str(folder / "ledger-key.pem"),
        "DESTEK_AUDIT_PREVIOUS_KEY_FILE": str(folder / "ledger-key-before.pem"),
        "DESTEK_AUDIT_MAKE_KEY": "true",
        "DESTEK_PAYLOAD_KEYS_URL": (folder / PAYLOAD_KEYS).as_uri(),
        "DESTEK_PAYLOAD_MASTER_KEY_FILE": str(folder / MASTER_KEY),
    }
    if not options.oidc_issuer:
        env["DESTEK_IDENTITY_API_PORT"] = str(ports["identity"])
        env["DESTEK_IDENTITY_API_URL"] = doors["identity"]
        env["DESTEK_IDENTITY_KEY_FILE"] = str(folder / "identity-key.json")
        env["DESTEK_IDENTITY_PEOPLE"] = str(options.people)
    for room in ROOMS:
        env[f"DESTEK_{room.upper()}_API_PORT"] = str(ports[room])
        env[f"DESTEK_{room.upper()}_API_URL"] = doors[room]
    for room, url in reached.databases.items():
        env[f"DESTEK_{room.upper()}_DATABASE_URL"] = url
    return env | dict(options.env)

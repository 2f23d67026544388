"""Free ports on the loopback address, the same ones as last time where they are still free."""

import random
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

HOST = "127.0.0.1"
LOWEST, HIGHEST = 10000, 31999
OUTGOING = Path("/proc/sys/net/ipv4/ip_local_port_range")
TRIES = 500


class PortTaken(Exception):  # noqa: N818  said as it is
    """A port that was asked for by number is in use."""

    def __init__(self, name: str, port: int) -> None:
        super().__init__(f"port {port}, asked for {name}, is in use")
        self.name = name
        self.port = port


def is_free(port: int, host: str = HOST) -> bool:
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        # Connections still winding down after a restart do not make a port taken; a listener does.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def highest(outgoing: Path = OUTGOING) -> int:
    """The last port below those the kernel hands out to outgoing connections, where it says which these are.

    A port in that range may be taken by some passing client, between its choice and its use or while the stack is
    down. Where nearly all ports are in it there is no way around: then HIGHEST.
    """
    try:
        first = int(outgoing.read_text(encoding="ascii").split()[0])
    except (OSError, ValueError, IndexError):
        return HIGHEST
    return min(HIGHEST, first - 1) if first > LOWEST + TRIES else HIGHEST


def free_port(taken: Iterable[int] = ()) -> int:
    """A port nobody listens on and that is not in `taken`."""
    avoid, last = set(taken), highest()
    for _ in range(TRIES):
        port = random.randint(LOWEST, last)  # noqa: S311  any free number will do, it is no secret
        if port not in avoid and is_free(port):
            return port
    raise PortTaken("any part", HIGHEST)


def assign(
    names: Iterable[str],
    remembered: Mapping[str, int] | None = None,
    fixed: Mapping[str, int] | None = None,
) -> dict[str, int]:
    """A port for each name: the fixed one, or the remembered one if still free, or a new one.

    Raises PortTaken when a fixed port is in use.
    """
    remembered, fixed = remembered or {}, fixed or {}
    chosen: dict[str, int] = {}
    for name in names:
        if name in fixed and not is_free(fixed[name]):
            raise PortTaken(name, fixed[name])
        taken = {*chosen.values(), *fixed.values()}
        before = remembered.get(name, 0)
        if name in fixed:
            chosen[name] = fixed[name]
        elif before and before not in taken and is_free(before):
            chosen[name] = before
        else:
            chosen[name] = free_port({*taken, *remembered.values()})
    return chosen

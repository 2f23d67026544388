"""How to see that a child is ready: a port that answers, a page that says 200."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress

Probe = Callable[[], Awaitable[bool]]
PATIENCE = 2.0
OK = b"200"


def tcp(host: str, port: int) -> Probe:
    """Ready when something accepts a connection."""

    async def probe() -> bool:
        _, writer = await asyncio.open_connection(host, port)
        await _close(writer)
        return True

    return lambda: _quietly(probe())


def http(host: str, port: int, path: str) -> Probe:
    """Ready when GET path answers 200."""

    async def probe() -> bool:
        reader, writer = await asyncio.open_connection(host, port)
        try:
            writer.write(f"GET {path} HTTP/1.0\r\nHost: {host}:{port}\r\nConnection: close\r\n\r\n".encode())
            status = await reader.readline()
        finally:
            await _close(writer)
        return status.split(b" ")[1:2] == [OK]

    return lambda: _quietly(probe())


def every(*probes: Probe) -> Probe:
    """Ready when each of them is."""

    async def probe() -> bool:
        return all([await one() for one in probes])

    return probe


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with suppress(OSError):
        await writer.wait_closed()


async def _quietly(probe: Awaitable[bool]) -> bool:
    try:
        return await asyncio.wait_for(probe, PATIENCE)
    except (OSError, TimeoutError):
        return False

"""A process is a few parts that run side by side until a signal, and stop in order within the grace."""

import asyncio
import signal
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, nullcontext
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import structlog
import uvicorn
from fastapi import FastAPI

from runtime.garbage import settle_down

Part = Callable[[asyncio.Event], Awaitable[None]]
_log = structlog.get_logger(__name__)


class _Server(uvicorn.Server):
    """A web server that leaves the signals to the process it lives in."""

    def capture_signals(self) -> Any:
        return nullcontext()


KEPT_OPEN = 75
"""Seconds for which a door holds a connection that nobody uses: longer than any who knocks (httpx 5, a proxy 60).

Where both let go in the same moment, a request goes out on a connection that ends, and nobody answers it.
"""


def manner(app: FastAPI, host: str, port: int) -> uvicorn.Config:
    """How an application is served."""
    return uvicorn.Config(
        app,
        host=host,
        port=port,
        log_config=None,
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=3,
        timeout_keep_alive=KEPT_OPEN,
    )


def web(app: FastAPI, host: str, port: int) -> Part:
    """Serve an application over HTTP."""

    async def run(stop: asyncio.Event) -> None:
        server = _Server(manner(app, host, port))
        serving = asyncio.create_task(_serve(server))
        stopping = asyncio.create_task(stop.wait())
        await asyncio.wait({serving, stopping}, return_when=asyncio.FIRST_COMPLETED)
        server.should_exit = True
        stopping.cancel()
        await serving

    return run


async def _serve(server: uvicorn.Server) -> None:
    """Serve. uvicorn would leave the process on the spot where it cannot begin; here the other parts stop in order."""
    try:
        await server.serve()
    except SystemExit as error:
        raise OSError(f"cannot serve at {server.config.host}:{server.config.port}") from error


@dataclass(slots=True)
class Closing:
    """What to close, last opened first, when the process ends."""

    stack: AsyncExitStack

    @classmethod
    def empty(cls) -> Self:
        return cls(AsyncExitStack())

    def later(self, close: Callable[[], Awaitable[Any]]) -> None:
        self.stack.push_async_callback(close)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stack.aclose()


async def run(parts: Sequence[Part], stop: asyncio.Event | None = None, grace: float = 4.0) -> None:
    """Run the parts until SIGTERM or SIGINT, or until one fails; then stop all, and cut off what outlasts the grace.

    grace: seconds.
    """
    stop = stop or asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    settle_down()
    tasks = [asyncio.create_task(_guarded(part, stop)) for part in parts]
    await stop.wait()
    _log.info("stopping")
    _, late = await asyncio.wait(tasks, timeout=grace)
    for task in late:
        task.cancel()
    results = await asyncio.gather(*tasks, return_exceptions=True)
    failed = [result for result in results if isinstance(result, Exception)]
    if failed:
        raise ExceptionGroup("parts of the process failed", failed)


async def _guarded(part: Part, stop: asyncio.Event) -> None:
    try:
        await part(stop)
    finally:
        stop.set()

"""`destek serve …`: every process of the system, apart or together; the same code either way.

A process reads the code it serves and no other: a room's worker has no use for the pages.
"""

import asyncio
import os
from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module
from typing import Annotated, Literal

import typer

from grants.contracts.queues import ROOMS
from runtime import logging, process, telemetry
from runtime.garbage import kept_in_mind
from runtime.http.health import create_health
from runtime.identity.people import load_people
from runtime.identity.settings import IdentitySettings
from runtime.process import Closing, Part, web
from runtime.readiness import Readiness, when
from runtime.room import RoomPlan, api_part, open_desk, open_platform, worker_parts
from runtime.settings import PlatformSettings
from runtime.temporal import answers_now

Share = Literal["api", "worker", "both"]
PartsOf = Callable[[Closing, Readiness], Awaitable[list[Part]]]
app = typer.Typer(no_args_is_help=True, help="Run one process of the system.")


def plan_of(room: str) -> RoomPlan:
    """What a room says of itself."""
    plan: RoomPlan = import_module(f"services.{room}.app").PLAN
    return plan


async def room_parts(
    settings: PlatformSettings, rooms: tuple[str, ...], share: Share, closing: Closing, readiness: Readiness
) -> list[Part]:
    """The parts of these rooms: doors, workers, or both. They need what they were built on."""
    platform = await open_platform(settings, "-".join(rooms)[:40], closing)
    readiness.needs("bus", when(platform.bus.connected))
    if share != "api":
        readiness.needs("temporal", partial(answers_now, platform.temporal))
    parts: list[Part] = []
    for room in rooms:
        desk, own = open_desk(room, platform, closing)
        readiness.needs(f"database.{room}", desk.database.answers_now)
        plan = plan_of(room)
        if share in {"api", "both"}:
            parts.append(api_part(plan, platform, desk, own))
        if share in {"worker", "both"}:
            parts.extend(worker_parts(plan, platform, desk))
    return parts


def identity_part(settings: PlatformSettings) -> Part:
    """The development sign-in provider."""
    own = IdentitySettings()
    provider = import_module("runtime.identity.app").create_app(own, load_people(own.people))
    return web(provider, settings.api_host, own.api_port)


def portal_part(settings: PlatformSettings, closing: Closing) -> Part:
    """The web pages."""
    part: Part = import_module("services.portal.app").portal_part(settings, closing)
    return part


async def _serve(name: str, settings: PlatformSettings, parts_of: PartsOf) -> None:
    logging.configure(settings, name)
    telemetry.configure(settings, name)
    readiness = Readiness()
    async with Closing.empty() as closing:
        with kept_in_mind():
            parts = await parts_of(closing, readiness)
        if settings.health_port:
            parts.append(web(create_health(readiness), settings.api_host, settings.health_port))
        await process.run(parts, grace=settings.stop_seconds)


@app.command()
def rooms() -> None:
    """All rooms, the portal and (unless production) the sign-in provider in one process."""
    settings = PlatformSettings()

    async def parts(closing: Closing, readiness: Readiness) -> list[Part]:
        found = await room_parts(settings, ROOMS, "both", closing, readiness)
        found.append(portal_part(settings, closing))
        if os.environ.get("DESTEK_IDENTITY_API_URL") and not settings.production:
            found.append(identity_part(settings))
        return found

    asyncio.run(_serve("rooms", settings, parts))


@app.command()
def workflows() -> None:
    """The workflow worker and the ears that bring events to it."""
    settings = PlatformSettings()

    async def parts(closing: Closing, readiness: Readiness) -> list[Part]:
        found: list[Part] = await import_module("workflows.worker").workflow_parts(settings, closing, readiness)
        return found

    asyncio.run(_serve("workflows", settings, parts))


@app.command()
def portal() -> None:
    """The web pages."""
    settings = PlatformSettings()

    async def parts(closing: Closing, _: Readiness) -> list[Part]:
        return [portal_part(settings, closing)]

    asyncio.run(_serve("portal", settings, parts))


@app.command()
def identity() -> None:
    """The development sign-in provider; refuses to start in production."""
    settings = PlatformSettings()

    async def parts(_closing: Closing, _readiness: Readiness) -> list[Part]:
        return [identity_part(settings)]

    asyncio.run(_serve("identity", settings, parts))


def _room_command(room: str) -> None:
    @app.command(room, help=f"The {room} room: its door (api) or its worker.")
    def serve(share: Annotated[Literal["api", "worker"], typer.Argument()]) -> None:
        settings = PlatformSettings()
        name = f"{room}-{share}"
        asyncio.run(_serve(name, settings, partial(room_parts, settings, (room,), share)))


for _room in ROOMS:
    _room_command(_room)

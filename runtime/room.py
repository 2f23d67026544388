"""How a room is put together: the same for every room, in one process with others or apart."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from fastapi import APIRouter, FastAPI
from temporalio.client import Client

from runtime.accounting import Account
from runtime.auth import TokenVerifier
from runtime.bus import Bus
from runtime.clock import Clock, SystemClock, TravellingClock
from runtime.consumer import ANY, Consumer, Handler, MassHandler, room_effect, room_together
from runtime.db import Database
from runtime.documents import Documents, open_documents
from runtime.erasure import NOTHING, Personal
from runtime.filed import Filed
from runtime.healing import Healing
from runtime.http.app import ApiParts, create_api
from runtime.http.problem import Statuses
from runtime.messages import Catalogue, catalogue
from runtime.noting import NotedHere
from runtime.payload_keys import shelf_of
from runtime.process import Closing, Part, web
from runtime.pruning import Pruner
from runtime.relay import Relay
from runtime.settings import KeepingSettings, PlatformSettings, RoomSettings, room_settings
from runtime.shredding import Shredder
from runtime.temporal import connect_to_work, run_activities
from runtime.unit import Desk


@dataclass(frozen=True, slots=True)
class Platform:
    """What the rooms of one process share."""

    settings: PlatformSettings
    temporal: Client
    bus: Bus
    clock: Clock
    verifier: TokenVerifier
    texts: Catalogue
    documents: Documents


async def open_platform(settings: PlatformSettings, name: str, closing: Closing) -> Platform:
    """Connect to everything; `closing` closes it again."""
    temporal = await connect_to_work(settings)
    bus = await Bus.connect(settings.nats_url, name, replicas=settings.stream_replicas)
    closing.later(bus.close)
    await bus.provide_streams()
    http = httpx.AsyncClient(timeout=10)
    closing.later(http.aclose)
    return Platform(
        settings=settings,
        temporal=temporal,
        bus=bus,
        clock=TravellingClock(temporal) if settings.clock == "temporal" else SystemClock(),
        verifier=TokenVerifier(settings.oidc_issuer, settings.oidc_audience, http),
        texts=catalogue("grants", "runtime"),
        documents=open_documents(settings.documents_url),
    )


def filed_of(platform: Platform, room: str) -> Filed:
    """The documents of files that a room keeps, each under a key of its file. Raises KeyUnsafe."""
    return Filed(platform.documents, shelf_of(platform.settings), room)


def _nothing_more(_desk: Desk, _platform: Platform) -> Sequence[Part]:
    return ()


@dataclass(frozen=True, slots=True)
class RoomPlan:
    """What a room says of itself in its app.py and worker.py.

    hears: for each other room's stream, the handler of each event type, or of `runtime.consumer.ANY`.
    addresses: for each stream, the subjects heard.
    hears_together: for a room that treats all events alike, how it takes many in one transaction.
    parts: what else its worker does, besides hearing, telling and its activities.
    """

    name: str
    title: str
    routers: Callable[[Platform], Sequence[APIRouter]]
    statuses: Statuses
    hears: Mapping[str, Mapping[str, Handler]]
    addresses: Mapping[str, tuple[str, ...]]
    activities: Callable[[Desk, Platform], Sequence[Callable[..., Any]]]
    hears_together: MassHandler | None = None
    parts: Callable[[Desk, Platform], Sequence[Part]] = field(default=_nothing_more)
    personal: Personal = NOTHING


def open_desk(room: str, platform: Platform, closing: Closing) -> tuple[Desk, RoomSettings]:
    settings = room_settings(room)
    database = Database(settings.database_url, settings.database_pool)
    closing.later(database.close)
    return Desk(room, database, platform.clock), settings


def api_of(plan: RoomPlan, platform: Platform, desk: Desk) -> FastAPI:
    """The HTTP door of a room. It is open while its database answers: what it tells waits in the outbox for the bus."""
    return create_api(
        ApiParts(
            title=plan.title,
            desk=desk,
            verifier=platform.verifier,
            texts=platform.texts,
            routers=plan.routers(platform),
            statuses=plan.statuses,
            checks={"database": desk.database.answers_now},
        )
    )


def api_part(plan: RoomPlan, platform: Platform, desk: Desk, settings: RoomSettings) -> Part:
    return web(api_of(plan, platform, desk), platform.settings.api_host, settings.api_port)


def worker_parts(plan: RoomPlan, platform: Platform, desk: Desk) -> list[Part]:
    """What tells, gives account and prunes, the ears on the other rooms, its activities, and what else it does."""
    parts: list[Part] = [
        Relay(plan.name, desk.database, platform.bus).run,
        Account(plan.name, desk.database, platform.bus).run,
        Pruner(desk, platform.bus, KeepingSettings(), plan.personal).run,
    ]
    if plan.personal.papers is not None:
        parts.append(Shredder(desk, filed_of(platform, plan.name), plan.personal).run)
    together = room_together(desk, plan.hears_together) if plan.hears_together else None
    for stream, handlers in plan.hears.items():
        effect, addresses = room_effect(desk, dict(handlers)), plan.addresses[stream]
        ears = Consumer(platform.bus, plan.name, stream, addresses, effect, desk.database, together)
        if ANY not in handlers:  # who keeps the record itself is held against the outboxes
            types = tuple(sorted(handlers))
            ears.healing = Healing(platform.bus, NotedHere(desk.database), plan.name, stream, types, effect)
        parts.append(ears.run)
    activities = plan.activities(desk, platform)
    if activities:

        async def act(stop: asyncio.Event) -> None:
            await run_activities(platform.temporal, plan.name, activities, platform.settings.build_id, stop)

        parts.append(act)
    parts.extend(plan.parts(desk, platform))
    return parts

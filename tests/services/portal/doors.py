"""Every act the rooms offer over HTTP, as the rooms themselves describe it: its door, and what it asks for."""

from collections.abc import Iterator
from dataclasses import fields
from types import SimpleNamespace
from typing import Any, cast

from fastapi.routing import APIRoute
from pydantic import BaseModel

from runtime.room import Platform, RoomPlan
from runtime.settings import PlatformSettings
from services.application.app import PLAN as APPLICATION
from services.audit.app import PLAN as AUDIT
from services.evaluation.app import PLAN as EVALUATION
from services.monitoring.app import PLAN as MONITORING
from services.notification.app import PLAN as NOTIFICATION
from services.portal.rooms import Room

PLANS: dict[Room, RoomPlan] = {
    Room.APPLICATION: APPLICATION,
    Room.EVALUATION: EVALUATION,
    Room.MONITORING: MONITORING,
    Room.AUDIT: AUDIT,
    Room.NOTIFICATION: NOTIFICATION,
}
_NOTHING = {one.name: None for one in fields(Platform)}
NO_PLATFORM = cast("Platform", SimpleNamespace(**{**_NOTHING, "settings": PlatformSettings()}))
"""Doors are described, and never opened."""


def _doors(plan: RoomPlan) -> Iterator[tuple[str, type[BaseModel]]]:
    for router in plan.routers(NO_PLATFORM):
        for route in router.routes:
            if isinstance(route, APIRoute) and "POST" in route.methods:
                bodies: list[Any] = [one.field_info.annotation for one in route.dependant.body_params]
                yield route.path, bodies[0] if bodies else BaseModel


DOORS: dict[tuple[Room, str], type[BaseModel]] = {
    (room, path): body for room, plan in PLANS.items() for path, body in _doors(plan)
}


def door_of(room: str, path: str) -> tuple[Room, str]:
    """The door a path leads to: words before ids, as the rooms route it."""
    asked = path.split("/")
    found = [
        door
        for (of, door) in DOORS
        if of == room
        and len(parts := door.split("/")) == len(asked)
        and all(one.startswith("{") or one == said for one, said in zip(parts, asked, strict=True))
    ]
    return Room(room), min(found, key=lambda door: door.count("{"))

"""The room, put together."""

from collections.abc import Sequence

from fastapi import APIRouter

from runtime.room import Platform, RoomPlan
from services.monitoring.activities import activities
from services.monitoring.api import addenda, audits, changes, claims, clock, ending, grants, reports, tasks
from services.monitoring.domain.errors import NothingToClaim
from services.monitoring.events import ADDRESSES, HEARS


def routers(_: Platform) -> Sequence[APIRouter]:
    """Every door of the room."""
    return (
        grants.router,
        reports.router,
        claims.router,
        clock.router,
        ending.router,
        audits.router,
        addenda.router,
        changes.router,
        tasks.router,
    )


PLAN = RoomPlan(
    name="monitoring",
    title="Destek monitoring",
    routers=routers,
    statuses={NothingToClaim: 409},
    hears=HEARS,
    addresses=ADDRESSES,
    activities=activities,
)

"""The room, put together."""

from collections.abc import Sequence

from fastapi import APIRouter

from runtime.room import Platform, RoomPlan, filed_of
from services.application.activities import activities
from services.application.api import (
    applications,
    approval,
    calls,
    check,
    checking,
    consortia,
    holdings,
    negotiation,
    offers,
    papers,
    people,
    plans,
    regimes,
    registry,
    take_over,
    tasks,
)
from services.application.api.contract import contract_router
from services.application.domain.calls import CallClosed, CallNotOpen
from services.application.events import ADDRESSES, HEARS
from services.application.store.personal import PERSONAL

NAME = "application"


def routers(platform: Platform) -> Sequence[APIRouter]:
    """Every door of the room."""
    return (
        calls.router,
        regimes.router,
        checking.router,
        registry.router,
        consortia.router,
        applications.router,
        offers.router,
        plans.router,
        papers.papers_router(filed_of(platform, NAME)),
        holdings.router,
        check.router,
        negotiation.router,
        approval.router,
        contract_router(platform.documents),
        take_over.router,
        people.router,
        tasks.router,
    )


PLAN = RoomPlan(
    name=NAME,
    title="Destek application",
    routers=routers,
    statuses={CallClosed: 409, CallNotOpen: 409},
    hears=HEARS,
    addresses=ADDRESSES,
    personal=PERSONAL,
    activities=activities,
)

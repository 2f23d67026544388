"""The room, put together."""

from collections.abc import Sequence

from fastapi import APIRouter

from runtime.room import Platform, RoomPlan, filed_of
from services.monitoring.activities import activities
from services.monitoring.api import (
    addenda,
    audits,
    changes,
    claims,
    clock,
    closing,
    development,
    disallowing,
    ending,
    findings,
    grants,
    holdings,
    indicators,
    milestones,
    obligations,
    payments,
    people,
    recovery,
    reports,
    risk,
    scans,
    tasks,
    visit_forms,
    visits,
)
from services.monitoring.domain.errors import NothingToClaim, NotPayable, PaymentStopped
from services.monitoring.events import ADDRESSES, HEARS
from services.monitoring.store.personal import PERSONAL

NAME = "monitoring"


def routers(platform: Platform) -> Sequence[APIRouter]:
    """Every door of the room."""
    return (
        grants.router,
        holdings.router,
        reports.router,
        disallowing.router,
        disallowing.asking,
        indicators.router,
        claims.router,
        clock.router,
        ending.router,
        closing.router,
        obligations.router,
        scans.scans_router(filed_of(platform, NAME)),
        development.router,
        audits.router,
        findings.router,
        addenda.router,
        changes.router,
        changes.asking,
        milestones.router,
        risk.router,
        visit_forms.router,
        visits.visits_router(filed_of(platform, NAME)),
        payments.router,
        recovery.router,
        people.router,
        tasks.router,
    )


PLAN = RoomPlan(
    name=NAME,
    title="Destek monitoring",
    routers=routers,
    statuses={NothingToClaim: 409, PaymentStopped: 409, NotPayable: 409},
    hears=HEARS,
    addresses=ADDRESSES,
    personal=PERSONAL,
    activities=activities,
)

"""How the audit room is put together."""

from runtime.room import RoomPlan
from services.audit.api import inspections, ledger
from services.audit.api.story import story_router
from services.audit.events import ADDRESSES, HEARS
from services.audit.usecases.record import record_all

PLAN = RoomPlan(
    name="audit",
    title="Destek: audit",
    routers=lambda platform: [story_router(platform.texts), ledger.router, inspections.router],
    statuses={},
    hears=HEARS,
    addresses=ADDRESSES,
    hears_together=record_all,
    activities=lambda _desk, _platform: [],
)

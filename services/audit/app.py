"""How the audit room is put together."""

from runtime.room import RoomPlan
from services.audit.api import router_of
from services.audit.events import ADDRESSES, HEARS

PLAN = RoomPlan(
    name="audit",
    title="Destek: audit",
    routers=lambda platform: [router_of(platform.texts)],
    statuses={},
    hears=HEARS,
    addresses=ADDRESSES,
    activities=lambda _desk, _platform: [],
)

"""How the notification room is put together."""

from runtime.room import RoomPlan
from services.notification.api import router
from services.notification.events import ADDRESSES, HEARS
from services.notification.store import PERSONAL
from services.notification.worker import sender

PLAN = RoomPlan(
    name="notification",
    title="Destek: notification",
    routers=lambda _platform: [router],
    statuses={},
    hears=HEARS,
    addresses=ADDRESSES,
    personal=PERSONAL,
    activities=lambda _desk, _platform: [],
    parts=sender,
)

"""What the room hears: everything, kinds it does not know included; what it says itself too."""

from grants.contracts.queues import ROOMS
from runtime.cloudevents import CloudEvent
from runtime.consumer import ANY
from runtime.unit import Unit
from services.audit.usecases.record import record


async def on_anything(unit: Unit, event: CloudEvent) -> None:
    await record(unit, event)


HEARS = {room: {ANY: on_anything} for room in ROOMS}
ADDRESSES = {room: (f"{room}.>",) for room in ROOMS}

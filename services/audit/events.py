"""What the room hears: everything, kinds it does not know included; of its own acts, what was signed."""

from grants.contracts import queues
from grants.contracts.audit_events import InspectionSigned
from runtime.cloudevents import CloudEvent
from runtime.consumer import ANY
from runtime.unit import Unit
from services.audit.domain.kinds import ROOMS
from services.audit.usecases.record import record


async def on_anything(unit: Unit, event: CloudEvent) -> None:
    await record(unit, event)


HEARS = {
    **{room: {ANY: on_anything} for room in ROOMS},
    queues.AUDIT: {InspectionSigned.type_name(): on_anything},
}
ADDRESSES = {**{room: (f"{room}.>",) for room in ROOMS}, queues.AUDIT: (InspectionSigned.SUBJECT,)}

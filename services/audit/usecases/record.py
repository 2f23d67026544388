"""Every event is put into the ledger, whatever it is."""

from runtime.cloudevents import CloudEvent
from runtime.unit import Unit
from services.audit import store


async def record(unit: Unit, event: CloudEvent) -> None:
    """Put an event at the end of its subject's chain. The inbox sees to it that each comes here once."""
    await store.add(unit.session, event, unit.now)

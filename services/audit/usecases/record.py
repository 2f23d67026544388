"""Every event is put into the ledger, whatever it is; one that ends a file is noted for the inspector."""

from runtime.cloudevents import CloudEvent
from runtime.unit import Unit
from services.audit.domain import parties
from services.audit.domain.endings import Finished, ending_of
from services.audit.store import endings, ledger


async def record(unit: Unit, event: CloudEvent) -> None:
    """Put an event at the end of its subject's chain. The inbox sees to it that each comes here once."""
    await ledger.add(unit.session, event, unit.now)
    ending = ending_of(event.type, event.data)
    if ending is not None:
        title = await _title(unit, event.subject)
        await endings.add(unit.session, Finished(event.subject, ending, title, event.regime, event.time))


async def _title(unit: Unit, about: str) -> str:
    """The name of the consortium, as the file or the consortium's own chain tells it."""
    told = await ledger.told(unit.session, about, (parties.DRAFTED, parties.SUBMITTED, parties.CONCLUDED))
    consortia = {str(one.data.get("consortium_id") or "") for one in told} - {""}
    for consortium_id in consortia:
        told += await ledger.told(unit.session, consortium_id, (parties.CREATED,))
    names = (one.data.get("consortium_name") or one.data.get("name") for one in told)
    return next((str(name) for name in names if name), "")

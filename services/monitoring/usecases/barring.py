"""What the evaluation room says of conflicts: whom they keep from a grant, whatever other role the person holds."""

from datetime import datetime

from runtime.unit import Unit
from services.monitoring.store import barred as store


async def said(unit: Unit, application_id: str, person_id: str, at: datetime, *, barred: bool) -> None:
    """Keep it; heard in another order, the newest word stands."""
    await store.say(unit.session, application_id, person_id, at, barred=barred)

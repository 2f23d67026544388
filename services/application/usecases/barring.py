"""What the evaluation room says of conflicts of interest: whom they keep from an application."""

from datetime import datetime

from runtime.unit import Unit
from services.application.store import barred as store


async def said(unit: Unit, application_id: str, person_id: str, at: datetime, *, barred: bool) -> None:
    """Keep it; heard in another order, the newest word stands."""
    await store.say(unit.session, application_id, person_id, at, barred=barred)

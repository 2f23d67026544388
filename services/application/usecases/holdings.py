"""What the room's tables say of an application or a call, for the inspector."""

from grants.policy import Action
from runtime.holdings import Held
from runtime.unit import Unit
from services.application.store import applications, calls, holdings
from services.application.usecases.rights import allow, allow_with


async def read_holdings(unit: Unit, application_id: str) -> Held:
    """Every row of the application, by table. Raises NotFound, NotAllowed."""
    await allow(unit, Action.AUDIT_REPLAY, await applications.find(unit.session, application_id))
    return await holdings.of_application(unit.session, application_id)


async def read_holdings_of_call(unit: Unit, call_id: str) -> Held:
    """Every row of the call itself, by table. Raises NotFound, NotAllowed."""
    allow_with(unit, Action.AUDIT_REPLAY)
    await calls.find(unit.session, call_id)
    return await holdings.of_call(unit.session, call_id)

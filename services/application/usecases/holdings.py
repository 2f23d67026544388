"""What the room's tables say of an application or a call, and of what is of no file, for the inspector."""

from grants.breach import NotFound
from grants.contracts.registry_events import CLUSTERS
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


async def read_shared(unit: Unit, about: str) -> Held:
    """Every row of a consortium, or of the registry of clusters. Raises NotFound, NotAllowed."""
    allow_with(unit, Action.AUDIT_REPLAY)
    unit.about = about
    found = await _shared(unit, about)
    if not any(found.values()):
        raise NotFound
    return found


async def read_every_shared(unit: Unit, after: str, limit: int) -> list[tuple[str, Held]]:
    """The same of all there is, by id; the registry comes last. Raises NotAllowed."""
    allow_with(unit, Action.AUDIT_REPLAY)
    unit.about = CLUSTERS
    if after >= CLUSTERS:
        return []
    ids = await holdings.consortia(unit.session, after, limit)
    abouts = ids if len(ids) == limit else [*ids, CLUSTERS]
    return [(about, await _shared(unit, about)) for about in abouts]


async def _shared(unit: Unit, about: str) -> Held:
    if about == CLUSTERS:
        return await holdings.of_registry(unit.session)
    return await holdings.of_consortium(unit.session, about)

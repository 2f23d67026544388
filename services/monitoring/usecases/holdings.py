"""What the room's tables say of a grant, for the inspector."""

from grants.breach import Breach, NotAllowed, NotFound
from grants.policy import Action
from runtime.holdings import Held
from runtime.unit import Unit
from services.monitoring.domain.errors import NoSuchGrant
from services.monitoring.store import barred, files, holdings
from services.monitoring.usecases.acting import permit
from services.monitoring.usecases.orders import allow

_EVERY = "holdings"
"""What the reading of all of them is about."""


async def read_holdings(unit: Unit, grant_id: str) -> Held:
    """Every row of the grant, by table. Raises `NoSuchGrant`, `NotAllowed`."""
    file = await files.read(unit.session, grant_id)
    if file is None:
        raise NoSuchGrant(Breach("monitoring.grant_unknown", "grant_id", grant_id[:80]))
    permit(unit, Action.AUDIT_REPLAY, file.grant)
    return await holdings.of_grant(unit.session, grant_id)


async def read_shared(unit: Unit, about: str) -> Held:
    """Every row told under this id, which is of no grant. Raises `NotFound`, `NotAllowed`."""
    allow(unit, Action.AUDIT_REPLAY)
    unit.about = about
    if await barred.keeps_from_order(unit.session, about, unit.actor.person_id):
        raise NotAllowed(Breach("not_allowed", "", Action.AUDIT_REPLAY.value))
    found = await holdings.of_shared(unit.session, about)
    if not any(found.values()):
        raise NotFound(Breach("monitoring.part_unknown", "about", about[:80]))
    return found


async def read_every_shared(unit: Unit, after: str, limit: int) -> list[tuple[str, Held]]:
    """The same of all there is, by id, but for orders that pay a grant one is kept from. Raises `NotAllowed`."""
    allow(unit, Action.AUDIT_REPLAY)
    unit.about = _EVERY
    abouts = await holdings.shared_ids(unit.session, unit.actor.person_id, after, limit)
    return [(about, await holdings.of_shared(unit.session, about)) for about in abouts]

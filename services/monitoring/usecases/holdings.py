"""What the room's tables say of a grant, for the inspector."""

from grants.breach import Breach
from grants.policy import Action
from runtime.holdings import Held
from runtime.unit import Unit
from services.monitoring.domain.errors import NoSuchGrant
from services.monitoring.store import files, holdings
from services.monitoring.usecases.acting import permit


async def read_holdings(unit: Unit, grant_id: str) -> Held:
    """Every row of the grant, by table. Raises `NoSuchGrant`, `NotAllowed`."""
    file = await files.read(unit.session, grant_id)
    if file is None:
        raise NoSuchGrant(Breach("monitoring.grant_unknown", "grant_id", grant_id[:80]))
    permit(unit, Action.AUDIT_REPLAY, file.grant)
    return await holdings.of_grant(unit.session, grant_id)

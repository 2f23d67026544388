"""A room that was away longer than the bus keeps events is told what it missed, out of the ledger."""

from runtime.auth import system_actor
from runtime.retelling import Missing, Retold
from runtime.unit import Desk
from services.audit.store import retelling


async def told_after(desk: Desk, missing: Missing) -> Retold:
    """The next part of what a room missed of another."""
    async with desk.unit(system_actor("audit")) as unit:
        after: int | None = missing.after
        if missing.since and not missing.after:
            after = await retelling.place_before(unit.session, missing.since)
        if after is None:
            return Retold(0, goes_on=False, events=())
        return await retelling.told_after(unit.session, missing.room, missing.types, after)

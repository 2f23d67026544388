"""The rights people come with, as all rooms tell of them: kept for the inspector, and a trace where they change."""

from collections.abc import Sequence

from grants.contracts.event import rights_of
from grants.policy import Action
from runtime.auth import system_actor
from runtime.cloudevents import CloudEvent
from runtime.rights import rights_until
from runtime.unit import Desk, Unit
from services.audit.domain.kinds import RIGHTS
from services.audit.domain.known_rights import KnownRights, is_older, known_rights, trace_of_change
from services.audit.store import desk as traced
from services.audit.store import known_rights as store
from services.audit.usecases import desk
from services.audit.usecases.rights import allow


async def hear(unit: Unit, events: Sequence[CloudEvent]) -> None:
    """Keep what these tell of people's rights, in their order."""
    heard = (desk.heard(event) for event in events if event.type in RIGHTS)
    told = [one for one in map(known_rights, heard) if one is not None]
    if not told:
        return
    last = await store.last_of(unit.session, {one.person_id for one in told})
    traces = []
    for one in told:
        before = last.get(one.person_id)
        traces.append(trace_of_change(before, one))
        if before is None or not is_older(one, before):
            last[one.person_id] = one
    await store.keep(unit.session, told)
    await traced.keep_traces(unit.session, [trace for trace in traces if trace is not None])


async def seen(unit: Unit, person_id: str, after: str | None, limit: int) -> list[KnownRights]:
    """The newest first; of one person, or of all where none is named. Raises NotAllowed."""
    unit.about = rights_of(person_id) if person_id else ""
    allow(unit, frozenset(), Action.AUDIT_READ)
    return await store.page(unit.session, person_id, after, limit)


async def forget(desk: Desk, years: int) -> int:
    """What was seen so many years ago goes, of whomever; how many rights that were."""
    async with desk.unit(system_actor("audit")) as unit:
        return await store.forget(unit.session, rights_until(unit.now, years))

"""What the room's tables say of inspectors' work, for whoever holds it against the records."""

from collections.abc import Mapping

from grants.breach import Breach, NotAllowed, NotFound
from grants.policy import Action
from runtime.holdings import Held
from runtime.unit import Unit
from services.audit.store import holdings as store
from services.audit.usecases.rights import allow, kept_from


async def read(unit: Unit, about: str) -> Held:
    """Every row of a file, a sample or a lead. Raises NotFound, NotAllowed (of a file the reader is kept from)."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    unit.about = about
    found = await store.of_each(unit.session, [about])
    if await _closed(unit, {about: {}, **found}):
        raise NotAllowed(Breach("audit.tied", "", asked=Action.AUDIT_READ.value))
    if about not in found:
        raise NotFound(Breach("missing.story", "application_id", asked=about[:80]))
    return found[about]


async def read_every(unit: Unit, after: str, limit: int) -> tuple[list[tuple[str, Held]], str | None]:
    """The same of all, by id, and after which to read on. Without what the reader is kept from. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    ids = await store.abouts(unit.session, after, limit)
    found = await store.of_each(unit.session, ids)
    closed = await _closed(unit, found)
    shown = [(about, found[about]) for about in ids if about in found and about not in closed]
    return shown, ids[-1] if len(ids) == limit else None


async def _closed(unit: Unit, found: Mapping[str, Held]) -> set[str]:
    """Those of these that the reader is kept from; a sample as well that drew such a file, as its record is."""
    files = {about: {about} | {row["about"] for row in held.get("working_paper", ())} for about, held in found.items()}
    kept = await kept_from(unit, frozenset().union(*files.values()))
    return {about for about, named in files.items() if (named if _is_sample(found[about]) else {about}) & kept}


def _is_sample(held: Held) -> bool:
    return bool(held.get("sample"))

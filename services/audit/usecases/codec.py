"""Reading what workflows carry, for the engineers' pages of Temporal: by right, and on record; and its erasure."""

from collections.abc import Sequence
from datetime import timedelta

from temporalio.api.common.v1 import Payload

from grants.breach import Breach, NotFound
from grants.contracts.event import FileRead
from grants.policy import Action
from runtime.auth import system_actor
from runtime.payloads import Codec, KeyDestroyed, KeyShelf
from runtime.unit import Desk, Unit
from services.audit.store import subject_keys
from services.audit.usecases.rights import allow

ACT = "POST /codec/decode"
LOOKED_BACK = timedelta(days=30)
"""An erasure is carried out within this time, whatever was down meanwhile."""


async def read(unit: Unit, shelf: KeyShelf | None, payloads: Sequence[Payload]) -> list[Payload]:
    """The same payloads, readable; who reads is told of each file. Raises NotAllowed, NotFound (erased, or no keys)."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    if shelf is None:
        return list(payloads)
    try:
        found = await Codec(shelf).decode(payloads)
    except KeyDestroyed as error:
        raise NotFound(Breach("codec.erased", "key", str(error)[:80])) from error
    names = {one.metadata["key"].decode() for one in payloads if "key" in one.metadata}
    for subject in sorted({name.partition("/")[0] for name in names}):
        unit.tell(FileRead(act=ACT), about=subject)
    return found


async def erase(desk: Desk, shelf: KeyShelf) -> int:
    """Destroy the payload keys of files whose personal data was erased lately; how many keys. Safe to repeat."""
    async with desk.unit(system_actor("audit")) as unit:
        subjects = await subject_keys.destroyed_since(unit.session, unit.now - LOOKED_BACK)
    return sum([await shelf.destroy(subject) for subject in subjects])

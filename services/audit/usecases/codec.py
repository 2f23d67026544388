"""Reading what workflows carry, for the engineers' pages of Temporal: by right, and on record; and its erasure."""

from collections.abc import Callable, Sequence
from datetime import timedelta

from temporalio.api.common.v1 import Payload

from grants.breach import Breach, NotFound
from grants.contracts.event import FileRead
from grants.policy import Action
from runtime.auth import system_actor
from runtime.payload_keys import KeyDestroyed, KeyMissing, KeyShelf
from runtime.payloads import Codec, is_shut, key_of
from runtime.signing import KeyUnsafe
from runtime.unit import Desk, Unit
from services.audit.store import subject_keys
from services.audit.usecases.rights import allow

ACT = "POST /codec/decode"
LOOKED_BACK = timedelta(days=30)
"""An erasure is carried out within this time, whatever was down meanwhile."""


async def read(
    unit: Unit, shelf: KeyShelf | None, payloads: Sequence[Payload], is_news: Callable[[str], bool]
) -> list[Payload]:
    """The same payloads, readable; who reads is told of each file, unless that is no news.

    Raises NotAllowed, NotFound (erased, or not under a key of ours).
    """
    allow(unit, frozenset(), Action.AUDIT_READ)
    try:
        found = await Codec(shelf and shelf.afresh()).decode(payloads)
    except KeyDestroyed as error:
        raise NotFound(Breach("codec.erased", "key", str(error)[:80])) from error
    except (KeyMissing, KeyUnsafe) as error:
        raise NotFound(Breach("codec.unreadable", "key", str(error)[:80])) from error
    for subject in sorted({key_of(one).partition("/")[0] for one in payloads if is_shut(one)}):
        if is_news(subject):
            unit.tell(FileRead(act=ACT), about=subject)
    return found


async def erase(desk: Desk, shelf: KeyShelf) -> int:
    """Destroy the payload keys of files whose personal data was erased lately; how many keys. Safe to repeat."""
    async with desk.unit(system_actor("audit")) as unit:
        subjects = await subject_keys.destroyed_since(unit.session, unit.now - LOOKED_BACK)
    return sum([await shelf.destroy(subject) for subject in subjects])

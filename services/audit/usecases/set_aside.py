"""What came on the bus and could not be put into the ledger: set aside with its reason, and nothing waits for it."""

from dataclasses import dataclass
from hashlib import sha256

from grants.policy import Action
from runtime.bus import Bus
from runtime.dead import Dead, dead_letters
from runtime.unit import Unit
from services.audit.usecases.rights import allow

LISTENER = "audit"
"""The name under which this room hears."""


@dataclass(frozen=True, slots=True)
class Aside:
    """One of them. seq: its number. room, place: where it lies on the bus. at: when it was set aside, as the bus says.

    event_id, about: of an event; empty where it is none. sha256, size: of its bytes, where the bus still has them.
    """

    seq: int
    room: str
    place: int
    reason: str
    at: str
    event_id: str
    about: str
    sha256: str
    size: int


async def set_aside(unit: Unit, bus: Bus, after: int, limit: int) -> list[Aside]:
    """The oldest first, after the one of this number. Raises NotAllowed."""
    allow(unit, frozenset(), Action.GAPS_READ)
    found: list[Aside] = []
    async for letter in dead_letters(bus, LISTENER, after):
        found.append(_aside(letter))
        if len(found) == limit:
            break
    return found


def _aside(letter: Dead) -> Aside:
    event = letter.event()
    return Aside(
        seq=letter.seq,
        room=letter.stream.lower(),
        place=letter.place,
        reason=letter.reason,
        at=letter.at,
        event_id=event.id[:100] if event else "",
        about=event.subject[:100] if event else "",
        sha256=sha256(letter.content).hexdigest() if letter.content else "",
        size=len(letter.content),
    )

"""What a room may let go of: what the record holds as the room has it, never past what only one side has."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from hashlib import sha256

from grants.contracts.keeping_events import OutboxPruned, digest_of

NOTHING = sha256(b"").hexdigest()
"""Of an event whose body the room has emptied, because what is personal in its file was erased."""


@dataclass(frozen=True, slots=True)
class Standing:
    """Where an event stands in the record: what it is about, and whether a signed root covers it."""

    about: str
    covered: bool


def unbroken(told: Collection[str], recorded: Collection[str], held: Collection[str]) -> list[str]:
    """The first events of both lists, in the order of ids, up to the first that one of them has not, or is not held."""
    found = []
    for one in sorted({*told, *recorded}):
        if one not in told or one not in held:
            break
        found.append(one)
    return found


def fits(told: OutboxPruned, last: str, recorded: Sequence[str]) -> bool:
    """Whether the ledger has just the events that are told to be gone.

    last: up to which event the outbox is known to be pruned. recorded: what the ledger has of the room from there to
    the end of the telling, in its order. A telling that ends with no event of the ledger would hide all that is
    recorded up to there later.
    """
    whole = told.after == last and len(recorded) == told.count and digest_of(recorded) == told.digest
    return whole and recorded[-1:] == [told.last]

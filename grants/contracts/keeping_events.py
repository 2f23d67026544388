"""What every room says of what it no longer keeps."""

from collections.abc import Iterable
from hashlib import sha256

from grants.contracts.event import EventData
from grants.personal import Public


class OutboxPruned(EventData):
    """Events of a room went out of its outbox, after the ledger had vouched for each. About: `outbox_of(room)`.

    after: the last that had gone before, "" at first; last: of these; count: how many; digest: `digest_of` their ids.
    Between `after` and `last` the room told nothing else.
    """

    SUBJECT = "{room}.outbox.pruned"

    after: Public
    last: Public
    count: int
    digest: Public


def outbox_of(room: str) -> str:
    """What events of a room's outbox are about."""
    return f"outbox-{room}"


def digest_of(event_ids: Iterable[str]) -> str:
    """SHA-256, hex, over ids in their order, each ended by a line feed."""
    return sha256("".join(f"{one}\n" for one in event_ids).encode()).hexdigest()

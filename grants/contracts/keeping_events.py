"""What every room says of what it no longer keeps."""

from collections.abc import Iterable
from datetime import date
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


class PersonalDataEmptied(EventData):
    """A room's own tables are without what was personal in a file, as far as this goes. About: the file.

    ground: "erased" at once, with the erasure; the others (`grants.personal.Fate`) when they end. rows: in how many.
    until: the first day on which what is kept by duty goes as well, told with the erasure.
    """

    SUBJECT = "{room}.personal_data.emptied"

    ground: Public
    rows: int
    until: date | None = None


class DocumentsErased(EventData):
    """The documents of a file that a room kept can be read no more: their key is destroyed. About: the file.

    count: how many. left: those kept in clear, before documents were encrypted, that the store still has: locked
    against deletion, or another file's as well; the room hands them out no more.
    """

    SUBJECT = "{room}.documents.erased"

    count: int
    left: int = 0


def outbox_of(room: str) -> str:
    """What events of a room's outbox are about."""
    return f"outbox-{room}"


def digest_of(event_ids: Iterable[str]) -> str:
    """SHA-256, hex, over ids in their order, each ended by a line feed."""
    return sha256("".join(f"{one}\n" for one in event_ids).encode()).hexdigest()

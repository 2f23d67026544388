"""What the audit room says of its own work. About: "ledger", or the file whose run was archived."""

from grants.contracts.event import EventData


class KeyIntroduced(EventData):
    """A key began to sign. id, public, since: of its statement; voucher_key: the key that vouched, "" for the first."""

    SUBJECT = "audit.key.introduced"

    id: str
    public: str
    since: str
    voucher_key: str = ""
    voucher: str = ""


class RootSigned(EventData):
    """The root of the tree over all records was signed: see `grants.proof.signatures.RootStatement`."""

    SUBJECT = "audit.root.signed"

    number: int
    size: int
    root: str
    at: str
    previous: str
    key: str
    signature: str


class GapFound(EventData):
    """A room's outbox and the ledger differ in an event, and telling it again did not help. kind: how they differ."""

    SUBJECT = "audit.gap.found"

    room: str
    event_id: str
    kind: str


class GapHealed(EventData):
    """An event that was missing came into the ledger after it was told again."""

    SUBJECT = "audit.gap.healed"

    room: str
    event_id: str


class RunArchived(EventData):
    """A finished run of a workflow was put into the archive.

    volume: its place among the runs of its workflow; archive_index, hash: its place in the file's chain of runs;
    document: name of the compressed history in the store; content: SHA-256 of the history itself.
    """

    SUBJECT = "audit.run.archived"

    workflow_id: str
    run_id: str
    volume: int
    archive_index: int
    document: str
    content: str
    hash: str


EVENTS: tuple[type[EventData], ...] = (KeyIntroduced, RootSigned, GapFound, GapHealed, RunArchived)

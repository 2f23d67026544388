"""What the audit room says of its own work. About: "ledger", "builds", or the file whose run was archived."""

from grants.contracts.event import EventData
from grants.personal import Public


class KeyIntroduced(EventData):
    """A key began to sign. id, public, since: of its statement; voucher_key: the key that vouched, "" for the first."""

    SUBJECT = "audit.key.introduced"

    id: Public
    public: Public
    since: Public
    voucher_key: Public = ""
    voucher: Public = ""


class RootSigned(EventData):
    """The root of the tree over all records was signed: see `grants.proof.signatures.RootStatement`."""

    SUBJECT = "audit.root.signed"

    number: int
    size: int
    root: Public
    at: Public
    previous: Public
    key: Public
    signature: Public


class GapFound(EventData):
    """A room's outbox and the ledger differ in an event, and telling it again did not help. kind: how they differ.

    fields: in what of it, as JSON pointers; "" is the whole event. Empty where one side misses it.
    """

    SUBJECT = "audit.gap.found"

    room: Public
    event_id: Public
    kind: Public
    fields: tuple[Public, ...] = ()


class GapHealed(EventData):
    """An event that was missing came into the ledger after it was told again, or both sides say the same again."""

    SUBJECT = "audit.gap.healed"

    room: Public
    event_id: Public


class RunArchived(EventData):
    """A finished run of a workflow was put into the archive.

    volume: its place among the runs of its workflow; archive_index, hash: its place in the file's chain of runs;
    document: name of the compressed history in the store; content: SHA-256 of the history itself.
    """

    SUBJECT = "audit.run.archived"

    workflow_id: Public
    run_id: Public
    volume: int
    archive_index: int
    document: Public
    content: Public
    hash: Public


class BuildArchived(EventData):
    """The sources of a build that runs were put into the archive, so that runs can be taken again by them in years.

    tree: SHA-256 over the files, see `grants.proof.builds`; document: name of what is kept in the store; files, size:
    how many, and their bytes; revision: of the code, where it is known. A build of the same name with other sources is
    told of by itself. About: "builds".
    """

    SUBJECT = "audit.build.archived"

    build: Public
    tree: Public
    document: Public
    files: int
    size: int
    revision: Public = ""


EVENTS: tuple[type[EventData], ...] = (KeyIntroduced, RootSigned, GapFound, GapHealed, RunArchived, BuildArchived)

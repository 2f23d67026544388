"""The archive of workflow runs: what is kept of each, and where, which is only ever added to; and what is watched."""

from datetime import datetime

from sqlalchemy import BigInteger, Index, text
from sqlmodel import Field

from services.audit.models.row import MOMENT, Row


class ArchivedRunRow(Row, table=True):
    """One finished run. about: application, grant or call; archive_index: its place in that subject's chain.

    document: SHA-256 of the compressed history in the document store; content: of the history itself.
    manifest: canonical JSON of all that is known of the run, the bytes that were hashed.
    """

    __tablename__ = "archived_run"
    __table_args__ = (
        Index("uq_archived_run_about", "about", "archive_index", unique=True),
        Index("uq_archived_run_workflow_id", "workflow_id", "volume", unique=True),
    )

    run_id: str = Field(primary_key=True)
    workflow_id: str
    about: str
    archive_index: int
    volume: int
    document: str
    content: str
    manifest: str
    hash: str
    previous_hash: str
    archived_at: datetime = Field(sa_type=MOMENT)


class WatchRow(Row, table=True):
    """A workflow whose runs are looked for. place: of the ledger when it was looked at; is_over: no run comes more.

    call_id: of an application's own workflow, so that files are found by call and by year; begun_at: as was told.
    """

    __tablename__ = "watch"
    __table_args__ = (
        Index("ix_watch_open", "looked_at", "workflow_id", postgresql_where=text("NOT is_over")),
        Index("ix_watch_about", "about", postgresql_where=text("NOT is_over")),
        Index("ix_watch_call_id", "call_id", "about", postgresql_where=text("call_id <> ''")),
        Index("ix_watch_begun_at", "begun_at", "about", postgresql_where=text("call_id <> ''")),
    )

    workflow_id: str = Field(primary_key=True)
    about: str
    place: int = Field(default=0, sa_type=BigInteger)
    looked_at: datetime | None = Field(default=None, sa_type=MOMENT)
    is_over: bool = False
    call_id: str = ""
    begun_at: datetime | None = Field(default=None, sa_type=MOMENT)

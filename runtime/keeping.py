"""How far the plumbing's tables were pruned, and what has to be known of what is gone.

`pruned`, a row a table: `upto`, the moment before which nothing is certain to be there; `last`, the last event that
went out of an outbox; `rows`, how many went. `spent`: keys of writes that say no time by themselves, as SHA-256, so
that none of them ever acts again. `erased`: files whose personal data were erased, and what is left of it here.
"""

from sqlalchemy import BigInteger, Column, Date, DateTime, Index, Table, Text, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from grants.personal import columns, names
from runtime.db import answers, outbox, plumbing

__all__ = [
    "ANSWERS",
    "COLUMNS",
    "HEARD",
    "INBOX",
    "OUTBOX",
    "PAPERS",
    "PUBLIC",
    "by_age",
    "by_file",
    "erased",
    "kept",
    "last_pruned",
    "plumbing",
    "pruned",
    "spent",
]

OUTBOX, INBOX, ANSWERS = "outbox", "inbox", "answers"
HEARD = "heard"
"""In `pruned`, before the name of a room: how far this one has heard that (`runtime.healing`)."""
PAPERS = "papers"
"""In `kept`, beside the grounds: the documents of a file that are to be destroyed, and since when they are."""

pruned = Table(
    "pruned",
    plumbing,
    Column("what", Text, primary_key=True),
    Column("upto", DateTime(timezone=True), nullable=True),
    Column("last", Text, nullable=False, server_default=""),
    Column("rows", BigInteger, nullable=False, server_default="0"),
)

spent = Table("spent", plumbing, Column("digest", Text, primary_key=True))

erased = Table(
    "erased",
    plumbing,
    Column("about", Text, primary_key=True),
    Column("event_id", Text, nullable=False),
    Column("erased_at", DateTime(timezone=True), nullable=False),
    Column("emptied_at", DateTime(timezone=True), nullable=True),
    Index("ix_erased_left", "about", postgresql_where=text("emptied_at IS NULL")),
)
"""`event_id`: that told of the erasure; `emptied_at`: when the last of what it reaches was gone from outbox and bus."""

kept = Table(
    "kept",
    plumbing,
    Column("about", Text, primary_key=True),
    Column("ground", Text, primary_key=True),
    Column("erased_at", DateTime(timezone=True), nullable=False),
    Column("ends_on", Date, nullable=False),
    Column("ended_at", DateTime(timezone=True), nullable=True),
    Index("ix_kept_left", "ends_on", postgresql_where=text("ended_at IS NULL")),
)
"""What outlives an erasure in the room's own tables, by its ground (`grants.personal.Fate`), until that ends.

`ends_on`: the first day on which nothing is kept any more, as it was said when the file was erased.
"""

COLUMNS = columns(
    """
    answers     key,body         identity span
    outbox      body             prose    erased
    rights_seen person_id,named  identity span
    people      person_id,name,organisation,tax_number identity span
    """
)
PUBLIC = names("about address digest event_id ground id last roles what")
"""What is personal in the tables every room has, and the texts that name no person; as a room says it of its own."""

by_age = Index("ix_answers_answered_at", answers.c.answered_at)
by_file = Index("ix_outbox_about", outbox.c.about)


async def last_pruned(session: AsyncSession) -> str:
    """The last event that went out of the outbox; "" before the first."""
    return await session.scalar(select(pruned.c.last).where(pruned.c.what == OUTBOX)) or ""

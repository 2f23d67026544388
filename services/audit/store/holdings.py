"""What the room holds of inspectors' work, for those who hold it against the records: of a file, a sample or a lead."""

from collections.abc import Collection, Mapping
from types import MappingProxyType

from sqlalchemy import or_, select, union
from sqlalchemy.ext.asyncio import AsyncSession

from runtime.holdings import Held, held
from services.audit.models import Row
from services.audit.store.copying import any_of

OF: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "case_file": ("about",),
        "dossier": ("about",),
        "finished": ("about",),
        "lead_answer": ("lead_id",),
        "sample": ("id",),
        "working_paper": ("sample_id", "about"),
    }
)
"""The tables that are shown, and by which columns a row is found."""
LEFT_OUT: Mapping[str, str] = MappingProxyType(
    {
        "archived_run": "held against the records and its own chain by a replay",
        "barred": "copies of records, for knowing whom a file is closed to; the rooms that decide hold their own",
        "gap": "what a reconciliation found; each is told, and is found again by the next",
        "known_rights": "copies of records, for looking up",
        "ledger": "the records themselves",
        "mark": "how far a reconciliation came",
        "node": "hashes above records: whoever walks the ledger makes them again",
        "outbox_mark": "how far a reconciliation came",
        "record": "keys of the records, walked with them",
        "root": "walked with the records, and held against those that lie apart",
        "signing_key": "walked with the records",
        "subject_key": "opens records; one that is gone is named by what cannot be opened",
        "trace": "copies of records, for finding patterns",
        "watch": "what is looked for in Temporal; a run that is missing is named by a replay",
    }
)
"""Tables that are not shown, and why."""
NO_EVIDENCE: Mapping[str, str] = MappingProxyType(
    {
        "case_file.due_at": "a date for finding patterns",
        "case_file.dues": "dates for finding patterns",
        "case_file.title": "shown beside the id",
        "finished.title": "shown beside the id",
        "lead_answer.id": "made as the row is written",
    }
)
"""Columns that may say anything, and why."""
_TABLES = Row.metadata.tables


async def of_each(session: AsyncSession, abouts: Collection[str]) -> dict[str, Held]:
    """Every row of each of these, by table; nothing of what nothing is held of."""
    queries = {}
    for name, columns in OF.items():
        table = _TABLES[name]
        queries[name] = select(table).where(or_(*(table.c[column] == any_of(abouts) for column in columns)))
    found: dict[str, Held] = {about: {} for about in abouts}
    for name, rows in (await held(session, queries)).items():
        for row in rows:
            for about in {row[column] for column in OF[name]} & found.keys():
                found[about].setdefault(name, []).append(row)
    return {about: tables for about, tables in found.items() if tables}


async def abouts(session: AsyncSession, after: str, limit: int) -> list[str]:
    """The ids of whatever has a row, in order."""
    keys = [_TABLES[name].c[column] for name, columns in OF.items() for column in columns]
    parts = [
        select(key.label("about")).where(key > after).distinct().order_by(key).limit(limit).subquery() for key in keys
    ]
    every = union(*(select(part.c.about) for part in parts)).subquery()
    return list(await session.scalars(select(every.c.about).order_by(every.c.about).limit(limit)))

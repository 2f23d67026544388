"""What of a file's personal data is in a room's own tables, and how it goes: at once, or when its ground ends.

The room says by table and column what becomes of it (`grants.personal`), and by which column a table knows its file.
A row that is told apart by a person goes whole; elsewhere the place is emptied and the row stays: amounts, days and
decisions are no personal data.
"""

from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from sqlalchemy import ARRAY, Column, ColumnElement, MetaData, RowMapping, Table, delete, select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession

from grants.calendar import exclusive_end, istanbul_day
from grants.contracts.keeping_events import PersonalDataEmptied
from grants.personal import Columns, Fate
from grants.proof.veil import personal_places
from runtime.cloudevents import CloudEvent
from runtime.consumer import Handler
from runtime.keeping import PAPERS, erased, kept
from runtime.settings import KeepingSettings
from runtime.unit import Unit

MONTHS = 12
NO_WORD = "–"


@dataclass(frozen=True, slots=True)
class Personal:
    """What is personal in a room's tables, by file.

    key: the column by which a table knows its file. of_file: another, of these tables, or "column>table" where it is
    the row of another table, or "" where it is of no file though the key is there. whole: tables whose rows go with
    the file, whatever else is in them. forms: those of which only what the ledger veils goes, because the rest says
    what was granted; each with the column that names its event, "" where none does. apart: names of columns in which
    no two rows of a file may say the same: they say a sign of their own then. papers: by table the column that names a
    document of the file (`runtime.filed`); None for a room that keeps none. over: of whom, or of what that is no
    file, a ground ends now.
    """

    metadata: MetaData
    columns: Columns
    key: str
    of_file: Mapping[str, str]
    whole: frozenset[str] = frozenset()
    forms: Mapping[str, str] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    papers: Mapping[str, str] | None = None
    over: Callable[[AsyncSession, datetime, KeepingSettings], Awaitable[Sequence[tuple[str, Fate]]]] | None = None

    def papers_in(self) -> Mapping[str, str]:
        """Where documents of files are named."""
        return self.papers or {}

    def way_to_file(self, table: Table) -> str:
        """The column that leads to the file; "" for a table of no file."""
        return self.of_file.get(table.name, self.key if self.key in table.c else "")

    def form(self, name: str, row: RowMapping) -> str | None:
        """The type of event by which a form was told; None for what is no form."""
        told_by = self.forms.get(name)
        return f"{row[told_by]}.v1" if told_by else told_by

    def tables(self, fate: Fate) -> Iterable[tuple[Table, list[str]]]:
        """The tables of files in which something has this fate, and what; children before their parents."""
        for table in reversed(self.metadata.sorted_tables):
            names = [name for name, one in self.columns.get(table.name, {}).items() if one.fate is fate]
            if names and self.way_to_file(table):
                yield table, names

    def rows_of(self, table: Table, about: str) -> ColumnElement[bool]:
        """Which rows of a table are of a file."""
        name, _, parent = self.way_to_file(table).partition(">")
        if not parent:
            return table.c[name] == about
        other = self.metadata.tables[parent]
        (key,) = other.primary_key
        return table.c[name].in_(select(key).where(self.rows_of(other, about)))


def years_of(settings: KeepingSettings) -> Mapping[Fate, int]:
    """How long what is kept stays after the rest was erased, by its ground."""
    return {Fate.DUTY: settings.duty_years, Fate.LOG: settings.log_years}


def on_erased(personal: Personal) -> Handler:
    """What the room does when it hears that a file's personal data were erased."""

    async def hear(unit: Unit, event: CloudEvent) -> None:
        await erase(unit, personal, event.subject, event.id, event.time)

    return hear


async def erase(unit: Unit, personal: Personal, about: str, event_id: str, at: datetime) -> None:
    """Empty what nothing keeps, and remember the file: its copies in outbox and bus go next, the rest in its time."""
    row = {"about": about, "event_id": event_id, "erased_at": at}
    again = {"event_id": event_id, "erased_at": at, "emptied_at": None}
    await unit.session.execute(insert(erased).values(row).on_conflict_do_update(index_elements=["about"], set_=again))
    until = [await _keep(unit, about, ground, at, years) for ground, years in years_of(KeepingSettings()).items()]
    await owe_papers(unit, personal, about, at)
    await empty(unit, personal, about, Fate.ERASED, until=until[0])


async def owe_papers(unit: Unit, personal: Personal, about: str, at: datetime) -> None:
    """The documents of a file are handed out no more; the room's worker destroys them."""
    if personal.papers is not None:
        await _keep(unit, about, PAPERS, at, 0)


async def _keep(unit: Unit, about: str, ground: str, at: datetime, years: int) -> date:
    """A ground begins, anew where it had ended; the day on which it ends, which is the first one's where it still runs.

    The day is settled here: who prunes goes by it, whatever the settings have become since.
    """
    row = {"about": about, "ground": ground, "erased_at": at, "ends_on": ends_on(at, years)}
    begun = insert(kept).values(row)
    anew = {"erased_at": begun.excluded.erased_at, "ends_on": begun.excluded.ends_on, "ended_at": None}
    await unit.session.execute(
        begun.on_conflict_do_update(index_elements=["about", "ground"], set_=anew, where=kept.c.ended_at.is_not(None))
    )
    query = select(kept.c.ends_on).where(kept.c.about == about, kept.c.ground == ground)
    ends: date = (await unit.session.scalars(query)).one()
    return ends


async def empty(unit: Unit, personal: Personal, about: str, fate: Fate, until: date | None = None) -> int:
    """Empty the places of this fate in a file, and tell of it where there was anything; how many rows it was in.

    until: the first day on which what is kept by duty goes, too.
    """
    count = 0
    for table, names in personal.tables(fate):
        count += await _empty_in(unit.session, personal, table, names, about)
    if count:
        unit.tell(PersonalDataEmptied(ground=fate.value, rows=count, until=until), about=about)
    return count


async def _empty_in(session: AsyncSession, personal: Personal, table: Table, names: list[str], about: str) -> int:
    where = personal.rows_of(table, about)
    keys = {column.name for column in table.primary_key}
    if table.name in personal.whole or keys & set(names):
        return len((await session.execute(delete(table).where(where).returning(*table.primary_key))).all())
    count = 0
    rows = select(table).where(where).order_by(*table.primary_key).with_for_update()
    for number, row in enumerate((await session.execute(rows)).mappings().all(), 1):
        fresh = {name: emptied(table.c[name], row[name], personal.form(name, row)) for name in names}
        fresh |= dict.fromkeys(personal.apart & set(names), f"{NO_WORD} {number}")
        changed = {name: value for name, value in fresh.items() if value != row[name]}
        if changed:
            own = [column == row[column.name] for column in table.primary_key]
            await session.execute(update(table).where(*own).values(changed))
            count += 1
    return count


def emptied(column: Column[Any], value: Any, form: str | None) -> Any:
    """A place without what was personal in it: nothing, an empty text or list, a form without words.

    form: of a form of which only part is personal, the type of event it was told by, "" where that is not known.
    """
    match value:
        case None:
            return None
        case str():
            return None if column.nullable else ""
        case _ if isinstance(column.type, ARRAY):
            return []
        case _ if form is not None:
            return _as_veiled(column.name, value, form)
        case _:
            return _silent(value)


def _as_veiled(name: str, value: Any, kind: str) -> Any:
    """Without just what the ledger has veiled in it."""
    event: dict[str, Any] = deepcopy({"type": kind, "data": value if kind else {name: value}})
    for place in [*personal_places(event)]:
        inner: Any = event
        for step in place[:-1]:
            inner = inner[step]
        inner[place[-1]] = _silent(inner[place[-1]])
    return event["data"] if kind else event["data"][name]


def _silent(value: Any) -> Any:
    """The same shape without a word in it; a sign stands for each, because a form may want one."""
    match value:
        case str():
            return value and NO_WORD
        case dict():
            return {name: _silent(one) for name, one in value.items()}
        case list():
            return [] if all(isinstance(one, str) for one in value) else [_silent(one) for one in value]
        case _:
            return value


def ends_on(erased_at: datetime, years: int) -> date:
    """The first day on which a ground keeps nothing any more."""
    return exclusive_end(istanbul_day(erased_at), years * MONTHS)


async def grounds_over(session: AsyncSession, today: date) -> list[tuple[str, Fate]]:
    """Grounds that keep nothing from today on and have not ended yet: of which file, and which."""
    over = kept.c.ended_at.is_(None) & (kept.c.ends_on <= today) & (kept.c.ground != PAPERS)
    rows = await session.execute(select(kept).where(over).order_by(kept.c.about, kept.c.ground))
    return [(row.about, Fate(row.ground)) for row in rows]


async def end_ground(unit: Unit, personal: Personal, about: str, ground: Fate) -> bool:
    """A ground ends: what it kept goes. False where somebody else has done it."""
    done = update(kept).where(kept.c.about == about, kept.c.ground == ground, kept.c.ended_at.is_(None))
    if not (await unit.session.execute(done.values(ended_at=unit.now).returning(kept.c.about))).all():
        return False
    await empty(unit, personal, about, ground)
    return True


NOTHING = Personal(MetaData(), {}, "", {})
"""Of a room that keeps nothing of persons."""

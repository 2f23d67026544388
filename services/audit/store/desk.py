"""The inspector's desk in the database."""

from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, update
from sqlalchemy.dialects.postgresql import insert
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from grants.breach import Breach
from services.audit.domain.desk import AMOUNTS, CaseFile
from services.audit.domain.leads import Trace
from services.audit.domain.papers import Note, NoteKind, Paper, Severity
from services.audit.domain.samples import Sample, TooManyFiles
from services.audit.domain.sampling import Candidate
from services.audit.models.desk import CaseFileRow, SampleRow, TraceRow, WorkingPaperRow
from services.audit.models.ledger import LedgerRow
from services.audit.store.copying import any_of, put_in, row_of, table_of

MOST_TRACES = 100_000
MOST_CANDIDATES = 100_000


async def keep_files(session: AsyncSession, files: Sequence[CaseFile]) -> None:
    statement = insert(table_of(CaseFileRow))
    fresh = {name: statement.excluded[name] for name in CaseFile.__slots__ if name != "about"}
    upsert = statement.on_conflict_do_update(index_elements=["about"], set_=fresh)
    await put_in(session, upsert, [row_of(file) for file in files])


async def keep_traces(session: AsyncSession, found: Sequence[Trace]) -> None:
    await put_in(session, insert(table_of(TraceRow)).on_conflict_do_nothing(), [row_of(one) for one in found])


@dataclass(frozen=True, slots=True)
class Traces:
    """Acts in the order of their moments. since: from when on there are all of them. is_cut: older ones were left out,
    because they were too many.
    """

    found: tuple[Trace, ...]
    since: datetime
    is_cut: bool = False


async def traces(session: AsyncSession, since: datetime, most: int = MOST_TRACES) -> Traces:
    """The newest acts since then, `most` of them."""
    query = select(TraceRow).where(col(TraceRow.at) >= since)
    newest = query.order_by(col(TraceRow.at).desc(), col(TraceRow.event_id)).limit(most + 1)
    rows = (await session.scalars(newest)).all()
    found = tuple(Trace(**{name: getattr(row, name) for name in Trace.__slots__}) for row in reversed(rows[:most]))
    return Traces(found, found[0].at, is_cut=True) if len(rows) > most else Traces(found, since)


async def candidates(session: AsyncSession, call_id: str, most: int = MOST_CANDIDATES) -> list[Candidate]:
    """The files that can be drawn: of one call, or all where none is named. Raises TooManyFiles."""
    query = select(CaseFileRow).order_by(col(CaseFileRow.about)).limit(most + 1)
    if call_id:
        query = query.where(col(CaseFileRow.call_id) == call_id)
    found = [Candidate(row.about, row.amount, row.risk) for row in await session.scalars(query)]
    if len(found) > most:
        raise TooManyFiles(Breach(TooManyFiles.rule, "call_id", allowed=str(most)))
    return found


async def of_call(session: AsyncSession, call_id: str) -> list[str]:
    """The files that were submitted to a call; none where it is no call."""
    return list(await session.scalars(select(col(CaseFileRow.about)).where(col(CaseFileRow.call_id) == call_id)))


async def files_of(session: AsyncSession, about: Collection[str]) -> dict[str, CaseFile]:
    """What is known of these files; nothing of one that was not heard of."""
    columns = table_of(CaseFileRow).c
    rows = await session.execute(
        select(*(columns[name] for name in CaseFile.__slots__)).where(columns.about == any_of(about))
    )
    return {row.about: CaseFile(*row) for row in rows}


async def regimes_of(session: AsyncSession, about: Collection[str]) -> dict[str, str]:
    """Under which rules their amounts were last told of; nothing of a file of which none was."""
    ledger = table_of(LedgerRow).c
    query = select(ledger.about, ledger.regime).order_by(ledger.chain_index)
    told = query.where(ledger.about == any_of(about), ledger.type == any_of(AMOUNTS), ledger.regime != "")
    rows = await session.execute(told)
    return {row.about: row.regime for row in rows}


async def add_sample(session: AsyncSession, sample: Sample, drawn: tuple[str, ...]) -> None:
    """The sample, with a paper for each drawn file."""
    session.add(SampleRow(**asdict(sample)))
    await session.flush()
    for place, about in enumerate(drawn, 1):
        session.add(WorkingPaperRow(sample_id=sample.id, about=about, place=place, entries=[]))
    await session.flush()


async def samples(session: AsyncSession, after: str | None, limit: int) -> list[Sample]:
    """The newest first; ids tell the order in which they were drawn."""
    query = select(SampleRow).order_by(col(SampleRow.id).desc()).limit(limit)
    if after:
        query = query.where(col(SampleRow.id) < after)
    return [_sample(row) for row in await session.scalars(query)]


async def sample(session: AsyncSession, sample_id: str) -> Sample | None:
    row = await session.get(SampleRow, sample_id)
    return None if row is None else _sample(row)


async def papers(session: AsyncSession, sample_id: str) -> list[Paper]:
    """The papers of a sample, in the order in which the files were drawn."""
    query = select(WorkingPaperRow).where(col(WorkingPaperRow.sample_id) == sample_id)
    return [_paper(row) for row in await session.scalars(query.order_by(col(WorkingPaperRow.place)))]


async def open_papers(session: AsyncSession, limit: int) -> list[tuple[Paper, Sample, str]]:
    """Papers nobody has concluded on, with their samples and the titles of their files; the longest drawn first."""
    query = (
        select(WorkingPaperRow, SampleRow, CaseFileRow)
        .join(SampleRow, col(SampleRow.id) == col(WorkingPaperRow.sample_id))
        .join(CaseFileRow, col(CaseFileRow.about) == col(WorkingPaperRow.about))
        .where(col(WorkingPaperRow.signed_at).is_(None))
        .order_by(col(WorkingPaperRow.sample_id), col(WorkingPaperRow.place))
    )
    rows = await session.execute(query.limit(limit))
    return [(_paper(paper), _sample(drawn), file.title) for paper, drawn, file in rows]


async def held_paper(session: AsyncSession, sample_id: str, about: str) -> Paper | None:
    """A paper, held until the transaction ends."""
    query = select(WorkingPaperRow).where(
        col(WorkingPaperRow.sample_id) == sample_id, col(WorkingPaperRow.about) == about
    )
    row = await session.scalar(query.with_for_update())
    return None if row is None else _paper(row)


async def keep_paper(session: AsyncSession, paper: Paper) -> None:
    values: dict[str, Any] = {
        "entries": [_entry(note) for note in paper.notes],
        "conclusion": paper.conclusion,
        "signed_by": paper.signed_by,
        "signed_at": paper.signed_at,
    }
    query = update(WorkingPaperRow).where(
        col(WorkingPaperRow.sample_id) == paper.sample_id, col(WorkingPaperRow.about) == paper.about
    )
    await session.execute(query.values(values))


def _sample(row: SampleRow) -> Sample:
    return Sample(**{name: getattr(row, name) for name in Sample.__slots__})


def _paper(row: WorkingPaperRow) -> Paper:
    notes = tuple(_note(entry) for entry in row.entries)
    return Paper(row.sample_id, row.about, row.place, notes, row.conclusion, row.signed_by, row.signed_at)


def _entry(note: Note) -> dict[str, Any]:
    return {
        "kind": note.kind.value,
        "text": note.text,
        "by": note.by,
        "at": note.at.isoformat(),
        "severity": note.severity.value if note.severity else "",
    }


def _note(entry: dict[str, Any]) -> Note:
    severity = Severity(entry["severity"]) if entry["severity"] else None
    return Note(NoteKind(entry["kind"]), entry["text"], entry["by"], datetime.fromisoformat(entry["at"]), severity)

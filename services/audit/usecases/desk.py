"""The inspector's desk: samples and working papers."""

from collections.abc import Sequence
from dataclasses import dataclass

from grants.breach import Breach, NotFound
from grants.contracts.desk_events import WorkingPaperNoted, WorkingPaperSigned
from grants.policy import Action
from grants.values import ApplicationId
from runtime.cloudevents import CloudEvent
from runtime.unit import Unit
from services.audit.domain import papers
from services.audit.domain.desk import NOTED, CaseFile, Heard, after, trace_of
from services.audit.domain.papers import Note, NoteKind, Paper, Severity
from services.audit.domain.samples import Sample
from services.audit.store import desk as store
from services.audit.usecases.rights import allow, inspect, kept_from


@dataclass(frozen=True, slots=True)
class Drawn:
    """A sample with its papers, and what is known of their files. regimes: under which their amounts stand."""

    sample: Sample
    papers: tuple[Paper, ...]
    files: dict[str, CaseFile]
    regimes: dict[str, str]


def heard(event: CloudEvent) -> Heard:
    """What counts of it."""
    return Heard(event.id, event.type, event.subject, event.time, event.actorid, event.regime, event.data)


async def hear(unit: Unit, events: Sequence[CloudEvent]) -> None:
    """Keep what the desk needs of events, in their order."""
    noted = [heard(event) for event in events if event.type in NOTED]
    if not noted:
        return
    known = await store.files_of(unit.session, {one.about for one in noted})
    files, traces = dict(known), []
    for one in noted:
        before = files.get(one.about, CaseFile(one.about))
        traces.append(trace_of(before, one))
        files[one.about] = after(before, one)
    changed = [file for file in files.values() if file != known.get(file.about, CaseFile(file.about))]
    await store.keep_traces(unit.session, [trace for trace in traces if trace is not None])
    await store.keep_files(unit.session, changed)


async def samples(unit: Unit, after_id: str | None, limit: int) -> list[Sample]:
    """The newest first. Raises NotAllowed."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    return await store.samples(unit.session, after_id, limit)


async def sample(unit: Unit, sample_id: str) -> Drawn:
    """Raises NotAllowed, NotFound."""
    allow(unit, frozenset(), Action.AUDIT_READ)
    found = await store.sample(unit.session, sample_id)
    if found is None:
        raise NotFound(Breach("missing.sample", "sample_id", sample_id[:80]))
    return await drawn(unit, found)


async def note(unit: Unit, sample_id: str, about: str, kind: NoteKind, text: str, severity: Severity | None) -> Paper:
    """Put a remark or a finding on a paper. Raises NotFound, NotAllowed, PaperSigned."""
    paper = await _paper(unit, sample_id, about)
    paper = papers.noted(paper, Note(kind, text, unit.actor.person_id, unit.now, severity))
    await store.keep_paper(unit.session, paper)
    told = WorkingPaperNoted(
        application_id=ApplicationId(about),
        sample_id=sample_id,
        kind=kind.value,
        severity=severity.value if severity else "",
        text=text,
    )
    unit.tell(told, about=about)
    return paper


async def sign(unit: Unit, sample_id: str, about: str, conclusion: str) -> Paper:
    """Conclude on a drawn file. Raises NotFound, NotAllowed, PaperSigned."""
    paper = await _paper(unit, sample_id, about)
    paper = papers.signed(paper, conclusion, unit.actor.person_id, unit.now)
    await store.keep_paper(unit.session, paper)
    told = WorkingPaperSigned(
        application_id=ApplicationId(about), sample_id=sample_id, findings=paper.findings, text=conclusion
    )
    unit.tell(told, about=about)
    return paper


async def _paper(unit: Unit, sample_id: str, about: str) -> Paper:
    unit.about = about
    await inspect(unit, about)
    allow(unit, frozenset(), Action.WORKING_PAPER_WRITE)
    found = await store.held_paper(unit.session, sample_id, about)
    if found is None:
        raise NotFound(Breach("missing.working_paper", "application_id", about[:80]))
    return found


async def drawn(unit: Unit, found: Sample) -> Drawn:
    """Without the files that the reader is kept from."""
    every = await store.papers(unit.session, found.id)
    kept = await kept_from(unit, {one.about for one in every})
    shown = tuple(one for one in every if one.about not in kept)
    about = [one.about for one in shown]
    return Drawn(found, shown, await store.files_of(unit.session, about), await store.regimes_of(unit.session, about))

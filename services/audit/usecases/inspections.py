"""Finished files wait for the inspector, who looks through each and signs it off."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from grants.breach import AlreadyDone, Breach, WrongStage
from grants.contracts.audit_events import InspectionSigned
from grants.policy import Action, decide
from grants.values import ApplicationId
from runtime.unit import Unit
from services.audit.domain.endings import Finished
from services.audit.store import desk
from services.audit.store import endings as store
from services.audit.store.gaps import reported_gaps
from services.audit.usecases.rights import allow, exists, kept_from, parties_of

MOST = 100


class TaskKind(StrEnum):
    """What waits for an inspector, named after the act that settles it. A gap goes as it is healed."""

    SIGN = "inspection.sign"
    GAP = "gap.look_into"
    PAPER = "working_paper.write"


@dataclass(frozen=True, slots=True)
class Task:
    """A finished file to look through, a drawn one to work on, or a gap that could not be healed.

    title: name of the consortium, or the room that misses an event; ending: how the file ended, how it was drawn, or
    the kind of gap. sample_id: of a drawn file.
    """

    kind: TaskKind
    application_id: str
    title: str
    ending: str
    since: datetime
    sample_id: str = ""


async def sign(unit: Unit, application_id: str, remark: str) -> Finished:
    """Sign a finished file off, once. The ledger hears of it as of any other act: by its event.

    Raises NotFound, NotAllowed, WrongStage (the file goes on), AlreadyDone.
    """
    unit.about = application_id
    found = await parties_of(unit, application_id)
    allow(unit, found.relations(unit.actor.person_id, unit.actor.tax_number), Action.INSPECTION_SIGN)
    await exists(unit, application_id)
    file = await store.held(unit.session, application_id)
    if file is None:
        raise WrongStage(Breach("inspection.not_finished", "application_id", application_id))
    if file.signed_at is not None:
        raise AlreadyDone(Breach("inspection.signed", "application_id", application_id))
    signed = replace(file, signed_by=unit.actor.person_id, signed_at=unit.now, remark=remark)
    await store.sign(unit.session, signed)
    told = InspectionSigned(application_id=ApplicationId(application_id), ending=file.ending, remark=remark)
    unit.tell(told, about=application_id, regime=file.regime)
    return signed


async def waiting(unit: Unit) -> list[Task]:
    """Gaps that were reported, drawn files without a conclusion, finished files not looked through; oldest first."""
    allow(unit, frozenset(), Action.TASKS_READ)
    if decide(unit.actor.roles, Action.INSPECTION_SIGN, frozenset()) is None:
        return []
    gaps = await reported_gaps(unit.session, MOST)
    me = unit.actor.person_id
    files = await store.unsigned(unit.session, me, MOST)
    papers = await desk.open_papers(unit.session, MOST)
    asked = [*(one.about for one in gaps), *(one.about for one in files), *(paper.about for paper, _, _ in papers)]
    kept = await kept_from(unit, frozenset(asked))
    found = [
        Task(TaskKind.GAP, one.about, one.room, one.kind.value, one.found_at) for one in gaps if one.about not in kept
    ]
    for paper, sample, title in papers:
        if paper.about not in kept:
            found.append(Task(TaskKind.PAPER, paper.about, title, sample.method, sample.drawn_at, sample.id))
    return found + [
        Task(TaskKind.SIGN, one.about, one.title, one.ending, one.ended_at) for one in files if one.about not in kept
    ]

"""Papers with an application: kept and taken back while it is written, or is to be completed, and handed in with it.

Nobody but the applicants sees one before it is handed in; then it stays as it was handed in.
"""

from dataclasses import dataclass

from grants.breach import AlreadyDone, Breach, RulesBroken
from grants.contracts.papers import JudgedPaper, PaperData
from grants.contracts.stages import Stage
from grants.policy import Action, Relation
from grants.values import PersonId
from runtime.filed import Filed
from runtime.scanned import must_be
from runtime.unit import Unit
from services.application.domain import papers as rules_of_papers
from services.application.domain.papers import AskedPaper, PaperRecord
from services.application.domain.records import ApplicationRecord, ConsortiumRecord, PlanVersion
from services.application.domain.stages import Act
from services.application.store import applications
from services.application.store import papers as store
from services.application.store.reading import missing
from services.application.usecases.acting import held, rules_of
from services.application.usecases.drafting import held_draft
from services.application.usecases.rights import allow_with, relations

_PARTIES = frozenset({Relation.OWN, Relation.MEMBER})


@dataclass(frozen=True, slots=True)
class Given:
    """What is handed in: the bytes, what they are said to be, of which kind the paper is, and what it is called."""

    content: bytes
    media_type: str
    kind: str
    title: str


async def keep(unit: Unit, application_id: str, given: Given, filed: Filed) -> PaperRecord:
    """Keep a paper to be handed in. The same again changes nothing.

    Raises NotFound, NotAllowed, WrongStage, DeadlinePassed, CallNotOpen; RulesBroken where it is not what it should be;
    AlreadyDone where the same bytes are there as another paper.
    """
    application = await _written(unit, application_id)
    must_be(given.media_type, given.content)
    there = await store.of_application(unit.session, application.id)
    if wrong := rules_of_papers.breaches(given.kind, there, rules_of(application)):
        raise RulesBroken(*wrong)
    document = await filed.keep(application.id, given.content)
    paper = PaperRecord(
        application_id=application.id,
        document=document,
        kind=given.kind,
        title=given.title,
        media_type=given.media_type,
        size=len(given.content),
        kept_by=PersonId(unit.actor.person_id),
        kept_at=unit.now,
    )
    if await store.add(unit.session, paper):
        return paper
    before = await store.find(unit.session, application.id, document)
    if before.kind != given.kind or before.handed_in_at is not None:
        raise AlreadyDone(Breach("paper.there", "content", given.title, before.title, "Destek"))
    return before


async def take_back(unit: Unit, application_id: str, document: str) -> PaperRecord:
    """Take back a paper that was not handed in yet.

    Raises NotFound, NotAllowed, WrongStage, DeadlinePassed, CallNotOpen; AlreadyDone for one that was handed in.
    """
    application = await _written(unit, application_id)
    paper = await store.find(unit.session, application.id, document)
    if paper.handed_in_at is not None:
        raise AlreadyDone(Breach("paper.handed_in", "document", paper.title, "", "Destek"))
    await store.take_back(unit.session, paper)
    return paper


async def read(unit: Unit, application_id: str, document: str, filed: Filed) -> tuple[PaperRecord, bytes]:
    """A paper and its bytes, for those who read the application. Raises NotFound, NotAllowed, DocumentErased."""
    application = await applications.find(unit.session, application_id)
    found = await relations(unit, application)
    allow_with(unit, Action.APPLICATION_READ, found)
    paper = await store.find(unit.session, application_id, document)
    if not _sees(paper, found):
        raise missing("paper", document)
    return paper, await filed.read(unit.session, application_id, document)


async def seen(unit: Unit, application: ApplicationRecord, found: frozenset[Relation]) -> tuple[PaperRecord, ...]:
    """The papers that somebody who reads the application, and stands to it like this, sees."""
    return tuple(one for one in await store.of_application(unit.session, application.id) if _sees(one, found))


def asked(
    application: ApplicationRecord,
    consortium: ConsortiumRecord,
    there: tuple[PaperRecord, ...],
    plan: PlanVersion | None,
) -> tuple[AskedPaper, ...]:
    """What the rules ask for, and what of it is there."""
    kinds = [one.kind for one in consortium.members]
    return rules_of_papers.asked(kinds, there, rules_of(application), has_plan=plan is not None)


async def hand_in(unit: Unit, application: ApplicationRecord) -> tuple[PaperData, ...]:
    """What was kept goes with what is handed in now, as its event tells it: by hash, never by content."""
    return tuple(
        PaperData(
            document=one.document,
            kind=one.kind,
            title=one.title,
            media_type=one.media_type,
            size=one.size,
            kept_by=one.kept_by,
            kept_at=one.kept_at,
        )
        for one in await store.hand_in(unit.session, application.id, unit.now)
    )


async def for_judges(unit: Unit, application: ApplicationRecord) -> tuple[JudgedPaper, ...]:
    """All that were handed in, as those who judge the application are told of them."""
    return tuple(
        JudgedPaper(document=one.document, kind=one.kind, title=one.title, media_type=one.media_type, size=one.size)
        for one in await store.of_application(unit.session, application.id)
        if one.handed_in_at is not None
    )


def _sees(paper: PaperRecord, found: frozenset[Relation]) -> bool:
    return paper.handed_in_at is not None or bool(found & _PARTIES)


async def _written(unit: Unit, application_id: str) -> ApplicationRecord:
    """The application, held, where papers can be put to it: as a draft, or to be completed."""
    stage = (await applications.find(unit.session, application_id)).stage
    if stage is Stage.DRAFT:
        return await held_draft(unit, application_id)
    return await held(unit, application_id, Action.CHECK_COMPLETE, Act.COMPLETE)

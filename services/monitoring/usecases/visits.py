"""Site visits: planned, photographed, made, cancelled."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from datetime import date, datetime

from grants.breach import Breach, NotAllowed, NotFound, RulesBroken
from grants.contracts.report_events import FindingMade
from grants.contracts.risk_events import VisitCancelled, VisitMade, VisitPhotographed, VisitPlanned
from grants.naming import Task
from grants.policy import Action, decide
from grants.rules.pauses import Pause
from grants.values import PersonId
from runtime.filed import Filed
from runtime.identifiers import new_id
from runtime.scanned import must_be
from runtime.unit import Unit
from services.monitoring.domain import risking, visiting
from services.monitoring.domain.errors import NoSuchThing
from services.monitoring.domain.facts import Grant
from services.monitoring.domain.records import PlannedVisit
from services.monitoring.domain.risk_facts import Photograph, Place, Visit
from services.monitoring.domain.visiting import Form
from services.monitoring.store import files, photographs
from services.monitoring.store import visits as store
from services.monitoring.store.tables import PHOTOGRAPH
from services.monitoring.usecases.acting import begin, begin_on, permit, read_file
from services.monitoring.usecases.people import check

_VISITS = "visits"


@dataclass(frozen=True, slots=True)
class Picture:
    """What the visitor hands in: the bytes, what they are said to be, and what the device tells of them."""

    content: bytes
    media_type: str
    taken_at: datetime
    where: Place
    note: str


@dataclass(frozen=True, slots=True)
class VisitView:
    """A visit as its visitor sees it. due_at: until when it is to be made, force majeure taken out.

    draft: what was typed of its form, and when that was kept.
    """

    visit: Visit
    due_at: datetime | None
    grant: Grant
    photographs: tuple[Photograph, ...]
    draft: tuple[dict[str, str], datetime] | None


async def plan_visit(unit: Unit, grant_id: str, visitor_id: str, reason: str, last_day: date | None) -> Visit:
    """Somebody is to go; that answers what an assessment proposes.

    Raises `RulesBroken` for who cannot go there, as far as the room knows the person.
    """
    act = await begin(unit, Action.VISIT_PLAN, grant_id)
    await check(unit, Task.VISITOR, act.file.grant, visitor_id, "visitor_id")
    file = visiting.plan(act.file, new_id(), visitor_id, reason, last_day, act.by, act.now, act.rules)
    visit = file.visits[-1]
    act.change(risking.answered(file, "", act.by, act.now))
    act.say(
        VisitPlanned,
        visit_id=visit.id,
        number=visit.number,
        visitor_id=PersonId(visitor_id),
        due_at=visit.due_at,
        reason=reason,
    )
    await act.keep()
    return visit


async def keep_photograph(unit: Unit, visit_id: str, picture: Picture, filed: Filed) -> Photograph:
    """The same bytes handed in again change nothing. Raises `RulesBroken` where they are not what they should be."""
    act = await begin_on(unit, Action.VISIT_MAKE, _VISITS, visit_id)
    visit = visiting.planned(act.file, visit_id)
    must_be(picture.media_type, picture.content)
    if wrong := visiting.taken_breaches(visit, picture.taken_at, act.now):
        raise RulesBroken(*wrong)
    visiting.room_for_photographs(await photographs.count_of(unit.session, visit_id))
    document = await filed.keep(act.file.grant.id, picture.content)
    where = (picture.where.latitude, picture.where.longitude)
    facts = (picture.media_type, len(picture.content), picture.taken_at, picture.note, act.by, act.now)
    photograph = Photograph(visit_id, document, act.file.grant.id, *facts, *where)
    if await photographs.keep(unit.session, photograph):
        latitude, longitude = ("" if one is None else str(one) for one in where)
        act.say(
            VisitPhotographed,
            visit_id=visit_id,
            document=document,
            size=photograph.size,
            taken_at=picture.taken_at,
            latitude=latitude,
            longitude=longitude,
        )
        act.note(PHOTOGRAPH, asdict(photograph))
        await act.keep()
    return photograph


async def list_visits(unit: Unit, limit: int) -> list[PlannedVisit]:
    """The visits this person is to make."""
    role = decide(unit.actor.roles, Action.VISIT_MAKE, frozenset())
    if role is None:
        raise NotAllowed(Breach("not_allowed", "", Action.VISIT_MAKE.value))
    unit.actor = replace(unit.actor, role=role.value)
    found = await store.planned_for(unit.session, unit.actor.person_id, limit)
    pauses = await store.paused(unit.session, {one.grant_id for one in found}) if found else {}
    return [_moved(one, pauses.get(one.grant_id, ())) for one in found]


def _moved(one: PlannedVisit, pauses: tuple[Pause, ...]) -> PlannedVisit:
    if one.due_at is None:
        return one
    return replace(one, due_at=visiting.moved(one.due_at, one.planned_at, pauses))


async def read_visit(unit: Unit, visit_id: str) -> VisitView:
    """A visit for those who make visits, with what was typed of its form so far."""
    grant_id = await files.grant_of(unit.session, _VISITS, visit_id)
    if grant_id is None:
        raise NoSuchThing(Breach("monitoring.part_unknown", visiting.PART, visit_id[:80]))
    unit.about = grant_id
    file, _ = await read_file(unit, grant_id)
    permit(unit, Action.VISIT_MAKE, file.grant)
    taken = [one for one in await photographs.of_grant(unit.session, grant_id) if one.visit_id == visit_id]
    draft = await store.draft_of(unit.session, visit_id)
    visit = visiting.find(file, visit_id)
    return VisitView(visit, visiting.due_at(file, visit), file.grant, tuple(taken), draft)


async def keep_draft(unit: Unit, visit_id: str, typed: Mapping[str, str]) -> datetime:
    """The form as far as it is filled in; nothing of it counts until it is handed in."""
    act = await begin_on(unit, Action.VISIT_MAKE, _VISITS, visit_id)
    visiting.planned(act.file, visit_id)
    await store.keep_draft(unit.session, visit_id, act.file.grant.id, typed, act.by, act.now)
    return act.now


async def make_visit(unit: Unit, visit_id: str, form: Form) -> Visit:
    """The form of the visitor; what was found is to be answered by the coordinator."""
    act = await begin_on(unit, Action.VISIT_MAKE, _VISITS, visit_id)
    act.change(visiting.make(act.file, visit_id, form, act.by, act.now, act.rules))
    await store.drop_draft(unit.session, visit_id)
    visit = visiting.find(act.file, visit_id)
    act.say(
        VisitMade,
        visit_id=visit.id,
        number=visit.number,
        visited_on=form.visited_on,
        place=form.place,
        photographs=await photographs.count_of(unit.session, visit_id),
        findings=len(form.findings),
    )
    for one in act.file.findings:
        if one.visit == visit.number:
            facts = {"severity": one.severity.value, "amount": one.amount, "due_at": one.due_at}
            act.say(FindingMade, number=one.number, audit=0, **facts)
    await act.keep()
    return visit


async def cancel_visit(unit: Unit, visit_id: str, reason: str) -> Visit:
    act = await begin_on(unit, Action.VISIT_PLAN, _VISITS, visit_id)
    act.change(visiting.cancel(act.file, visit_id, reason, act.by, act.now))
    await store.drop_draft(unit.session, visit_id)
    visit = visiting.find(act.file, visit_id)
    act.say(VisitCancelled, visit_id=visit.id, number=visit.number, reason=reason)
    await act.keep()
    return visit


async def read_photograph(unit: Unit, visit_id: str, document: str, filed: Filed) -> tuple[Photograph, bytes]:
    """For those who read the grant. Raises NotFound, NotAllowed, DocumentErased."""
    grant_id = await files.grant_of(unit.session, _VISITS, visit_id)
    found = await photographs.one(unit.session, visit_id, document)
    if grant_id is None or found is None:
        raise NotFound(Breach("scan.unknown", "document", document))
    unit.about = grant_id
    await read_file(unit, grant_id)
    return found, await filed.read(unit.session, grant_id, document)

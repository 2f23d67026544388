"""Site visits: planned, photographed, made, cancelled."""

from dataclasses import dataclass
from datetime import date, datetime

from grants.breach import Breach, NotFound, RulesBroken
from grants.contracts.risk_events import VisitCancelled, VisitMade, VisitPhotographed, VisitPlanned
from grants.policy import Action
from grants.values import PersonId
from runtime.documents import Documents
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import risking, visiting
from services.monitoring.domain.risk_facts import Photograph, Place, Visit
from services.monitoring.domain.scanned import kind_of
from services.monitoring.domain.visiting import Form
from services.monitoring.store import files, photographs
from services.monitoring.usecases.acting import begin, begin_on, read_file

_VISITS = "visits"


@dataclass(frozen=True, slots=True)
class Picture:
    """What the visitor hands in: the bytes, what they are said to be, and what the device tells of them."""

    content: bytes
    media_type: str
    taken_at: datetime
    where: Place
    note: str


async def plan_visit(unit: Unit, grant_id: str, visitor_id: str, reason: str, last_day: date | None) -> Visit:
    """Somebody is to go; that answers what an assessment proposes."""
    act = await begin(unit, Action.VISIT_PLAN, grant_id)
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


async def keep_photograph(unit: Unit, visit_id: str, picture: Picture, documents: Documents) -> Photograph:
    """The same bytes handed in again change nothing. Raises `RulesBroken` where they are not what they should be."""
    act = await begin_on(unit, Action.VISIT_MAKE, _VISITS, visit_id)
    visit = visiting.planned(act.file, visit_id)
    if kind_of(picture.content) != picture.media_type:
        raise RulesBroken(Breach("scan.kind", "content", picture.media_type, kind_of(picture.content), "Destek"))
    if wrong := visiting.taken_breaches(visit, picture.taken_at, act.now):
        raise RulesBroken(*wrong)
    visiting.room_for_photographs(await photographs.count_of(unit.session, visit_id))
    document = await documents.keep(picture.content)
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
        await act.keep()
    return photograph


async def make_visit(unit: Unit, visit_id: str, form: Form) -> Visit:
    """The form of the visitor; what was found is to be answered by the coordinator."""
    act = await begin_on(unit, Action.VISIT_MAKE, _VISITS, visit_id)
    act.change(visiting.make(act.file, visit_id, form, act.by, act.now, act.rules))
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
    await act.keep()
    return visit


async def cancel_visit(unit: Unit, visit_id: str, reason: str) -> Visit:
    act = await begin_on(unit, Action.VISIT_PLAN, _VISITS, visit_id)
    act.change(visiting.cancel(act.file, visit_id, reason, act.by, act.now))
    visit = visiting.find(act.file, visit_id)
    act.say(VisitCancelled, visit_id=visit.id, number=visit.number, reason=reason)
    await act.keep()
    return visit


async def read_photograph(unit: Unit, visit_id: str, document: str, documents: Documents) -> tuple[Photograph, bytes]:
    """For those who read the grant."""
    grant_id = await files.grant_of(unit.session, _VISITS, visit_id)
    found = await photographs.one(unit.session, visit_id, document)
    if grant_id is None or found is None:
        raise NotFound(Breach("scan.unknown", "document", document))
    await read_file(unit, grant_id)
    return found, await documents.read(document)

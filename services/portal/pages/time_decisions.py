"""What officers decide on the time of a grant: a force majeure that was told, an extension that was asked for."""

from dataclasses import dataclass
from functools import partial

from fastapi import APIRouter, Response

from services.portal.filled import Fields
from services.portal.forms import Fault, Form, Kind
from services.portal.pages.applications import Key
from services.portal.posting import Posted, Sent, finish
from services.portal.reading_grants import Extension, ForceMajeure, Grant
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visit, Visitor, read

router = APIRouter()
DECISION: Fields = {"decision": Kind.CHOICE, "reason": Kind.TEXT}
_ANSWERS = {"yes": True, "no": False}


@dataclass(frozen=True, slots=True)
class Asked:
    """Which of the two. address: on the pages; room: in the room; says: how the room calls its yes; act: the right."""

    address: str
    room: str
    says: str
    act: str
    waits: str


FORCE_MAJEURE = Asked("force-majeure", "force-majeure", "accepted", "force_majeure.decide", "declared")
EXTENSION = Asked("extension", "extensions", "granted", "extension.decide", "asked")


@router.get("/grants/{grant_id}/force-majeure/{part_id}")
async def force_majeure(visit: Visitor, grant_id: Key, part_id: Key) -> Response:
    """A force majeure with its papers, and the decision on it."""
    return await _page(visit, FORCE_MAJEURE, grant_id, part_id, _form(visit, FORCE_MAJEURE, grant_id, part_id))


@router.post("/grants/{grant_id}/force-majeure/{part_id}")
async def decide_force_majeure(visit: Visitor, sent: Posted, grant_id: Key, part_id: Key) -> Response:
    """Accepted, it suspends duties and deadlines."""
    return await _decide(visit, sent, FORCE_MAJEURE, grant_id, part_id)


@router.get("/grants/{grant_id}/extension/{part_id}")
async def extension(visit: Visitor, grant_id: Key, part_id: Key) -> Response:
    """A wish for a later end, and the decision on it."""
    return await _page(visit, EXTENSION, grant_id, part_id, _form(visit, EXTENSION, grant_id, part_id))


@router.post("/grants/{grant_id}/extension/{part_id}")
async def decide_extension(visit: Visitor, sent: Posted, grant_id: Key, part_id: Key) -> Response:
    """Granted, the support period ends later."""
    return await _decide(visit, sent, EXTENSION, grant_id, part_id)


def _form(visit: Visit, asked: Asked, grant_id: str, part_id: str) -> Form:
    return visit.form(f"/grants/{grant_id}/{asked.address}/{part_id}", DECISION)


async def _decide(visit: Visit, sent: Sent, asked: Asked, grant_id: str, part_id: str) -> Response:
    form, again = sent.form(visit, DECISION), partial(_page, visit, asked, grant_id, part_id)
    answer = _ANSWERS.get(form.value("decision"))
    if answer is None:
        fault = Fault("decision", visit.wording.say("portal.change.decide_missing"))
        return await again(form.with_faults([fault], 422))
    said = {name: value for name, value in form.body().items() if name != "decision"}
    body = {asked.says: answer, **said}
    done = await visit.caller().post(Room.MONITORING, f"/{asked.room}/{part_id}/decide", body, sent.key)
    return await finish(visit, sent, form, done, to=f"/grants/{grant_id}", said="decision", again=again)


async def _page(visit: Visit, asked: Asked, grant_id: str, part_id: str, form: Form) -> Response:
    grant = read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)
    parts: tuple[ForceMajeure | Extension, ...] = grant.extensions if asked is EXTENSION else grant.force_majeure
    part = next((one for one in parts if one.id == part_id), None)
    if part is None:
        raise PageRefused(404)
    may = asked.act in grant.can and part.status == asked.waits
    return visit.page("time_decision.html", form.status, grant=grant, part=part, asked=asked, form=form, may=may)

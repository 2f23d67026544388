"""What is handed in after the submission: what a returned application lacked, and a plan offered anew in the talks.

Each is written on the pages of the draft, at a place of its own; here is where it begins, and where it is handed in.
"""

from dataclasses import replace
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Response

from services.portal.acting import CONFIRMED
from services.portal.filled import Fields, Kind
from services.portal.forms import Fault, Form
from services.portal.lacking import lacks_of
from services.portal.pages.applications import Key
from services.portal.pages.drafts import writing_of
from services.portal.posting import Posted, finish
from services.portal.rooms import Room
from services.portal.visit import Visit, Visitor
from services.portal.writing import LATER, Place, Where, Writing, elsewhere, keep

router, _pages = APIRouter(), APIRouter()
WRITTEN = "written"
WORDS = {Place.COMPLETION: "note", Place.TALKS: "why"}
"""The field in which it is said what was done, or why."""
_DOORS = {Place.COMPLETION: "check/complete", Place.TALKS: "negotiation/plans"}
_ANEW: Fields = {CONFIRMED: Kind.FLAG}


@_pages.get("")
async def whole(visit: Visitor, application_id: Key, where: Where) -> Response:
    """What is asked for, what is changed so far, and what still keeps it from being handed in."""
    writing = await writing_of(visit, application_id, where)
    return _overview(visit, writing, visit.form(writing.start, _ANEW))


@_pages.post("")
async def begin_anew(visit: Visitor, sent: Posted, application_id: Key, where: Where) -> Response:
    """All that was written so far is thrown away."""
    writing = await writing_of(visit, application_id, where)
    form = sent.form(visit, _ANEW)
    if not form.value(CONFIRMED):
        fault = Fault(CONFIRMED, visit.wording.say("portal.field.confirmed_first"))
        return _overview(visit, writing, form.with_faults([fault], HTTPStatus.UNPROCESSABLE_ENTITY))
    answer = await keep(visit, writing, {"anew": True}, sent)

    async def again(tried: Form) -> Response:
        return _overview(visit, writing, tried)

    return await finish(visit, sent, form, answer, to=writing.start, said="offer_anew", again=again)


@_pages.get("/send")
async def look_once_more(visit: Visitor, application_id: Key, where: Where) -> Response:
    """What is handed in, once more, and the words that go with it."""
    writing = await writing_of(visit, application_id, where)
    if not writing.is_open:
        return elsewhere(writing)
    values = {WRITTEN: str(writing.offer.count)}
    return _sending(visit, writing, visit.form(f"{writing.start}/send", _asked(where), values))


@_pages.post("/send")
async def hand_in(visit: Visitor, sent: Posted, application_id: Key, where: Where) -> Response:
    """It is handed in as it was seen. Pressed twice, it is handed in once."""
    form = sent.form(visit, _asked(where))
    path = f"/applications/{application_id}"
    answer = await visit.caller().post(Room.APPLICATION, f"{path}/{_DOORS[where]}", form.body(), sent.key)
    again = partial(_again, visit, application_id, where)
    return await finish(visit, sent, form, answer, to=path, said=f"offer_{where}", again=again)


def _asked(where: Place) -> Fields:
    return {WORDS[where]: Kind.TEXT, WRITTEN: Kind.NUMBER}


async def _again(visit: Visit, application_id: str, where: Place, form: Form) -> Response:
    """With what was written since it was seen, so that pressing again hands that in."""
    writing = await writing_of(visit, application_id, where)
    form = replace(form, values={**form.values, WRITTEN: str(writing.offer.count)})
    return _sending(visit, writing, form)


def _overview(visit: Visit, writing: Writing, form: Form) -> Response:
    if not writing.is_open:
        return elsewhere(writing)
    lacks = lacks_of(writing, visit.wording)
    return visit.page("offer.html", form.status, writing=writing, draft=writing.draft, form=form, lacks=lacks)


def _sending(visit: Visit, writing: Writing, form: Form) -> Response:
    lacks = lacks_of(writing, visit.wording)
    words = WORDS[writing.place]
    return visit.page(
        "offer_send.html", form.status, writing=writing, draft=writing.draft, form=form, lacks=lacks, words=words
    )


for _place in LATER:
    router.include_router(_pages, prefix=f"/applications/{{application_id}}/{_place}")

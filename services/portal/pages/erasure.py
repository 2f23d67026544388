"""Erasing what is personal in a finished file: which files there are, and the order, confirmed."""

from functools import partial

from fastapi import APIRouter, Response

from services.portal.forms import Fault, Form, Kind
from services.portal.pages.applications import After, Key
from services.portal.posting import Posted, finish, with_the_rest
from services.portal.reading_desk import FinishedList
from services.portal.rooms import Room
from services.portal.visit import Visit, Visitor, read

router = APIRouter()
PAGE = 50
CONFIRMED = "confirmed"
ORDER = {"reason": Kind.TEXT, CONFIRMED: Kind.FLAG}


@router.get("/erasure")
async def finished(visit: Visitor, after: After = "") -> Response:
    """Finished files, and from when on what is personal in each may be erased."""
    query: dict[str, str | int] = {"limit": PAGE} | ({"after": after} if after else {})
    found = read(await visit.caller().get(Room.AUDIT, "/erasures", query), FinishedList)
    return visit.page("erasures.html", found=found, is_first=not after)


@router.get("/erasure/{application_id}")
async def ask_order(visit: Visitor, application_id: Key) -> Response:
    """The form of the order."""
    return await _order(visit, application_id, visit.form(f"/erasure/{application_id}", ORDER))


@router.post("/erasure/{application_id}")
async def order(visit: Visitor, sent: Posted, application_id: Key) -> Response:
    """It is erased, once whoever orders it has said that it cannot be undone."""
    form = sent.form(visit, ORDER)
    again = partial(_order, visit, application_id)
    body = form.body()
    door = f"/applications/{application_id}/erasure"
    if not body.pop(CONFIRMED):
        unconfirmed = Fault(CONFIRMED, visit.wording.say("portal.erasure.confirm_first"))
        return await again(await with_the_rest(visit, form, [unconfirmed], Room.AUDIT, door, body))
    answer = await visit.caller().post(Room.AUDIT, door, body, sent.key)
    return await finish(visit, sent, form, answer, to="/erasure", said="erasure", again=again)


async def _order(visit: Visit, application_id: str, form: Form) -> Response:
    """Who may not erase is told so by the room before anything is filled in."""
    read(await visit.caller().get(Room.AUDIT, "/erasures", {"limit": 1}), FinishedList)
    return visit.page("erasure.html", form.status, form=form, application_id=application_id)

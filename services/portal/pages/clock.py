"""Force majeure and the end of the support period: what the enterprise tells and asks."""

from datetime import date, timedelta
from functools import partial
from http import HTTPStatus

from fastapi import APIRouter, Response

from grants.regimes.words import ExtensionGround
from services.portal.acting import NEW
from services.portal.doing import PostedAct
from services.portal.filled import read as read_as
from services.portal.forms import Form, Kind
from services.portal.pages.applications import Key
from services.portal.papers import hand_in, named
from services.portal.posting import finish
from services.portal.reading_grants import Grant
from services.portal.rooms import Room
from services.portal.visit import Visit, Visitor, read

router = APIRouter()
_PAPERS = {"documents": Kind.WORDS, f"documents{NEW}": Kind.CHOICE}
WISH = {"ground": Kind.CHOICE, "new_end": Kind.DAY, "reason": Kind.TEXT, "evidence": Kind.TEXT, **_PAPERS}
DECLARATION = {"starts_on": Kind.DAY, "ground": Kind.TEXT, "evidence": Kind.TEXT, **_PAPERS}


@router.get("/grants/{grant_id}/force-majeure")
async def ask_declaration(visit: Visitor, grant_id: Key) -> Response:
    """The form of a force majeure."""
    return await _declaration(visit, grant_id, visit.form(f"/grants/{grant_id}/force-majeure", DECLARATION))


@router.post("/grants/{grant_id}/force-majeure")
async def declare(visit: Visitor, sent: PostedAct, grant_id: Key) -> Response:
    """A force majeure is told; officers decide on it."""
    form, faults = await hand_in(visit, sent, sent.form(visit, DECLARATION), grant_id)
    path = f"/grants/{grant_id}/force-majeure"
    again = partial(_declaration, visit, grant_id)
    if faults:
        return await again(form.with_faults(faults, HTTPStatus.UNPROCESSABLE_ENTITY))
    answer = await visit.caller().post(Room.MONITORING, path, named(form.body()), sent.key)
    return await finish(visit, sent, form, answer, to=f"/grants/{grant_id}", said="force_majeure", again=again)


@router.get("/grants/{grant_id}/extension")
async def ask_wish(visit: Visitor, grant_id: Key) -> Response:
    """The form of a request for a later end."""
    return await _wish(visit, grant_id, visit.form(f"/grants/{grant_id}/extension", WISH))


@router.post("/grants/{grant_id}/extension")
async def wish(visit: Visitor, sent: PostedAct, grant_id: Key) -> Response:
    """A later end is asked for. The form asks for the last day, the room for the first day after it."""
    form, faults = await hand_in(visit, sent, sent.form(visit, WISH), grant_id)
    if faults:
        return await _wish(visit, grant_id, form.with_faults(faults, HTTPStatus.UNPROCESSABLE_ENTITY))
    body = {**named(form.body()), **_first_day_after(form.value("new_end"))}
    answer = await visit.caller().post(Room.MONITORING, f"/grants/{grant_id}/extensions", body, sent.key)
    again = partial(_wish, visit, grant_id)
    return await finish(visit, sent, form, answer, to=f"/grants/{grant_id}", said="extension", again=again)


async def _wish(visit: Visit, grant_id: str, form: Form) -> Response:
    grant = read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)
    return visit.page("extension.html", form.status, grant=grant, form=form, grounds=tuple(ExtensionGround))


def _first_day_after(last_day: str) -> dict[str, str]:
    try:
        day = date.fromisoformat(str(read_as(Kind.DAY, last_day)))
        return {"new_end": (day + timedelta(days=1)).isoformat()}
    except (ValueError, OverflowError):
        return {}


async def _declaration(visit: Visit, grant_id: str, form: Form) -> Response:
    grant = read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)
    return visit.page("force_majeure.html", form.status, grant=grant, form=form)

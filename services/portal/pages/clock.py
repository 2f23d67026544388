"""Force majeure and the end of the support period: what the enterprise tells and asks."""

from datetime import date, timedelta
from functools import partial

from fastapi import APIRouter, Response

from grants.regimes.words import ExtensionGround
from services.portal.filled import read as read_as
from services.portal.forms import Form, Kind
from services.portal.pages.applications import Key
from services.portal.posting import Posted, finish
from services.portal.reading_grants import Grant
from services.portal.rooms import Room
from services.portal.visit import Visit, Visitor, read

router = APIRouter()
WISH = {"ground": Kind.CHOICE, "new_end": Kind.DAY, "reason": Kind.TEXT, "evidence": Kind.TEXT}
DECLARATION = {"starts_on": Kind.DAY, "ground": Kind.TEXT, "evidence": Kind.TEXT}


@router.get("/grants/{grant_id}/force-majeure")
async def ask_declaration(visit: Visitor, grant_id: Key) -> Response:
    """The form of a force majeure."""
    return await _declaration(visit, grant_id, visit.form(f"/grants/{grant_id}/force-majeure", DECLARATION))


@router.post("/grants/{grant_id}/force-majeure")
async def declare(visit: Visitor, sent: Posted, grant_id: Key) -> Response:
    """A force majeure is told; officers decide on it."""
    form = sent.form(visit, DECLARATION)
    path = f"/grants/{grant_id}/force-majeure"
    answer = await visit.caller().post(Room.MONITORING, path, form.body(), sent.key)
    again = partial(_declaration, visit, grant_id)
    return await finish(visit, sent, form, answer, to=f"/grants/{grant_id}", said="force_majeure", again=again)


@router.get("/grants/{grant_id}/extension")
async def ask_wish(visit: Visitor, grant_id: Key) -> Response:
    """The form of a request for a later end."""
    return await _wish(visit, grant_id, visit.form(f"/grants/{grant_id}/extension", WISH))


@router.post("/grants/{grant_id}/extension")
async def wish(visit: Visitor, sent: Posted, grant_id: Key) -> Response:
    """A later end is asked for. The form asks for the last day, the room for the first day after it."""
    form = sent.form(visit, WISH)
    body = {**form.body(), **_first_day_after(form.value("new_end"))}
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

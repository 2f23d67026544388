"""A funding combination tried on a call: where to cut off, and other amounts than those that were asked."""

from dataclasses import replace
from http import HTTPStatus

from fastapi import APIRouter, Response

from grants.contracts.stages import Stage
from grants.policy import TABLE, Action
from services.portal.filled import Fields, Kind
from services.portal.forms import Form
from services.portal.pages.applications import Key
from services.portal.posting import Posted, finish
from services.portal.reading import Applications, Listed
from services.portal.reading_applying import Announced
from services.portal.reading_combinations import CombinationLine
from services.portal.rooms import Answer, Got, Refusal, Room
from services.portal.visit import PageRefused, Visit, Visitor, read

router = APIRouter()
CUT_BY = ("rank", "total")
_MOST = 200
_MOST_PAGES = 10
_BEFORE = frozenset({Stage.DRAFT, Stage.ADMINISTRATIVE_CHECK, Stage.COMPLETION, Stage.PRE_EVALUATION, Stage.ENDED})


@router.get("/combinations/{call_id}/new")
async def new(visit: Visitor, call_id: Key) -> Response:
    """What is asked of a combination."""
    files = await _files(visit, call_id)
    return await _shown(visit, call_id, files, visit.form(_address(call_id), fields_of(files)))


@router.post("/combinations/{call_id}/new")
async def tried(visit: Visitor, sent: Posted, call_id: Key) -> Response:
    """It is tried and kept; one is led to what came of it."""
    files = await _files(visit, call_id)
    form = sent.form(visit, fields_of(files))
    path = f"/calls/{call_id}/funding-combinations"
    answer = await visit.caller().post(Room.EVALUATION, path, {"cut_off": {}, **form.body()}, sent.key)
    answer = _placed(answer, files)
    made = f"/{read(answer, CombinationLine).number}" if isinstance(answer, Got) else ""

    async def again(form: Form) -> Response:
        return await _shown(visit, call_id, files, form)

    return await finish(visit, sent, form, answer, to=f"/combinations/{call_id}{made}", said="combination", again=again)


def fields_of(files: tuple[Listed, ...]) -> Fields:
    """The cut, and an amount for each application."""
    amounts = {f"amounts.{one.id}": Kind.MONEY for one in files}
    return {"name": Kind.TEXT, "cut_off.by": Kind.CHOICE, "cut_off.value": Kind.DEGREES, **amounts}


def _placed(answer: Answer, files: tuple[Listed, ...]) -> Answer:
    """What the room finds wrong with an application, at its amount."""
    if not isinstance(answer, Refusal):
        return answer
    ids = {one.id for one in files}
    at = (replace(one, name=f"amounts.{one.name}") if one.name in ids else one for one in answer.faults)
    return replace(answer, faults=tuple(at))


def _address(call_id: str) -> str:
    return f"/combinations/{call_id}/new"


async def _files(visit: Visit, call_id: str) -> tuple[Listed, ...]:
    """Those of the call that reached the board. Raises PageRefused for whoever tries none."""
    if not any(role.value in visit.signed_in().roles for role in TABLE[Action.COMBINATION_TRY]):
        raise PageRefused(HTTPStatus.FORBIDDEN)
    found: list[Listed] = []
    query: dict[str, str | int] = {"call_id": call_id, "limit": _MOST}
    for _ in range(_MOST_PAGES):
        page = read(await visit.caller().get(Room.APPLICATION, "/applications", query), Applications)
        found += (one for one in page.entries if one.stage not in _BEFORE)
        if not page.after:
            break
        query = {**query, "after": page.after}
    return tuple(found)


async def _shown(visit: Visit, call_id: str, files: tuple[Listed, ...], form: Form) -> Response:
    call = read(await visit.caller().get(Room.APPLICATION, f"/calls/{call_id}"), Announced)
    return visit.page("combination_new.html", form.status, call=call, files=files, form=form, cuts=CUT_BY)

"""The story of a file on a page of its own: as it stands, or as it stood on a day; signed off once it is finished."""

from datetime import date
from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Query, Response
from fastapi.responses import RedirectResponse

from grants.policy import Action
from services.portal.filled import read as read_as
from services.portal.forms import Fault, Form, Kind
from services.portal.pages.applications import After, Key
from services.portal.people import ids_in, names_of, whose
from services.portal.posting import Posted, finish
from services.portal.reading import Story
from services.portal.rooms import Got, Paper, Room
from services.portal.visit import Visit, Visitor, read, read_part, refusal

router = APIRouter()
PAGE = 100
_MOST, _MOST_PAGES = 200, 20
AsOf = Annotated[str, Query(max_length=10)]
WHEN = {"as_of": Kind.DAY}
REMARK = {"remark": Kind.TEXT}
_FIRST, _LAST = date(1990, 1, 1), date(2190, 12, 31)


@router.get("/applications/{application_id}/story")
async def story(visit: Visitor, application_id: Key, as_of: AsOf = "", after: After = "") -> Response:
    """Every step in its order, as far as the reader may know it. as_of: as the file stood at the end of that day."""
    day, form = _day(visit, f"/applications/{application_id}/story", as_of)
    query: dict[str, str | int] = {"limit": PAGE, **({"after": after} if after else {}), **_as_of(day)}
    found = read(await visit.caller().get(Room.AUDIT, f"/applications/{application_id}/story", query), Story)
    return visit.page(
        "story.html",
        form.status,
        story=found,
        who=await whose(visit, found),
        form=form,
        as_of=day,
        application_id=application_id,
        is_first=not after,
        is_inspector=visit.may(Action.AUDIT_READ),
    )


@router.get("/applications/{application_id}/story.pdf")
async def paper(visit: Visitor, application_id: Key, as_of: AsOf = "") -> Response:
    """The story as a paper, handed through; a day that is none is said on the page of the story."""
    day, form = _day(visit, "", as_of)
    if form.faults:
        there = visit.address(f"/applications/{application_id}/story", as_of=as_of)
        return RedirectResponse(there, HTTPStatus.SEE_OTHER)
    path = visit.address(f"/applications/{application_id}/story.pdf", **_as_of(day))
    names = await _names(visit, application_id, _as_of(day))
    answer = await visit.caller().paper(Room.AUDIT, path, {"names": names} if names else None)
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'attachment; filename="destek-{application_id}.pdf"'
    return Response(answer.content, media_type="application/pdf", headers={"Content-Disposition": name})


async def _names(visit: Visit, application_id: str, as_of: dict[str, str]) -> dict[str, str]:
    """By which names the people of a story are known. Raises SignInNeeded."""
    ids, after = set[str](), ""
    for _ in range(_MOST_PAGES):
        query: dict[str, str | int] = {"limit": _MOST, **({"after": after} if after else {}), **as_of}
        answer = await visit.caller().get(Room.AUDIT, f"/applications/{application_id}/story", query)
        found, _gap = read_part(answer, Room.AUDIT, Story)
        ids |= set(ids_in((found,)))
        after = (found.after or "") if found else ""
        if not after:
            break
    return await names_of(visit, ids)


@router.get("/applications/{application_id}/inspection")
async def ask_remark(visit: Visitor, application_id: Key) -> Response:
    """The form by which a finished file is signed off."""
    return await _inspection(visit, application_id, visit.form(f"/applications/{application_id}/inspection", REMARK))


@router.post("/applications/{application_id}/inspection")
async def sign(visit: Visitor, sent: Posted, application_id: Key) -> Response:
    """A finished file was looked through."""
    form = sent.form(visit, REMARK)
    path = f"/applications/{application_id}/inspections"
    answer = await visit.caller().post(Room.AUDIT, path, form.body(), sent.key)
    again = partial(_inspection, visit, application_id)
    there = f"/applications/{application_id}/story"
    return await finish(visit, sent, form, answer, to=there, said="inspection", again=again)


async def _inspection(visit: Visit, application_id: str, form: Form) -> Response:
    """Only who may read the ledger signs a file off; the room says who that is."""
    check = await visit.caller().get(Room.AUDIT, f"/applications/{application_id}/ledger/check")
    if not isinstance(check, Got):
        raise refusal(check)
    return visit.page("inspection.html", form.status, form=form, application_id=application_id)


def _day(visit: Visit, address: str, typed: str) -> tuple[date | None, Form]:
    """The day that was asked for; the form says what is wrong with it."""
    form = visit.form(address, WHEN, {"as_of": typed})
    if not typed.strip():
        return None, form
    try:
        day = date.fromisoformat(str(read_as(Kind.DAY, typed.strip())))
    except ValueError:
        day = date.min
    if _FIRST <= day <= _LAST:
        return day, form
    return None, form.with_faults([Fault("as_of", visit.wording.say("portal.story.no_day"))], 422)


def _as_of(day: date | None) -> dict[str, str]:
    return {"as_of": day.isoformat()} if day else {}

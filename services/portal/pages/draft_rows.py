"""A row of a plan that is written, on a page of its own: put in, changed, or taken out."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from services.portal.acting import CONFIRMED
from services.portal.drafting import Part, Place, packages, rows_of, with_row, without
from services.portal.forms import Fault, Form
from services.portal.lacking import lacks_of
from services.portal.overtaken import MARK, overtaken
from services.portal.pages.applications import Key
from services.portal.pages.draft_plan import plan_read
from services.portal.posting import Posted, Sent, done, finish
from services.portal.rooms import Refusal
from services.portal.row_desk import Desk
from services.portal.visit import PageRefused, Visit, Visitor
from services.portal.writing import Place as WritingPlace
from services.portal.writing import Where, elsewhere, keep

router, _rows = APIRouter(), APIRouter()
At = Annotated[int, Path(ge=0, le=999)]
_MORE, _GONE = "more", "gone"


@_rows.get("/new")
async def new_package(visit: Visitor, application_id: Key, where: Where) -> Response:
    """A package that is to be."""
    return _fresh(await _desk(visit, application_id, where))


@_rows.post("/new")
async def add_package(visit: Visitor, sent: Posted, application_id: Key, where: Where) -> Response:
    """It is put behind the others."""
    return await _take(await _desk(visit, application_id, where), sent)


@_rows.get("/{package}")
async def package(visit: Visitor, application_id: Key, where: Where, package: At) -> Response:
    """A package: its title, or out with it."""
    return _fresh(_there(await _desk(visit, application_id, where, Place(package))))


@_rows.post("/{package}")
async def save_package(visit: Visitor, sent: Posted, application_id: Key, where: Where, package: At) -> Response:
    """It is changed, or taken out with all that is in it."""
    return await _take(await _desk(visit, application_id, where, Place(package)), sent)


@_rows.get("/{package}/{part}/new")
async def new_row(visit: Visitor, application_id: Key, where: Where, package: At, part: Part) -> Response:
    """A row that is to be."""
    return _fresh(await _desk(visit, application_id, where, Place(package, part)))


@_rows.post("/{package}/{part}/new")
async def add_row(visit: Visitor, sent: Posted, application_id: Key, where: Where, package: At, part: Part) -> Response:
    """It is put behind the others of its package."""
    return await _take(await _desk(visit, application_id, where, Place(package, part)), sent)


@_rows.get("/{package}/{part}/{at}")
async def row(visit: Visitor, application_id: Key, where: Where, package: At, part: Part, at: At) -> Response:
    """A row as it stands."""
    return _fresh(_there(await _desk(visit, application_id, where, Place(package, part, at))))


@_rows.post("/{package}/{part}/{at}")
async def save_row(
    visit: Visitor, sent: Posted, application_id: Key, where: Where, package: At, part: Part, at: At
) -> Response:
    """It is changed, or taken out."""
    return await _take(await _desk(visit, application_id, where, Place(package, part, at)), sent)


async def _desk(visit: Visit, application_id: str, where: WritingPlace, place: Place | None = None) -> Desk:
    """The row's page; of a package that is to be, where it will stand. Raises PageRefused where no package is."""
    writing, catalogue = await plan_read(visit, application_id, where)
    place = place or Place(len(packages(writing.plan)))
    if place.part is not None and rows_of(writing.plan, place) is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return Desk(visit, writing, catalogue, place)


def _there(desk: Desk) -> Desk:
    if desk.row is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return desk


def _fresh(desk: Desk) -> Response:
    if not desk.writing.is_open:
        return elsewhere(desk.writing)
    form = desk.visit.form(desk.address, desk.fields, desk.values)
    return _shown(desk, form.with_faults(_broken(desk), form.status))


def _broken(desk: Desk) -> tuple[Fault, ...]:
    """What the rules say of the row as it stands, beside its fields."""
    if (row := desk.row) is None:
        return ()
    here = desk.place.path if desk.place.part is not None else f"{desk.place.path}.title"
    said = [one for one in lacks_of(desk.writing, desk.visit.wording) if _is_in(one.about, here)]
    return tuple(Fault(desk.field_of(one.about, row), one.text) for one in said)


def _is_in(about: str, path: str) -> bool:
    return about == path or about.startswith(f"{path}.")


async def _take(desk: Desk, sent: Sent) -> Response:
    """The row is saved as it was filled in, or taken out; done already, nothing is done again."""
    form = sent.form(desk.visit, desk.fields)
    if sent.do == _GONE:
        return await _take_out(desk, sent, form)
    typed = desk.row_said(form)
    if desk.has(form, typed):
        return done(desk.visit, _onward(desk, sent), desk.writing.saved)
    if desk.row is not None and form.value(MARK) != desk.mark:
        return _shown(desk, overtaken(desk.visit, form, desk.mark))
    plan = with_row(desk.plan, desk.place, typed)
    answer = await keep(desk.visit, desk.writing, {"plan": plan}, sent)
    if isinstance(answer, Refusal):
        faults = tuple(replace(one, name=desk.field_of(one.name, typed)) for one in answer.faults)
        answer = replace(answer, faults=faults)
    to = _onward(desk, sent)
    return await finish(desk.visit, sent, form, answer, to=to, said=desk.writing.saved, again=partial(_again, desk))


async def _take_out(desk: Desk, sent: Sent, form: Form) -> Response:
    if desk.row is None or desk.plan is None:
        return done(desk.visit, desk.above, desk.writing.saved)
    if not form.value(CONFIRMED):
        fault = Fault(CONFIRMED, desk.visit.wording.say("portal.field.confirmed_first"))
        return _shown(desk, form.with_faults([fault], HTTPStatus.UNPROCESSABLE_ENTITY))
    if form.value(MARK) != desk.mark:
        return _shown(desk, overtaken(desk.visit, form, desk.mark))
    answer = await keep(desk.visit, desk.writing, {"plan": without(desk.plan, desk.place)}, sent)
    return await finish(
        desk.visit, sent, form, answer, to=desk.above, said=desk.writing.saved, again=partial(_again, desk)
    )


def _onward(desk: Desk, sent: Sent) -> str:
    """Where to after it: to another new row, or back to the plan."""
    if sent.do == _MORE and desk.place.part is not None:
        return f"{desk.above}/{desk.place.package}/{desk.place.part}/new"
    return desk.above


async def _again(desk: Desk, form: Form) -> Response:
    return _shown(desk, form)


def _shown(desk: Desk, form: Form) -> Response:
    return desk.visit.page(
        "draft_row.html",
        form.status,
        desk=desk,
        draft=desk.writing.draft,
        form=form,
        asking={"options": desk.options()},
        kind=desk.place.part or "packages",
    )


for _place in WritingPlace:
    router.include_router(_rows, prefix=f"/applications/{{application_id}}/{_place}/plan")

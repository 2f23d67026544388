"""A page of acts shown, and an act of it done: once, at the door of its room."""

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Response

from services.portal.acting import (
    CONFIRMED,
    KEEP,
    ROWS,
    Act,
    Scene,
    body_of,
    drawn,
    placed,
    typed_in,
    unconfirmed,
    with_more_rows,
)
from services.portal.filled import Json
from services.portal.forms import Fault, Form
from services.portal.naming import read_back, unknown, with_people
from services.portal.papers import hand_in
from services.portal.posting import Accepting, Sent, finish, with_the_rest
from services.portal.visit import PageRefused, Visit

MOST_BYTES, MOST_FILES = 40_000_000, 20
PostedAct = Annotated[Sent, Depends(Accepting(most_bytes=MOST_BYTES, most_files=MOST_FILES))]


def show(visit: Visit, scene: Scene, form: Form | None = None, act: Act | None = None) -> Response:
    """The page; the act that was tried as it was filled in."""
    found = drawn(visit, scene, form, act)
    status = form.status if form else HTTPStatus.OK
    return visit.page(scene.template, status, scene=scene, drawn=found, **scene.shown)


async def do(visit: Visit, sent: Sent, scene: Scene) -> Response:
    """The act whose button was pressed. Whether it is open is for the room to say: sent twice, it answers the same."""
    act, keeps = scene.act(sent.do.removeprefix(ROWS).removeprefix(KEEP)), sent.do.startswith(KEEP)
    if act is None or (keeps and not act.draft):
        raise PageRefused(HTTPStatus.NOT_FOUND)
    scene = await with_people(visit, scene)
    form = read_back(placed(sent.form(visit, act.asked), act), act, scene)
    again = partial(_again, visit, scene, act)
    if sent.do.startswith(ROWS):
        return await again(with_more_rows(form, act))
    form, faults = await _with_papers(visit, sent, scene, act, form)
    form, strangers = unknown(visit, form, act, scene)
    if own := (*faults, *(() if keeps else (*strangers, *unconfirmed(visit, form, act)))):
        return await again(await with_the_rest(visit, form, own, scene.room, scene.door(act), body_of(form, act)))
    if keeps:
        body: Json = {"typed": dict(typed_in(form))}
        answer = await visit.caller().post(scene.room, scene.draft_door(act), body, sent.fresh())
        return await finish(visit, sent, form, answer, to=scene.address, said="draft", again=again)
    answer = await visit.caller().post(scene.room, scene.door(act), body_of(form, act), sent.key)
    return await finish(visit, sent, form, answer, to=act.leads or scene.back, said=f"act.{act.name}", again=again)


async def _with_papers(visit: Visit, sent: Sent, scene: Scene, act: Act, form: Form) -> tuple[Form, tuple[Fault, ...]]:
    if not act.takes_files:
        return form, ()
    return await hand_in(visit, sent, form, scene.places["file"])


async def _again(visit: Visit, scene: Scene, act: Act, form: Form) -> Response:
    """What was confirmed is confirmed anew, and that is said with all else that is wrong."""
    was_confirmed = bool(form.value(CONFIRMED))
    form = replace(form, values={name: said for name, said in form.values.items() if name != CONFIRMED})
    if was_confirmed and form.faults:
        form = form.with_faults((*form.faults, *unconfirmed(visit, form, act)), form.status)
    return show(visit, scene, form, act)

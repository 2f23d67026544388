"""An evaluator's own work: the invitation answered, the score sheet written, looked at once more, and given."""

from functools import partial
from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response

from services.portal.acting import Scene
from services.portal.doing import PostedAct, do, show
from services.portal.filing import judged_of
from services.portal.forms import Form
from services.portal.judging_acts import INVITATION, OPEN_WHILE
from services.portal.pages.applications import Key
from services.portal.posting import Posted, Sent, finish
from services.portal.reading_evaluation import Assignment, Draft
from services.portal.rooms import Got, Room
from services.portal.score_sheets import body_of, fields_of, values_of, written
from services.portal.visit import PageRefused, Visit, Visitor, read

router = APIRouter()
_OPEN = "accepted"


@router.get("/assignments/{assignment_id}/answer")
async def invitation(visit: Visitor, assignment_id: Key) -> Response:
    """Whom the file is of; accepted, declined, or a tie declared."""
    return show(visit, await _invitation(visit, assignment_id))


@router.post("/assignments/{assignment_id}/answer")
async def answer(visit: Visitor, sent: PostedAct, assignment_id: Key) -> Response:
    """It is answered."""
    return await do(visit, sent, await _invitation(visit, assignment_id))


@router.get("/assignments/{assignment_id}/sheet")
async def sheet(visit: Visitor, assignment_id: Key) -> Response:
    """The score sheet as far as it is written, beside what the applicants wrote."""
    task = await _task(visit, assignment_id)
    values = values_of(task.draft, visit.wording.language) if task.draft else {}
    return await _page(visit, task, visit.form(_address(task), fields_of(task), values))


@router.post("/assignments/{assignment_id}/sheet")
async def write(visit: Visitor, sent: Posted, assignment_id: Key) -> Response:
    """Kept as a draft, looked at once more, or given for good; whatever is pressed, nothing typed is lost."""
    task = await _task(visit, assignment_id)
    form, again = sent.form(visit, fields_of(task)), partial(_again, visit, task)
    body = body_of(form.fields, form.values)
    door = f"/assignments/{task.id}"
    match sent.do:
        case "give":
            given = await visit.caller().post(Room.EVALUATION, f"{door}/assessment", body, sent.key)
            return await finish(visit, sent, form, given, to=door, said="sheet", again=again)
        case "look":
            return await _look(visit, sent, task, form)
        case "edit":
            return await again(form)
        case _:
            kept = await visit.caller().post(Room.EVALUATION, f"{door}/draft", body, sent.fresh())
            return await finish(visit, sent, form, kept, to=_address(task), said="draft", again=again)


async def _look(visit: Visit, sent: Sent, task: Assignment, form: Form) -> Response:
    """The sheet as it would be given, kept before it is shown."""
    body = body_of(form.fields, form.values)
    kept = await visit.caller().post(Room.EVALUATION, f"/assignments/{task.id}/draft", body, sent.fresh())
    if not isinstance(kept, Got):
        return await finish(visit, sent, form, kept, to="", said="", again=partial(_again, visit, task))
    facts: dict[str, Any] = {
        "task": task,
        "form": form,
        "written": written(form.fields, form.values),
        "kept": read(kept, Draft),
    }
    return visit.page("sheet_look.html", **facts)


async def _task(visit: Visit, assignment_id: str) -> Assignment:
    return read(await visit.caller().get(Room.EVALUATION, f"/assignments/{assignment_id}"), Assignment)


async def _invitation(visit: Visit, assignment_id: str) -> Scene:
    task = await _task(visit, assignment_id)
    return Scene(
        room=Room.EVALUATION,
        address=f"/assignments/{task.id}/answer",
        back=f"/assignments/{task.id}",
        title=visit.wording.say("portal.place.invitation"),
        about=task.consortium_name,
        acts=INVITATION,
        facts="facts/invitation.html",
        shown={"task": task},
        places={"file": task.id},
        can=OPEN_WHILE.get(task.status, frozenset()),
    )


def _address(task: Assignment) -> str:
    return f"/assignments/{task.id}/sheet"


async def _again(visit: Visit, task: Assignment, form: Form) -> Response:
    return await _page(visit, task, form)


async def _page(visit: Visit, task: Assignment, form: Form) -> Response:
    """A sheet that is given, or not open yet, is read on the page of its task."""
    if task.status != _OPEN and form.status == HTTPStatus.OK:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return visit.page("sheet.html", form.status, task=task, form=form, filed=await judged_of(visit, task))

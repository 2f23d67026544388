"""What can be done with an application, with the feedback on it, with ties found, and with packs for approval."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from grants.policy import TABLE, Action
from services.portal.acting import Act, Scene
from services.portal.doing import PostedAct, do, show
from services.portal.file_acts import CHOICE, CONFLICT, FACTS, OBJECTION, OBJECTION_DECISIONS, PACK, PLACES, REDACTION
from services.portal.filing import answer_of, filed_of
from services.portal.pages.applications import Key
from services.portal.pages.combinations import Number
from services.portal.reading import File
from services.portal.reading_combinations import Combination, Pack
from services.portal.reading_evaluators import Findings
from services.portal.reading_feedback import Feedback
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visit, Visitor, read

router = APIRouter()
PlaceName = Annotated[str, Path(max_length=40)]
_MOST, _CHECK = 200, "check"
_FEEDBACK: dict[str, tuple[Act, ...]] = {
    "objection": (OBJECTION,),
    "objection-decision": OBJECTION_DECISIONS,
    "redaction": (REDACTION,),
}


@router.get("/applications/{application_id}/do/{place}")
async def of_file(visit: Visitor, application_id: Key, place: PlaceName) -> Response:
    """What can be done with an application, or with the feedback on it."""
    return show(visit, await _file(visit, application_id, place))


@router.post("/applications/{application_id}/do/{place}")
async def do_of_file(visit: Visitor, sent: PostedAct, application_id: Key, place: PlaceName) -> Response:
    """It is done, or the room says what is wrong."""
    return await do(visit, sent, await _file(visit, application_id, place))


@router.get("/applications/{application_id}/do/conflict/{finding_id}")
async def of_conflict(visit: Visitor, application_id: Key, finding_id: Key) -> Response:
    """A tie that was found, and how it is settled."""
    return show(visit, await _conflict(visit, application_id, finding_id))


@router.post("/applications/{application_id}/do/conflict/{finding_id}")
async def do_of_conflict(visit: Visitor, sent: PostedAct, application_id: Key, finding_id: Key) -> Response:
    """It is waived, or found to be none."""
    return await do(visit, sent, await _conflict(visit, application_id, finding_id))


@router.get("/packs/{call_id}/{number}/do")
async def of_pack(visit: Visitor, call_id: Key, number: Number) -> Response:
    """What a member says of the chosen combination; for an officer, that the pack is closed."""
    return show(visit, await _pack(visit, call_id, number))


@router.post("/packs/{call_id}/{number}/do")
async def do_of_pack(visit: Visitor, sent: PostedAct, call_id: Key, number: Number) -> Response:
    """A member agrees or does not; an officer closes it."""
    return await do(visit, sent, await _pack(visit, call_id, number))


@router.get("/combinations/{call_id}/{number}/do")
async def of_combination(visit: Visitor, call_id: Key, number: Number) -> Response:
    """A combination that may go to approval."""
    return show(visit, await _combination(visit, call_id, number))


@router.post("/combinations/{call_id}/{number}/do")
async def do_of_combination(visit: Visitor, sent: PostedAct, call_id: Key, number: Number) -> Response:
    """It goes to approval in a pack of its own."""
    return await do(visit, sent, await _combination(visit, call_id, number))


async def _file(visit: Visit, application_id: str, place: str) -> Scene:
    if place in _FEEDBACK:
        return await _feedback(visit, application_id, place)
    if place not in PLACES:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    file = read(await visit.caller().get(Room.APPLICATION, f"/applications/{application_id}"), File)
    acts, version = PLACES[place], file.versions[-1].version if file.versions else 0
    say = visit.wording.say
    return Scene(
        room=Room.APPLICATION,
        address=f"/applications/{file.id}/do/{place}",
        back=f"/applications/{file.id}",
        title=say(f"portal.place.file-{place}"),
        about=file.title or file.consortium.name,
        acts=acts,
        facts=FACTS.get(place, "facts/standing.html"),
        shown={"file": file, **(await _checked(visit, file) if place == _CHECK else {})},
        places={"file": file.id},
        can=frozenset(act.name for act in acts if act.action.value in file.can),
        options={
            "point_id": tuple((one.id, one.title) for one in file.points if one.answered_at is None),
            "points[].item": tuple((key, f"{key} {title}") for key, title in file.items),
        },
        values={"version": str(version)},
    )


async def _checked(visit: Visit, file: File) -> dict[str, Any]:
    """What is checked, and what was answered where something was missing."""
    return {"filed": await filed_of(visit, file), "answer": await answer_of(visit, file)}


async def _feedback(visit: Visit, application_id: str, place: str) -> Scene:
    found = read(await visit.caller().get(Room.EVALUATION, f"/applications/{application_id}/feedback"), Feedback)
    return Scene(
        room=Room.EVALUATION,
        address=f"/applications/{application_id}/do/{place}",
        back=f"/applications/{application_id}/feedback",
        title=visit.wording.say(f"portal.place.file-{place}"),
        about="",
        acts=_FEEDBACK[place],
        facts="facts/objection.html",
        shown={"feedback": found},
        places={"file": application_id},
        can=_open(visit, _FEEDBACK[place], fits=_fits(found, place)),
        options={"block": tuple((one.code, getattr(one.names, visit.wording.language)) for one in found.blocks)},
    )


async def _conflict(visit: Visit, application_id: str, finding_id: str) -> Scene:
    path = f"/applications/{application_id}/conflicts"
    found = read(await visit.caller().get(Room.EVALUATION, path, {"limit": _MOST}), Findings)
    one = next((one for one in found.entries if one.id == finding_id), None)
    if one is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return Scene(
        room=Room.EVALUATION,
        address=f"/applications/{application_id}/do/conflict/{finding_id}",
        back=f"/applications/{application_id}",
        title=visit.wording.say("portal.place.file-conflict"),
        about=one.name,
        acts=CONFLICT,
        facts="facts/conflict.html",
        shown={"one": one},
        places={"file": application_id, "part": finding_id},
        can=_open(visit, CONFLICT, fits=one.in_force and one.decided_at is None),
    )


async def _pack(visit: Visit, call_id: str, number: int) -> Scene:
    found = read(await visit.caller().get(Room.EVALUATION, f"/calls/{call_id}/approval-packs/{number}"), Pack)
    answers = tuple(act for act in PACK if act.action is Action.PACK_ANSWER)
    closes = tuple(act for act in PACK if act.action is Action.PACK_COMPOSE)
    return Scene(
        room=Room.EVALUATION,
        address=f"/packs/{call_id}/{number}/do",
        back=f"/packs/{call_id}/{number}",
        title=visit.wording.say("portal.pack.number", number=number),
        about=found.chosen.name,
        acts=PACK,
        facts="parts/combination.html",
        shown={"combination": found.chosen, "call_id": call_id},
        places={"file": call_id, "part": str(number)},
        can=_open(visit, answers, fits=found.may_answer) | _open(visit, closes, fits=found.closed_at is None),
    )


async def _combination(visit: Visit, call_id: str, number: int) -> Scene:
    path = f"/calls/{call_id}/funding-combinations/{number}"
    found = read(await visit.caller().get(Room.EVALUATION, path), Combination)
    return Scene(
        room=Room.EVALUATION,
        address=f"/combinations/{call_id}/{number}/do",
        back=f"/packs/{call_id}",
        title=visit.wording.say("portal.do.pack_choose"),
        about=found.name,
        acts=(CHOICE,),
        facts="parts/combination.html",
        shown={"combination": found, "call_id": call_id},
        places={"file": call_id},
        can=_open(visit, (CHOICE,), fits=found.is_final),
        values={"combination": str(number)},
    )


def _open(visit: Visit, acts: Iterable[Act], *, fits: bool) -> frozenset[str]:
    """Those that some role of the person may do at all; how the person stands to the file, the room finds out."""
    roles = visit.signed_in().roles
    return frozenset(act.name for act in acts if fits and any(role.value in roles for role in TABLE[act.action]))


def open_feedback(visit: Visit, found: Feedback) -> tuple[str, ...]:
    """What the person can do with the feedback now."""
    return tuple(place for place, acts in _FEEDBACK.items() if _open(visit, acts, fits=_fits(found, place)))


def _fits(found: Feedback, place: str) -> bool:
    undecided = found.objection is not None and found.objection.decided_at is None
    fits = {"objection": found.may_object, "objection-decision": undecided, "redaction": found.issued_at is None}
    return fits[place]

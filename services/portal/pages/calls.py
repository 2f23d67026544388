"""The calls, and what officers do with them: published, their deadline moved, their applications given evaluators."""

from collections.abc import Iterable
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Response

from grants.contracts.activities import CallStatus
from grants.policy import TABLE, Action
from services.portal.acting import Act, Pairs, Scene
from services.portal.call_acts import ACCEPT, ASSIGN, ON_CALL, PUBLISH, REOPEN, STAFFING
from services.portal.doing import PostedAct, do, show
from services.portal.pages.applications import After, Key, Letters
from services.portal.pages.grants import Status
from services.portal.people import whose
from services.portal.reading import File
from services.portal.reading_applying import Calls
from services.portal.reading_calls import CallFile, Evaluation, Regimes
from services.portal.reading_evaluators import Pool
from services.portal.reading_proposals import Proposal, Staffing
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visit, Visitor, read, read_part

router = APIRouter()
PAGE = 25
_PEOPLE_A_PAGE, _MOST_PAGES = 200, 10
_SUBMITTED, _OPEN = "submitted", "open"
Place = Annotated[str, Path(max_length=40)]
Named = Annotated[str, Query(max_length=64, pattern=r"^[A-Za-z0-9-]*$")]


@router.get("/calls")
async def listed(visit: Visitor, status: Status = "", q: Letters = "", after: After = "") -> Response:
    """Calls, the newest first: in a state, with letters in their names."""
    chosen = {"status": status, "q": q.strip()}
    query = {name: said for name, said in (*chosen.items(), ("after", after)) if said}
    found = read(await visit.caller().get(Room.APPLICATION, "/calls", {"limit": PAGE, **query}), Calls)
    may_publish, statuses = visit.may(Action.CALL_PUBLISH), tuple(one.value for one in CallStatus)
    facts: dict[str, Any] = {"chosen": chosen, "statuses": statuses, "may_publish": may_publish}
    return visit.page("calls.html", found=found, is_first=not after, **facts)


@router.get("/calls/new")
async def new(visit: Visitor) -> Response:
    """What is asked of a call that is to be published."""
    return show(visit, await _publishing(visit))


@router.post("/calls/new")
async def publish(visit: Visitor, sent: PostedAct) -> Response:
    """It is published; from here on it opens and closes by itself."""
    return await do(visit, sent, await _publishing(visit))


@router.get("/calls/{call_id}")
async def one(visit: Visitor, call_id: Key) -> Response:
    """A call, how its deadline was moved, and the way to all that belongs to it."""
    call = await _call(visit, call_id)
    return visit.page("call.html", call=call, places=tuple(place for place in ON_CALL if _open(visit, call, place)))


@router.get("/calls/{call_id}/do/{place}")
async def on_call(visit: Visitor, call_id: Key, place: Place) -> Response:
    """What can be done with a call."""
    return show(visit, await _on_call(visit, call_id, place))


@router.post("/calls/{call_id}/do/{place}")
async def do_on_call(visit: Visitor, sent: PostedAct, call_id: Key, place: Place) -> Response:
    """It is done, or the room says what is wrong."""
    return await do(visit, sent, await _on_call(visit, call_id, place))


@router.get("/proposals/{call_id}/{proposal_id}/do")
async def on_proposal(visit: Visitor, call_id: Key, proposal_id: Key) -> Response:
    """A proposal whom to ask, to be accepted as it is or with changes."""
    return show(visit, await _on_proposal(visit, call_id, proposal_id))


@router.post("/proposals/{call_id}/{proposal_id}/do")
async def do_on_proposal(visit: Visitor, sent: PostedAct, call_id: Key, proposal_id: Key) -> Response:
    """Everybody named in it is invited."""
    return await do(visit, sent, await _on_proposal(visit, call_id, proposal_id))


@router.get("/applications/{application_id}/evaluators")
async def assigning(visit: Visitor, application_id: Key) -> Response:
    """Who judges an application, and a seat that is free to be given by hand."""
    return show(visit, await _assigning(visit, application_id))


@router.post("/applications/{application_id}/evaluators")
async def assign(visit: Visitor, sent: PostedAct, application_id: Key) -> Response:
    """The evaluator who was chosen is invited."""
    return await do(visit, sent, await _assigning(visit, application_id))


@router.get("/applications/{application_id}/evaluators/{assignment_id}")
async def reopening(visit: Visitor, application_id: Key, assignment_id: Key) -> Response:
    """A sheet that was given, to be taken back to its evaluator."""
    return show(visit, await _reopening(visit, application_id, assignment_id))


@router.post("/applications/{application_id}/evaluators/{assignment_id}")
async def reopen(visit: Visitor, sent: PostedAct, application_id: Key, assignment_id: Key) -> Response:
    """The evaluator goes on from what was given."""
    return await do(visit, sent, await _reopening(visit, application_id, assignment_id))


async def _call(visit: Visit, call_id: str) -> CallFile:
    return read(await visit.caller().get(Room.APPLICATION, f"/calls/{call_id}"), CallFile)


async def _publishing(visit: Visit) -> Scene:
    found = read(await visit.caller().get(Room.APPLICATION, "/regimes"), Regimes)
    language = visit.wording.language
    return Scene(
        room=Room.APPLICATION,
        address="/calls/new",
        back="/calls",
        title=visit.wording.say("portal.call.publish"),
        about="",
        acts=(PUBLISH,),
        facts="",
        shown={},
        places={},
        can=_may(visit, (PUBLISH,)),
        options={"regime": tuple((one.key, f"{one.key} {getattr(one.names, language)}") for one in found.entries)},
    )


async def _on_call(visit: Visit, call_id: str, place: str) -> Scene:
    if place not in ON_CALL:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    call = await _call(visit, call_id)
    acts, staffing = ON_CALL[place], None
    if place != "deadline":
        answer = await visit.caller().get(Room.EVALUATION, f"/calls/{call_id}/staffing")
        staffing, _ = read_part(answer, Room.EVALUATION, Staffing)
    if place == "staffing" and staffing is not None:
        acts = tuple(one for one in STAFFING if one.fixed["by_proposal"] != staffing.by_proposal)
    return Scene(
        room=Room.APPLICATION if place == "deadline" else Room.EVALUATION,
        address=f"/calls/{call_id}/do/{place}",
        back=f"/proposals/{call_id}" if place == "proposal" else f"/calls/{call_id}",
        title=visit.wording.say(f"portal.call.do.{place}"),
        about=call.name,
        acts=ON_CALL[place],
        facts="facts/call.html",
        shown={"call": call, "staffing": staffing, "who": await whose(visit, call, staffing)},
        places={"file": call_id},
        can=_may(visit, acts) if _open(visit, call, place) else frozenset(),
    )


async def _on_proposal(visit: Visit, call_id: str, proposal_id: str) -> Scene:
    path = f"/calls/{call_id}/assignment-proposals/{proposal_id}"
    found = read(await visit.caller().get(Room.EVALUATION, path), Proposal)
    people = await _people(visit)
    named = dict(people)
    chosen = dict.fromkeys(one.evaluator_id for line in found.lines for one in line.chosen)
    return Scene(
        room=Room.EVALUATION,
        address=f"/proposals/{call_id}/{proposal_id}/do",
        back=f"/proposals/{call_id}",
        title=visit.wording.say("portal.do.proposal_accept"),
        about=found.call_name,
        acts=(ACCEPT,),
        facts="facts/proposal.html",
        shown={"proposal": found, "named": named},
        places={"file": call_id, "part": proposal_id},
        can=_may(visit, (ACCEPT,)) if found.status == _OPEN else frozenset(),
        options={
            "changes[].application_id": tuple(found.names.items()),
            "changes[].instead_of": tuple((one, named.get(one, one)) for one in chosen),
            "changes[].evaluator_id": people,
        },
    )


async def _assigning(visit: Visit, application_id: str) -> Scene:
    file, evaluation = await _file(visit, application_id)
    asked = {one.evaluator_id for one in evaluation.evaluators}
    return Scene(
        room=Room.EVALUATION,
        address=f"/applications/{file.id}/evaluators",
        back=f"/applications/{file.id}",
        title=visit.wording.say("portal.evaluation.who"),
        about=file.title or file.consortium.name,
        acts=(ASSIGN,),
        facts="facts/evaluation.html",
        shown={"file": file, "evaluation": evaluation, "may_reopen": visit.may(Action.ASSIGNMENT_REOPEN)},
        places={"file": file.id},
        can=_may(visit, (ASSIGN,)) if evaluation.missing else frozenset(),
        options={"evaluator_id": tuple(one for one in await _people(visit) if one[0] not in asked)},
    )


async def _reopening(visit: Visit, application_id: str, assignment_id: str) -> Scene:
    file, evaluation = await _file(visit, application_id)
    one = next((one for one in evaluation.evaluators if one.assignment_id == assignment_id), None)
    if one is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return Scene(
        room=Room.EVALUATION,
        address=f"/applications/{file.id}/evaluators/{assignment_id}",
        back=f"/applications/{file.id}/evaluators",
        title=visit.wording.say("portal.do.sheet_reopen"),
        about=file.title or file.consortium.name,
        acts=(REOPEN,),
        facts="facts/evaluation.html",
        shown={"file": file, "evaluation": evaluation, "may_reopen": False},
        places={"file": file.id, "part": assignment_id},
        can=_may(visit, (REOPEN,)) if one.status == _SUBMITTED else frozenset(),
    )


async def _file(visit: Visit, application_id: str) -> tuple[File, Evaluation]:
    caller, path = visit.caller(), f"/applications/{application_id}"
    file = read(await caller.get(Room.APPLICATION, path), File)
    return file, read(await caller.get(Room.EVALUATION, f"{path}/pre-evaluation"), Evaluation)


async def _people(visit: Visit) -> Pairs:
    """Those of the pool who can be asked at all, by their names; of a pool of thousands, the first of them."""
    found: list[tuple[str, str]] = []
    query: dict[str, Any] = {"limit": _PEOPLE_A_PAGE}
    for _ in range(_MOST_PAGES):
        page = read(await visit.caller().get(Room.EVALUATION, "/evaluators", query), Pool).entries
        found += ((one.person_id, f"{one.name} ({one.person_id})") for one in page if one.active and not one.erased)
        if len(page) < _PEOPLE_A_PAGE:
            break
        query = {**query, "after": page[-1].person_id}
    return tuple(sorted(found, key=lambda one: one[1]))


def _may(visit: Visit, acts: Iterable[Act]) -> frozenset[str]:
    """Those that some role of the person may do at all; how the person stands to the file, the room finds out."""
    roles = visit.signed_in().roles
    return frozenset(act.name for act in acts if any(role.value in roles for role in TABLE[act.action]))


def _open(visit: Visit, call: CallFile, place: str) -> bool:
    """The deadline of a call that is over stands; its applications are given evaluators later than that."""
    over = call.status == CallStatus.CLOSED.value
    return bool(_may(visit, ON_CALL[place])) and not call.recorded and not (place == "deadline" and over)

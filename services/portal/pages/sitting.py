"""A committee at work: what its chair, its members and the Ministry do on the way to the ranking and its minutes."""

from asyncio import gather
from collections.abc import Mapping
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from grants.calendar import ISTANBUL
from services.portal.acting import Act, Pairs, Scene
from services.portal.doing import PostedAct, do, show
from services.portal.filing import judged_of
from services.portal.filled import Values
from services.portal.handed import handed
from services.portal.naming import with_people
from services.portal.pages.applications import Key
from services.portal.pages.draft_papers import Document
from services.portal.reading_evaluation import Committee, Item, ItemContent
from services.portal.reading_sessions import Hearing, Minutes, Session, Sessions
from services.portal.rooms import Room
from services.portal.sitting import Sitting
from services.portal.sitting_acts import ITEM, MOTION, PLACES, SESSION
from services.portal.visit import PageRefused, Visit, Visitor, read, read_part

router = APIRouter()
PlaceName = Annotated[str, Path(max_length=40)]
Number = Annotated[int, Path(ge=1, le=1_000_000)]
_ROOM = Room.EVALUATION


@router.get("/committees/{call_id}/items/{application_id}/file")
async def file_of(visit: Visitor, call_id: Key, application_id: Key) -> Response:
    """What the applicants wrote and planned, for who judges it."""
    path = f"/calls/{call_id}/committee/applications/{application_id}"
    found = read(await visit.caller().get(_ROOM, path), ItemContent)
    return visit.page("committee_file.html", file=found, filed=await judged_of(visit, found), call_id=call_id)


@router.get("/committees/{call_id}/items/{application_id}/papers/{document}")
async def paper(visit: Visitor, call_id: Key, application_id: Key, document: Document) -> Response:
    """A paper of the application, handed through as a file to be saved."""
    path = f"/calls/{call_id}/committee/applications/{application_id}/papers/{document}"
    return await handed(visit, _ROOM, path, document)


@router.get("/committees/{call_id}/items/{application_id}")
async def item(visit: Visitor, call_id: Key, application_id: Key) -> Response:
    """Who sits for an application, what was moved on it, and what is asked of the person on it now."""
    return show(visit, await item_scene(visit, call_id, application_id))


@router.post("/committees/{call_id}/items/{application_id}")
async def do_on_item(visit: Visitor, sent: PostedAct, call_id: Key, application_id: Key) -> Response:
    """It is opened or closed, points are given to it, or something is moved on it."""
    return await do(visit, sent, await item_scene(visit, call_id, application_id))


@router.get("/committees/{call_id}/items/{application_id}/motions/{number}")
async def motion(visit: Visitor, call_id: Key, application_id: Key, number: Number) -> Response:
    """What was moved, and the vote on it."""
    return show(visit, await _motion(visit, call_id, application_id, number))


@router.post("/committees/{call_id}/items/{application_id}/motions/{number}")
async def do_on_motion(visit: Visitor, sent: PostedAct, call_id: Key, application_id: Key, number: Number) -> Response:
    """A vote, the end of the vote, or why somebody voted otherwise."""
    return await do(visit, sent, await _motion(visit, call_id, application_id, number))


@router.get("/committees/{call_id}/sessions/{number}/{place}")
async def session(visit: Visitor, call_id: Key, number: Number, place: PlaceName) -> Response:
    """A session that is to be changed, or has begun."""
    return show(visit, await _session(visit, call_id, number, place))


@router.post("/committees/{call_id}/sessions/{number}/{place}")
async def do_in_session(visit: Visitor, sent: PostedAct, call_id: Key, number: Number, place: PlaceName) -> Response:
    """It is changed, or who is there is on record."""
    return await do(visit, sent, await _session(visit, call_id, number, place))


@router.get("/committees/{call_id}/{place}")
async def around(visit: Visitor, call_id: Key, place: PlaceName) -> Response:
    """What can be done around the committee as a whole."""
    return show(visit, await with_people(visit, await _around(visit, call_id, place)))


@router.post("/committees/{call_id}/{place}")
async def do_around(visit: Visitor, sent: PostedAct, call_id: Key, place: PlaceName) -> Response:
    """It is done, or the room says what is wrong."""
    return await do(visit, sent, await _around(visit, call_id, place))


async def sitting_of(visit: Visit, call_id: str) -> Sitting:
    """The committee as the person sees it, with what is open on its agenda and how its minutes stand."""
    caller, path, me = visit.caller(), f"/calls/{call_id}/committee", visit.signed_in()
    committee, sessions = await gather(caller.get(_ROOM, path), caller.get(_ROOM, f"{path}/sessions"))
    found, (held, _) = read(committee, Committee), read_part(sessions, _ROOM, Sessions)
    known = held or Sessions()
    items = _in_hand(found, known)
    heard = await gather(*(caller.get(_ROOM, f"{path}/items/{one}") for one in items))
    told = {one: read_part(said, _ROOM, Hearing)[0] for one, said in zip(items, heard, strict=True)}
    hearings = {key: one for key, one in told.items() if one is not None}
    minutes = None
    if found.status == "concluded":
        minutes, _ = read_part(await caller.get(_ROOM, f"{path}/minutes"), _ROOM, Minutes)
    return Sitting(call_id, me.person_id, frozenset(me.roles), visit.wording.now, found, known, hearings, minutes)


def _in_hand(committee: Committee, sessions: Sessions) -> tuple[str, ...]:
    """The applications that are open now; where none is, the next of a session whose attendance is on record."""
    shown = {one.application_id for one in committee.items if one.declared}
    slots = [(each, slot) for each in sessions.sessions for slot in each.slots if slot.application_id in shown]
    is_open = tuple(slot.application_id for _, slot in slots if slot.state == "open")
    waits = tuple(slot.application_id for each, slot in slots if slot.state == "waiting" and each.present is not None)
    return is_open or waits[:1]


async def item_scene(visit: Visit, call_id: str, application_id: str) -> Scene:
    """One application before the committee, with what can be done on it."""
    seen, hearing = await gather(sitting_of(visit, call_id), _hearing(visit, call_id, application_id))
    address = f"/committees/{call_id}/items/{application_id}"
    item = next((one for one in seen.committee.items if one.application_id == application_id), Item())
    own = {"score": str(item.own_score)} if item.own_score is not None else {}
    return Scene(
        room=_ROOM,
        address=address,
        back=address,
        title=hearing.consortium_name or visit.wording.say("portal.hearing.title"),
        about=visit.wording.say("portal.hearing.title"),
        acts=ITEM,
        facts="facts/hearing.html",
        template="hearing.html",
        shown={"hearing": hearing, "call_id": call_id, "item": item, "application_id": application_id, "seen": seen},
        places={"file": call_id, "part": application_id},
        can=seen.on_item(hearing),
        values={"application_id": application_id, **own},
    )


async def _hearing(visit: Visit, call_id: str, application_id: str) -> Hearing:
    path = f"/calls/{call_id}/committee/items/{application_id}"
    return read(await visit.caller().get(_ROOM, path), Hearing)


async def _motion(visit: Visit, call_id: str, application_id: str, number: int) -> Scene:
    seen, hearing = await gather(sitting_of(visit, call_id), _hearing(visit, call_id, application_id))
    one = hearing.motion(number)
    if one is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    back = f"/committees/{call_id}/items/{application_id}"
    return Scene(
        room=_ROOM,
        address=f"{back}/motions/{number}",
        back=back,
        title=f"{number}. {visit.wording.name_of('motion.kind', one.kind)}",
        about=hearing.consortium_name,
        acts=MOTION,
        facts="facts/motion.html",
        shown={"hearing": hearing, "one": one, "call_id": call_id},
        places={"file": call_id, "part": application_id, "number": str(number)},
        can=seen.on_motion(hearing, one),
        values={"vote": one.own_vote, "text": one.dissent.get(seen.me, "")},
    )


async def _session(visit: Visit, call_id: str, number: int, place: str) -> Scene:
    seen = await sitting_of(visit, call_id)
    one = next((each for each in seen.sessions.sessions if each.number == number), None)
    if one is None or place not in SESSION:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    title = visit.wording.say("portal.session.title", number=number)
    values = _present(one.present) if place == "attendance" else _as_called(one)
    own = {"number": str(number)}
    return _scene(visit, seen, f"sessions/{number}/{place}", title, SESSION[place], seen.in_session(one), values, own)


async def _around(visit: Visit, call_id: str, place: str) -> Scene:
    if place not in PLACES:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    seen, title = await sitting_of(visit, call_id), visit.wording.say(f"portal.place.committee-{place}")
    return _scene(visit, seen, place, title, PLACES[place], seen.open_acts(), _values(seen, place), {})


def _scene(
    visit: Visit,
    seen: Sitting,
    place: str,
    title: str,
    acts: tuple[Act, ...],
    can: frozenset[str],
    values: Values,
    places: Mapping[str, str],
) -> Scene:
    return Scene(
        room=_ROOM,
        address=f"{seen.address}/{place}",
        back=seen.address,
        title=title,
        about=f"{seen.committee.call_name} · {getattr(seen.committee.board_names, visit.wording.language)}",
        acts=acts,
        facts="facts/sitting.html",
        shown={"seen": seen, "place": place},
        places={"file": seen.call_id, **places},
        can=can,
        options=_options(seen),
        values=values,
    )


def _options(seen: Sitting) -> Mapping[str, Pairs]:
    """What can be chosen, by field: applications by name, members by name and seat."""
    named = tuple((one.application_id, one.consortium_name) for one in seen.committee.items)
    undeclared = tuple((one.application_id, one.consortium_name) for one in seen.undeclared)
    return {
        "applications": undeclared,
        "application_id": named,
        "slots[].application_id": named,
        "present": tuple((one.person_id, one.name) for one in seen.committee.members),
    }


def _values(seen: Sitting, place: str) -> Values:
    """What stands in the fields of a page before anybody typed."""
    match place:
        case "attendance":
            there = [one.person_id for one in seen.committee.members if one.present]
            return _present(tuple(there))
        case "appointment":
            return _as_appointed(seen.committee)
        case "new-session":
            return {f"slots[{at}].application_id": one for at, one in enumerate(seen.sessions.unscheduled)}
        case "minutes":
            return {"document": seen.minutes.document if seen.minutes else ""}
        case _:
            return {}


def _present(people: tuple[str, ...] | None) -> Values:
    return {"present": "\n".join(people or ())}


def _as_appointed(committee: Committee) -> Values:
    """Tax numbers of employers are not told again: they are typed anew."""
    values = {"chair": committee.chair_id}
    for at, one in enumerate(committee.members):
        said = {"person_id": one.person_id, "name": one.name, "background": one.background, "seat": one.seat}
        values |= {f"members[{at}].{name}": text for name, text in said.items()}
        values[f"members[{at}].ordinal"] = str(one.ordinal)
    return values


def _as_called(session: Session) -> Values:
    """The session as it was called, by the clock in Istanbul."""
    values = {"place": session.place}
    if session.starts_at and session.ends_at:
        starts, ends = session.starts_at.astimezone(ISTANBUL), session.ends_at.astimezone(ISTANBUL)
        values |= {"day": f"{starts:%Y-%m-%d}", "starts": f"{starts:%H:%M}", "ends": f"{ends:%H:%M}"}
    for at, slot in enumerate(session.slots):
        clock = f"{slot.starts_at.astimezone(ISTANBUL):%H:%M}" if slot.starts_at else ""
        said = {"application_id": slot.application_id, "starts": clock, "minutes": str(slot.minutes)}
        values |= {f"slots[{at}].{name}": text for name, text in said.items()}
    return values

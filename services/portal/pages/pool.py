"""The pool of evaluators kept: one registered or changed, the own profile, and who a person is forgotten."""

from collections.abc import Mapping, Sequence
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Path, Response

from grants.policy import TABLE
from services.portal.acting import Act, Scene
from services.portal.doing import PostedAct, do, show
from services.portal.filled import Values
from services.portal.naming import with_people
from services.portal.pool_acts import ERASE, OWN, PLACES, REGISTER
from services.portal.reading_evaluators import Profile
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visit, Visitor, read

router = APIRouter()
Person = Annotated[str, Path(pattern=r"^[A-Za-z0-9._@-]{1,200}$")]
PlaceName = Annotated[str, Path(max_length=40)]


@router.get("/evaluators/new/entry")
async def new(visit: Visitor) -> Response:
    """The form of somebody who is not of the pool yet."""
    return show(visit, await with_people(visit, _new(visit)))


@router.post("/evaluators/new/entry")
async def register(visit: Visitor, sent: PostedAct) -> Response:
    """Registered, the person can be asked."""
    return await do(visit, sent, _new(visit))


@router.get("/evaluators/{person_id}/do/{place}")
async def one(visit: Visitor, person_id: Person, place: PlaceName) -> Response:
    """What can be done with one of the pool."""
    return show(visit, await _one(visit, person_id, place))


@router.post("/evaluators/{person_id}/do/{place}")
async def do_with_one(visit: Visitor, sent: PostedAct, person_id: Person, place: PlaceName) -> Response:
    """It is done, or the room says what is wrong."""
    return await do(visit, sent, await _one(visit, person_id, place))


def open_on(visit: Visit, one: Profile) -> tuple[str, ...]:
    """The places where the person who looks has something to do with this one."""
    return tuple(place for place, act in PLACES.items() if _is_open(visit, act, one))


def _is_open(visit: Visit, act: Act, one: Profile) -> bool:
    if one.erased:
        return False
    return one.person_id == visit.signed_in().person_id if act is OWN else _may(visit, act)


def _may(visit: Visit, act: Act) -> bool:
    """Whether some role of the person may do it at all."""
    roles = visit.signed_in().roles
    return any(role.value in roles for role in TABLE[act.action])


def _new(visit: Visit) -> Scene:
    return Scene(
        room=Room.EVALUATION,
        address="/evaluators/new/entry",
        back="/evaluators",
        title=visit.wording.say("portal.do.evaluator_register"),
        about=visit.wording.say("portal.evaluators.title"),
        acts=(REGISTER,),
        facts="",
        shown={},
        places={},
        can=frozenset({REGISTER.name} if _may(visit, REGISTER) else ()),
        values={"active": "1"},
    )


async def _one(visit: Visit, person_id: str, place: str) -> Scene:
    act = PLACES.get(place)
    if act is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    found = read(await visit.caller().get(Room.EVALUATION, f"/evaluators/{person_id}"), Profile)
    return Scene(
        room=Room.EVALUATION,
        address=f"/evaluators/{person_id}/do/{place}",
        back=f"/evaluators/{person_id}",
        title=visit.wording.say(f"portal.do.{act.name}"),
        about=found.name or person_id,
        acts=(act,),
        facts="facts/evaluator_erasure.html" if act is ERASE else "",
        shown={"one": found},
        places={"part": person_id},
        can=frozenset({act.name} if _is_open(visit, act, found) else ()),
        values=_values(found),
    )


def _values(one: Profile) -> Values:
    """The whole of a person as it is known, field by field."""
    values = {
        "person_id": one.person_id,
        "name": one.name,
        "employer": one.employer,
        "active": "1" if one.active else "",
    }
    values["load_limit"] = "" if one.load_limit is None else str(one.load_limit)
    values |= {"nace": _lines(one.nace), "topics": _lines(one.topics), "languages": _lines(one.languages)}
    values |= _rows("availability", [{"since": str(span.since), "until": str(span.until)} for span in one.availability])
    if personal := one.personal:
        values |= {"email": personal.email, "address": personal.address, "degrees": _lines(personal.degrees)}
        values |= {"employer_tax_number": personal.employer_tax_number, "declared": _lines(personal.declared)}
        values |= _rows("projects", [{"title": each.title, "partner": each.partner} for each in personal.projects])
    terms = [
        {"number": each.number, "since": str(each.since), "until": str(each.until), "fee": str(each.fee)}
        for each in one.contracts or ()
    ]
    return values | _rows("contracts", terms)


def _lines(several: tuple[str, ...]) -> str:
    return "\n".join(several)


def _rows(group: str, rows: Sequence[Mapping[str, str]]) -> dict[str, str]:
    return {f"{group}[{at}].{name}": text for at, row in enumerate(rows) for name, text in row.items()}

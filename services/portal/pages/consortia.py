"""A consortium: formed by its coordinator, its members written one by one, and held against the rules of open calls."""

from asyncio import gather
from collections.abc import Iterable
from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Response

from grants.regimes.words import MemberKind
from runtime.identifiers import new_id
from services.portal.acting import CONFIRMED
from services.portal.filled import Fields, Json, Kind, filled
from services.portal.forms import MOST_ROWS, Fault, Form
from services.portal.pages.applications import Key
from services.portal.pages.applying import open_calls
from services.portal.posting import Posted, Sent, done, finish
from services.portal.reading_applying import Announced, Assembly, Begun, Body, Checked
from services.portal.rooms import Answer, Got, Refusal, Room
from services.portal.visit import PageRefused, Visit, Visitor, read, read_part

router = APIRouter()
TaxNumber = Annotated[str, Path(pattern=r"^[0-9]{10,11}$")]
CONSORTIUM: Fields = {
    "name": Kind.TEXT,
    "provinces": Kind.WORDS,
    "nace": Kind.TEXT,
    "geography_has_chamber_of_industry": Kind.FLAG,
    "cluster_no": Kind.NUMBER,
}
MEMBER: Fields = {
    "name": Kind.TEXT,
    "kind": Kind.CHOICE,
    "tax_number": Kind.TEXT,
    "province": Kind.TEXT,
    "nace": Kind.TEXT,
    "address": Kind.TEXT,
    "commits": Kind.FLAG,
    "in_main_field": Kind.FLAG,
}
NEW: Fields = {"pasted": Kind.TEXT, **{f"members[].{name}": kind for name, kind in MEMBER.items()}}
COLUMNS = ("name", "tax_number", "province", "nace")
"""Of a firm on a line that is pasted, as out of a table; it is taken for one that commits and is of the main field."""
_FEWEST, _MORE_ROWS = 1, 3
_ROWS, _GONE = "rows", "gone"


@router.get("/consortia/new")
async def new(visit: Visitor) -> Response:
    """What is asked of a consortium; its members come after."""
    return visit.page("consortium_new.html", form=visit.form("/consortia/new", CONSORTIUM))


@router.post("/consortia/new")
async def form_one(visit: Visitor, sent: Posted) -> Response:
    """It is formed, as yet without members; who does it coordinates it."""
    form = sent.form(visit, CONSORTIUM)
    body = {**form.body(), "members": []}
    if "nace" not in body:
        body["nace"] = ""
    answer = await visit.caller().post(Room.APPLICATION, "/consortia", body, sent.key)
    to = f"/consortia/{read(answer, Begun).id}" if isinstance(answer, Got) else ""

    async def again(tried: Form) -> Response:
        return visit.page("consortium_new.html", tried.status, form=tried)

    return await finish(visit, sent, form, answer, to=to, said="consortium", again=again)


@router.get("/consortia/{consortium_id}")
async def one(visit: Visitor, consortium_id: Key) -> Response:
    """Its members, who of them confirmed, and what the open calls ask of it."""
    consortium = await _read(visit, consortium_id)
    calls = await open_calls(visit)
    weighed = await _weighed(visit, consortium, calls)
    mine = consortium.coordinator_id == visit.signed_in().person_id
    return visit.page("consortium.html", consortium=consortium, weighed=weighed, may_change=mine)


@router.get("/consortia/{consortium_id}/members/new")
async def new_members(visit: Visitor, consortium_id: Key) -> Response:
    """Members that join the list, several at once."""
    consortium = await _read(visit, consortium_id)
    form = visit.form(f"/consortia/{consortium.id}/members/new", NEW)
    return await _new_shown(visit, consortium, form)


@router.post("/consortia/{consortium_id}/members/new")
async def add_members(visit: Visitor, sent: Posted, consortium_id: Key) -> Response:
    """They are written behind those that are there."""
    consortium = await _read(visit, consortium_id)
    form = sent.form(visit, NEW)
    if sent.do == _ROWS:
        return await _new_shown(visit, consortium, form.with_rows("members", form.count("members") + _MORE_ROWS))
    if form.value("pasted").strip():
        return await _new_shown(visit, consortium, with_pasted(form))
    said = form.body().get("members", [])
    typed = [one for one in said if isinstance(one, dict)] if isinstance(said, list) else []
    if not typed:
        fault = Fault("members[0].name", visit.wording.say("portal.member.nobody_written"))
        return await _new_shown(visit, consortium, form.with_faults([fault], HTTPStatus.UNPROCESSABLE_ENTITY))
    if _there_already(consortium, typed):
        return done(visit, f"/consortia/{consortium.id}", "members")
    answer = await _write(visit, sent, consortium, [*_written(consortium.members), *typed])
    return await finish(
        visit,
        sent,
        form,
        _moved(answer, len(consortium.members)),
        to=f"/consortia/{consortium.id}",
        said="members",
        again=partial(_new_shown, visit, consortium),
    )


@router.get("/consortia/{consortium_id}/members/{tax_number}")
async def member(visit: Visitor, consortium_id: Key, tax_number: TaxNumber) -> Response:
    """A member as it is written."""
    consortium = await _read(visit, consortium_id)
    body = consortium.members[_place(consortium, tax_number)]
    values = {name: _said(value) for name, value in body.written().items()}
    form = visit.form(f"/consortia/{consortium.id}/members/{tax_number}", {**MEMBER, CONFIRMED: Kind.FLAG}, values)
    return await _member_shown(visit, consortium, tax_number, form)


@router.post("/consortia/{consortium_id}/members/{tax_number}")
async def change_member(visit: Visitor, sent: Posted, consortium_id: Key, tax_number: TaxNumber) -> Response:
    """It is written anew, or taken off the list."""
    consortium = await _read(visit, consortium_id)
    at, form = consortium.place_of(tax_number), sent.form(visit, {**MEMBER, CONFIRMED: Kind.FLAG})
    typed = {name: said for name, said in form.body().items() if name != CONFIRMED}
    if at is None:
        if sent.do == _GONE or _there_already(consortium, [typed]):
            return done(visit, f"/consortia/{consortium.id}", "members")
        raise PageRefused(HTTPStatus.NOT_FOUND)
    again = partial(_member_shown, visit, consortium, tax_number)
    if sent.do == _GONE and not form.value(CONFIRMED):
        fault = Fault(CONFIRMED, visit.wording.say("portal.field.confirmed_first"))
        return await again(form.with_faults([fault], HTTPStatus.UNPROCESSABLE_ENTITY))
    kept = _written(consortium.members)
    listed = [*kept[:at], *([] if sent.do == _GONE else [typed]), *kept[at + 1 :]]
    answer = _moved(await _write(visit, sent, consortium, listed), at)
    to = f"/consortia/{consortium.id}"
    return await finish(visit, sent, form, _alone(answer), to=to, said="members", again=again)


def with_pasted(form: Form) -> Form:
    """The form with a row for each line that was pasted, behind those that are filled in; nothing of it is sent yet."""
    values, at = {**form.values, "pasted": ""}, filled(form.values, "members")
    lines = [line for line in form.value("pasted").splitlines() if line.strip()]
    room = max(0, MOST_ROWS - at)
    for place, line in enumerate(lines[:room], at):
        cells = [cell.strip() for cell in line.split("\t" if "\t" in line else ";")]
        said = dict(zip(COLUMNS, cells, strict=False)) | {"kind": "firm", "commits": "1", "in_main_field": "1"}
        values |= {f"members[{place}].{name}": text for name, text in said.items()}
    return replace(form, values={**values, "pasted": "\n".join(lines[room:])})


async def _read(visit: Visit, consortium_id: str) -> Assembly:
    return read(await visit.caller().get(Room.APPLICATION, f"/consortia/{consortium_id}"), Assembly)


async def _write(visit: Visit, sent: Sent, consortium: Assembly, members: list[Any]) -> Answer:
    path = f"/consortia/{consortium.id}/members"
    return await visit.caller().post(Room.APPLICATION, path, {"members": members}, sent.fresh())


def _written(members: Iterable[Body]) -> list[dict[str, Any]]:
    return [one.written() for one in members]


def _place(consortium: Assembly, tax_number: str) -> int:
    """Raises PageRefused where no such body is a member."""
    at = consortium.place_of(tax_number)
    if at is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return at


def _there_already(consortium: Assembly, typed: list[dict[str, Json]]) -> bool:
    """Sent twice: all of them are on the list as they were typed."""
    known = {one["tax_number"]: one for one in _written(consortium.members)}
    blank: dict[str, Json] = {"nace": "", "address": ""}
    return all(known.get(str(one.get("tax_number"))) == {**blank, **one} for one in typed)


def _moved(answer: Answer, by: int) -> Answer:
    """The room counts members through the whole list; the form counts its own."""
    if not isinstance(answer, Refusal):
        return answer

    def here(name: str) -> str:
        start, _, rest = name.removeprefix("members[").partition("]")
        if not name.startswith("members[") or not start.isdecimal():
            return name
        return f"members[{int(start) - by}]{rest}" if int(start) >= by else ""

    return replace(answer, faults=tuple(replace(one, name=here(one.name)) for one in answer.faults))


def _alone(answer: Answer) -> Answer:
    """Of a form of one member: members[0].name → name."""
    if not isinstance(answer, Refusal):
        return answer
    first = "members[0]."
    faults = tuple(
        replace(one, name=one.name.removeprefix(first) if one.name.startswith(first) else "") for one in answer.faults
    )
    return replace(answer, faults=faults)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "1" if value else ""
    return str(value)


async def _weighed(visit: Visit, consortium: Assembly, calls: Iterable[Announced]) -> list[tuple[Announced, Checked]]:
    """What each open call asks of who stands in it, as the rules reckon it; nothing of it is kept."""
    bodies: dict[str, int] = {}
    members = [
        {
            "id": str(place),
            "kind": one.kind,
            "body": str(bodies.setdefault(one.tax_number, len(bodies) + 1)),
            "commits": one.commits,
            "in_main_field": one.in_main_field,
        }
        for place, one in enumerate(consortium.members, 1)
    ]
    said = {"members": members, "geography_has_chamber_of_industry": consortium.geography_has_chamber_of_industry}
    asked = [{"regime": one.regime, "revision": one.revision, "kind": "consortium", "input": said} for one in calls]
    caller = visit.caller()
    answers = await gather(*(caller.post(Room.APPLICATION, "/rules/check", one, new_id()) for one in asked))
    found = [read_part(answer, Room.APPLICATION, Checked)[0] for answer in answers]
    return [(call, one) for call, one in zip(calls, found, strict=True) if one is not None]


async def _new_shown(visit: Visit, consortium: Assembly, form: Form) -> Response:
    form = form.with_rows("members", max(_FEWEST, form.count("members")))
    return visit.page("members_new.html", form.status, consortium=consortium, form=form, kinds=tuple(MemberKind))


async def _member_shown(visit: Visit, consortium: Assembly, tax_number: str, form: Form) -> Response:
    body = consortium.members[_place(consortium, tax_number)]
    return visit.page("member.html", form.status, consortium=consortium, one=body, form=form, kinds=tuple(MemberKind))

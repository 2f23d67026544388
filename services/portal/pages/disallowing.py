"""Spending of an accepted report that is disallowed in whole or part; what it comes to is shown before."""

from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from grants.explanation import Explanation
from runtime.identifiers import new_id
from services.portal.filled import Fields, Values
from services.portal.filled import read as read_as
from services.portal.forms import Form, Kind
from services.portal.pages.applications import Key
from services.portal.pages.reports import Number, accepted, lines_of, placed
from services.portal.planning import Planned
from services.portal.posting import Accepting, Sent, finish
from services.portal.reading import Amount, Read, Text
from services.portal.reading_grants import Grant
from services.portal.reading_reports import Lines
from services.portal.rooms import Answer, Got, Room
from services.portal.visit import PageRefused, Visit, Visitor, read

router = APIRouter()
PostedLines = Annotated[Sent, Depends(Accepting(most_bytes=1_500_000, most_fields=4_000))]
RIGHT = "line.disallow"
GROUNDS = ("officer", "audit", "visit")
_DECIDE = "disallow"


class Left(Read):
    """What is left over all reports. recovered: ordered back for spending disallowed so far."""

    realised: Amount = None
    earned: Amount = None
    claimable: Amount = None
    recovered: Amount = None


class Lowered(Read):
    """A claim that would be lowered, or lapse."""

    number: int = 0
    before: Amount = None
    after: Amount = None
    status: Text = ""


class Tried(Read):
    """What it would come to."""

    before: Left
    after: Left
    claims: tuple[Lowered, ...] = ()
    explanation: Explanation | None = None


@router.get("/grants/{grant_id}/reports/{number}/disallow")
async def ask(visit: Visitor, grant_id: Key, number: Number) -> Response:
    """The lines that still count, and what of each is disallowed."""
    grant, found = await _facts(visit, grant_id, number)
    form = visit.form(_address(grant_id, number), fields_of(found), {"ground": GROUNDS[0]})
    return _page(visit, grant, found, None, form)


@router.post("/grants/{grant_id}/reports/{number}/disallow")
async def tell(visit: Visitor, sent: PostedLines, grant_id: Key, number: Number) -> Response:
    """What it would come to is shown first; decided, it is on record."""
    grant, found = await _facts(visit, grant_id, number)
    form = sent.form(visit, fields_of(found))
    body, places = body_of(found, form.values)
    path, again = _address(grant_id, number), partial(_again, visit, grant, found)
    if sent.do == _DECIDE:
        answer = placed(await visit.caller().post(Room.MONITORING, path, body, sent.key), places)
        to = f"/grants/{grant_id}/reports/{number}"
        return await finish(visit, sent, form, answer, to=to, said="disallowed", again=again)
    tried: Answer = placed(await visit.caller().post(Room.MONITORING, f"{path}/preview", body, new_id()), places)
    if not isinstance(tried, Got):
        return await finish(visit, sent, form, tried, to="", said="", again=again)
    return _page(visit, grant, found, read(tried, Tried), form)


def fields_of(found: Lines) -> Fields:
    """The ground, and a reason and an amount for each line."""
    fields: dict[str, Kind] = {"ground": Kind.CHOICE, "finding": Kind.NUMBER}
    for one in found.lines:
        fields |= {f"line.{one.line}.said": Kind.TEXT, f"line.{one.line}.amount": Kind.MONEY}
    return fields


def body_of(found: Lines, values: Values) -> tuple[dict[str, Any], Planned]:
    """A line with a reason or an amount is disallowed: as far as the amount goes, or all that still counts."""
    said, places = accepted(found, values, "lines")
    body: dict[str, Any] = {"lines": said["lines"], "ground": values.get("ground", "")}
    number = values.get("finding", "").strip()
    return body | ({"finding": read_as(Kind.NUMBER, number)} if number else {}), places


def _address(grant_id: str, number: int) -> str:
    return f"/grants/{grant_id}/reports/{number}/disallow"


async def _facts(visit: Visit, grant_id: str, number: int) -> tuple[Grant, Lines]:
    grant = read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)
    if not any(one.number == number for one in grant.reports):
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return grant, await lines_of(visit, grant_id, number)


async def _again(visit: Visit, grant: Grant, found: Lines, form: Form) -> Response:
    return _page(visit, grant, found, None, form)


def _page(visit: Visit, grant: Grant, found: Lines, tried: Tried | None, form: Form) -> Response:
    may = RIGHT in grant.can and any(one.number == found.number and one.status == "accepted" for one in grant.reports)
    facts = {"grant": grant, "report": found, "tried": tried, "form": form, "may": may, "grounds": GROUNDS}
    return visit.page("disallow.html", form.status, **facts)

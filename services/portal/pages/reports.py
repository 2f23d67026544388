"""The lines of a report with what was said to each, and the decision on it: accepted but for what is left out, or
returned with remarks.
"""

from dataclasses import replace
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Path, Response

from services.portal.filled import Fields, Values
from services.portal.filled import read as read_as
from services.portal.forms import Fault, Form, Kind
from services.portal.pages.applications import Key
from services.portal.planning import Planned
from services.portal.posting import Accepting, Sent, finish
from services.portal.reading_grants import Grant
from services.portal.reading_reports import Lines
from services.portal.report_figures import figures_of
from services.portal.rooms import Answer, Refusal, Room
from services.portal.visit import Visit, Visitor, read, read_part

router = APIRouter()
Number = Annotated[int, Path(ge=1, le=1000)]
PostedDecision = Annotated[Sent, Depends(Accepting(most_bytes=1_500_000, most_fields=4_000))]
ACCEPT, RETURN = "accept", "return"
_WAITS, _DONE = "submitted", "accepted"


@router.get("/grants/{grant_id}/reports/{number}")
async def report(visit: Visitor, grant_id: Key, number: Number) -> Response:
    """The lines of a report, with what each counts and what was said to it."""
    found = await lines_of(visit, grant_id, number)
    return await _page(visit, grant_id, found, visit.form(f"/grants/{grant_id}/reports/{number}", fields_of(found)))


@router.post("/grants/{grant_id}/reports/{number}")
async def decide(visit: Visitor, sent: PostedDecision, grant_id: Key, number: Number) -> Response:
    """Accepted, what is left of the lines counts; returned, the enterprise puts it right."""
    found = await lines_of(visit, grant_id, number)
    form, again = sent.form(visit, fields_of(found)), partial(_page, visit, grant_id, found)
    act = form.value("decision")
    if act not in {ACCEPT, RETURN}:
        fault = Fault("decision", visit.wording.say("portal.report.decide_missing"))
        return await again(form.with_faults([fault], HTTPStatus.UNPROCESSABLE_ENTITY))
    body, places = accepted(found, form.values) if act == ACCEPT else returned(found, form.values)
    path = f"/grants/{grant_id}/reports/{number}/{act}"
    answer = await visit.caller().post(Room.MONITORING, path, body, sent.key)
    answer = placed(answer, places)
    to = f"/grants/{grant_id}/reports/{number}"
    return await finish(visit, sent, form, answer, to=to, said=f"report_{act}", again=again)


def fields_of(found: Lines) -> Fields:
    """The decision, and a word and an amount for each line."""
    fields = {"decision": Kind.CHOICE, "remarks": Kind.TEXT}
    for one in found.lines:
        fields |= {f"line.{one.line}.said": Kind.TEXT, f"line.{one.line}.amount": Kind.MONEY}
    return fields


def placed(answer: Answer, places: Planned) -> Answer:
    """The answer with each breach at the field of the form it is about."""
    if not isinstance(answer, Refusal):
        return answer
    return replace(answer, faults=tuple(replace(one, name=places.form_name(one.name)) for one in answer.faults))


def accepted(found: Lines, values: Values, said_as: str = "disallowed") -> tuple[dict[str, Any], Planned]:
    """A line with a reason is left out: as far as the amount goes, or all of it. said_as: how the room calls them."""
    disallowed: list[dict[str, Any]] = []
    places = {"note": "remarks"}
    for one in found.lines:
        said, amount = _typed(values, one.line)
        if said or amount:
            start = f"{said_as}[{len(disallowed)}]"
            places |= {f"{start}.reason": f"line.{one.line}.said", f"{start}.amount": f"line.{one.line}.amount"}
            left_out = {"line": one.line, "reason": said, "amount": read_as(Kind.MONEY, amount) if amount else None}
            disallowed.append({name: value for name, value in left_out.items() if value})
    note = values.get("remarks", "").strip()
    return {said_as: disallowed, **({"note": note} if note else {})}, Planned({}, places)


def returned(found: Lines, values: Values) -> tuple[dict[str, Any], Planned]:
    """The remarks on the whole and on each line."""
    lines: list[dict[str, Any]] = []
    places: dict[str, str] = {}
    for one in found.lines:
        said, _ = _typed(values, one.line)
        if said:
            places[f"lines[{len(lines)}].remark"] = f"line.{one.line}.said"
            lines.append({"line": one.line, "remark": said})
    remarks = values.get("remarks", "").strip()
    return {"lines": lines, **({"remarks": remarks} if remarks else {})}, Planned({}, places)


def _typed(values: Values, line: int) -> tuple[str, str]:
    return values.get(f"line.{line}.said", "").strip(), values.get(f"line.{line}.amount", "").strip()


async def lines_of(visit: Visit, grant_id: str, number: int) -> Lines:
    """The lines of a report."""
    return read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}/reports/{number}/lines"), Lines)


async def _page(visit: Visit, grant_id: str, found: Lines, form: Form) -> Response:
    path = f"/grants/{grant_id}"
    grant, _ = read_part(await visit.caller().get(Room.MONITORING, path), Room.MONITORING, Grant)
    told = next((one for one in grant.reports if one.number == found.number), None) if grant else None
    may = grant is not None and told is not None and told.status == _WAITS and "report.decide" in grant.can
    later = grant is not None and told is not None and told.status == _DONE and "line.disallow" in grant.can
    facts = {"report": found, "told": told, "grant_id": grant_id, "form": form, "may": may, "may_disallow": later}
    figures = figures_of(grant, told) if grant and told and told.submitted_at else None
    return visit.page("report.html", form.status, figures=figures, **facts)

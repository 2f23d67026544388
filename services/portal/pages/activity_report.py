"""The activity report of the enterprise: written bit by bit, filed with its papers, filed again if returned."""

from functools import partial
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Response

from services.portal.acting import NEW
from services.portal.filled import Fields, Json, Kind, flattened
from services.portal.forms import Form
from services.portal.pages.applications import Key
from services.portal.papers import hand_in
from services.portal.posting import Accepting, Sent, finish
from services.portal.reading import Read
from services.portal.reading_grants import FILEABLE, Grant, Report
from services.portal.rooms import Caller, Got, Room
from services.portal.visit import PageRefused, Visit, Visitor, read, read_part

router = APIRouter()
DOCUMENTS = (
    *("invoice", "receipt", "fee_receipt", "expense_note", "payroll", "customs_declaration", "valuation", "other"),
)
_SEND, _ROWS = "send", "rows"
_MORE_ROWS = 5
_TEXTS: Fields = {"technical": Kind.TEXT, "administrative": Kind.TEXT, "financial": Kind.TEXT}
_LINE: Fields = {
    "lines[].item": Kind.TEXT,
    "lines[].net": Kind.MONEY,
    "lines[].vat": Kind.MONEY,
    "lines[].paper.kind": Kind.CHOICE,
    "lines[].paper.number": Kind.TEXT,
    "lines[].paper.issued_on": Kind.DAY,
    "lines[].paper.issuer": Kind.TEXT,
    "lines[].paper.issuer_tax_number": Kind.TEXT,
    "lines[].paper.document": Kind.CHOICE,
    f"lines[].paper.document{NEW}": Kind.CHOICE,
    "lines[].certificate": Kind.TEXT,
    "lines[].in_kind": Kind.FLAG,
}
PostedReport = Annotated[Sent, Depends(Accepting(most_bytes=40_000_000, most_files=100, most_fields=8_000))]


class Written(Read):
    """What was written of a report before: its draft, or what was filed and came back."""

    technical: str = ""
    administrative: str = ""
    financial: str = ""
    lines: tuple[dict[str, Any], ...] = ()
    indicators: dict[str, int] = {}  # noqa: RUF012 - frozen


@router.get("/grants/{grant_id}/report")
async def show(visit: Visitor, grant_id: Key) -> Response:
    """The report that is to be filed now, with what was written of it."""
    grant = await _grant(visit, grant_id)
    report = to_file(grant)
    written = await _written(visit.caller(), grant_id, report)
    form = visit.kept(f"/grants/{grant_id}/report", fields_of(grant), flattened(written.model_dump(mode="json")))
    return _shown(visit, grant, form.with_rows("lines", form.count("lines") + 1))


@router.post("/grants/{grant_id}/report")
async def tell(visit: Visitor, sent: PostedReport, grant_id: Key) -> Response:
    """It is filed, or kept as a draft."""
    grant = await _grant(visit, grant_id)
    form, faults = await hand_in(visit, sent, sent.form(visit, fields_of(grant)), grant_id)
    if faults:
        return _shown(visit, grant, form.with_faults(faults, HTTPStatus.UNPROCESSABLE_ENTITY))
    if sent.do == _ROWS:
        return _shown(visit, grant, form.with_rows("lines", form.count("lines") + _MORE_ROWS))
    path, again = f"/grants/{grant_id}/reports/{to_file(grant).number}", partial(_again, visit, grant)
    if sent.do == _SEND:
        answer = await visit.caller().post(Room.MONITORING, path, body_of(form), sent.key)
        return await finish(visit, sent, form, answer, to=f"/grants/{grant_id}", said="report", again=again)
    answer = await visit.caller().post(Room.MONITORING, f"{path}/draft", body_of(form), sent.fresh())
    return await finish(visit, sent, form, answer, to=f"/grants/{grant_id}/report", said="draft", again=again)


def to_file(grant: Grant) -> Report:
    """The report that waits. Raises PageRefused where none does."""
    found = next((one for one in grant.reports if one.status in FILEABLE), None)
    if found is None:
        raise PageRefused(HTTPStatus.NOT_FOUND)
    return found


def fields_of(grant: Grant) -> Fields:
    """The texts, the lines, and a number for each measure of the grant."""
    return {**_TEXTS, **_LINE, **{f"indicators.{one.code}": Kind.NUMBER for one in grant.indicators}}


def body_of(form: Form) -> dict[str, Json]:
    """A line without a paper names none; what its kind alone would be is no paper."""
    body = form.body()
    lines = body.get("lines", [])
    for line in lines if isinstance(lines, list) else ():
        if isinstance(line, dict) and isinstance(paper := line.get("paper"), dict):
            if paper.keys() <= {"kind"}:
                del line["paper"]
            if scan := paper.get("document"):
                paper["document"] = str(scan).split(" ")[0]
    return {"indicators": {}, **body}


async def _grant(visit: Visit, grant_id: str) -> Grant:
    return read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)


async def _written(caller: Caller, grant_id: str, report: Report) -> Written:
    path = f"/grants/{grant_id}/reports/{report.number}"
    draft = await caller.get(Room.MONITORING, f"{path}/draft")
    if isinstance(draft, Got):
        return read(draft, Written)
    filed, _ = read_part(await caller.get(Room.MONITORING, f"{path}/lines"), Room.MONITORING, Written)
    texts = {name: getattr(report, name) for name in _TEXTS}
    return Written(**texts, indicators=report.indicators, lines=filed.lines if filed else ())


async def _again(visit: Visit, grant: Grant, form: Form) -> Response:
    return _shown(visit, grant, form.with_rows("lines", 1))


def _shown(visit: Visit, grant: Grant, form: Form) -> Response:
    report = to_file(grant)
    return visit.page("activity_report.html", form.status, grant=grant, report=report, form=form, documents=DOCUMENTS)

"""Site visits, on a phone: those a person is to make, and the form of one with its photographs."""

from functools import partial
from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query, Response

from grants.calendar import istanbul_day
from runtime.identifiers import new_id
from services.portal.filled import Fields, body_of
from services.portal.forms import Form, Kind
from services.portal.handed import handed
from services.portal.on_site import PHOTOGRAPH, files_of, keep_photographs
from services.portal.pages.applications import Key
from services.portal.posting import Accepting, Sent, finish
from services.portal.reading_visits import PlannedVisits, ToVisit
from services.portal.rooms import Room
from services.portal.visit import Visit, Visitor, read

router = APIRouter()
POINTS = ("activities", "equipment", "staff", "records", "shared_use", "visibility")
ANSWERS = ("yes", "partly", "no", "not_seen")
SEVERITIES = ("minor", "major", "critical")
FORM: Fields = {
    "visited_on": Kind.DAY,
    "place": Kind.TEXT,
    "latitude": Kind.DEGREES,
    "longitude": Kind.DEGREES,
    **{f"points.{point}": Kind.CHOICE for point in POINTS},
    "findings[].text": Kind.TEXT,
    "findings[].severity": Kind.CHOICE,
    "findings[].amount": Kind.MONEY,
    "findings[].due_on": Kind.DAY,
    "summary": Kind.TEXT,
}
FIELDS: Fields = {**FORM, **PHOTOGRAPH}
MOST_FINDINGS = 100
_SEND = "send"
_ADD = "add"
PostedOnSite = Annotated[Sent, Depends(Accepting(most_bytes=60_000_000, most_files=12))]
Rows = Annotated[int, Query(ge=0, le=MOST_FINDINGS)]
Document = Annotated[str, Path(pattern=r"^[0-9a-f]{64}$")]


@router.get("/visits")
async def listed(visit: Visitor) -> Response:
    """Those the person is to make, the soonest first."""
    found = read(await visit.caller().get(Room.MONITORING, "/visits"), PlannedVisits)
    return visit.page("visits.html", found=found)


@router.get("/visits/{visit_id}")
async def one(visit: Visitor, visit_id: Key, findings: Rows = 1) -> Response:
    """The form of a visit, with what was kept of it."""
    found = read(await visit.caller().get(Room.MONITORING, f"/visits/{visit_id}"), ToVisit)
    typed = found.draft.typed if found.draft else {"visited_on": istanbul_day(visit.wording.now).isoformat()}
    form = visit.form(f"/visits/{visit_id}", FIELDS, typed)
    return _shown(visit, found, form.with_rows("findings", findings))


@router.post("/visits/{visit_id}")
async def tell(visit: Visitor, sent: PostedOnSite, visit_id: Key) -> Response:
    """Photographs go up whatever was pressed; then the form is handed in, or kept as far as it is filled in."""
    form = sent.form(visit, FIELDS).with_rows("findings", 1)
    again = partial(_again, visit, visit_id)
    if faults := await keep_photographs(visit, sent, form, visit_id):
        return await again(form.with_faults(faults, 422))
    path, caller = f"/visits/{visit_id}", visit.caller()
    if sent.do == _SEND:
        answer = await caller.post(Room.MONITORING, f"{path}/report", body_of(FORM, form.values), sent.key)
        return await finish(visit, sent, form, answer, to=path, said="visit", again=again)
    typed = {name: value for name, value in form.values.items() if name in form.names() and name not in PHOTOGRAPH}
    answer = await caller.post(Room.MONITORING, f"{path}/draft", {"typed": typed}, new_id())
    rows = form.count("findings")
    to = f"{path}?findings={min(rows + 1, MOST_FINDINGS)}#findings" if sent.do == _ADD else path
    return await finish(
        visit, sent, form, answer, to=to, said="photographs" if files_of(sent) else "draft", again=again
    )


@router.get("/visits/{visit_id}/photographs/{document}")
async def photograph(visit: Visitor, visit_id: Key, document: Document) -> Response:
    """A photograph, handed through as a file to be saved."""
    return await handed(visit, Room.MONITORING, f"/visits/{visit_id}/photographs/{document}", document)


async def _again(visit: Visit, visit_id: str, form: Form) -> Response:
    return _shown(visit, read(await visit.caller().get(Room.MONITORING, f"/visits/{visit_id}"), ToVisit), form)


def _shown(visit: Visit, found: ToVisit, form: Form) -> Response:
    return visit.page(
        "visit.html", form.status, found=found, form=form, points=POINTS, answers=ANSWERS, severities=SEVERITIES
    )

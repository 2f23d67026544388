"""Site visits over HTTP: planned from a desk, photographed and reported from a phone."""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from fastapi import APIRouter, Response
from pydantic import Field, PlainSerializer, StringConstraints

from grants.values import Line, Moment, Money, Prose
from runtime.filed import Filed
from runtime.http.door import Door, triable
from runtime.http.papers import Content, Document, saved
from services.monitoring.api.risk import Day, ReasonIn
from services.monitoring.api.shapes import Answered, Asked, Key, Note, TheUnit
from services.monitoring.domain.audit_facts import FindingSaid, Severity
from services.monitoring.domain.risk_facts import Place, PointAnswer, VisitPoint, VisitStatus
from services.monitoring.domain.visiting import Form
from services.monitoring.usecases import visits

MOST_FINDINGS = 100
PersonKey = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z:._@-]{1,100}$")]


Latitude = Annotated[Decimal, Field(ge=-90, le=90, decimal_places=6), PlainSerializer(str, return_type=str)]
Longitude = Annotated[Decimal, Field(ge=-180, le=180, decimal_places=6), PlainSerializer(str, return_type=str)]
"""Degrees of WGS 84, as text, to a millionth."""


class Located(Asked):
    """latitude, longitude: where the device said it was; left out where it did not."""

    latitude: Latitude | None = None
    longitude: Longitude | None = None

    @property
    def where(self) -> Place:
        return Place(self.latitude, self.longitude)


class VisitIn(Asked):
    """visitor_id: who goes. last_day: until when; the regime's days if none."""

    visitor_id: PersonKey
    reason: Prose
    last_day: Day | None = None


class PhotographIn(Located):
    """content: the bytes in base 64. taken_at: when, as the device told."""

    media_type: Literal["image/jpeg", "image/png"]
    content: Content
    taken_at: Moment
    note: Note = ""


class VisitFindingIn(Asked):
    """amount: in question. due_on: the last day to answer; the regime's days if none."""

    text: Line
    severity: Severity = Severity.MINOR
    amount: Money = Decimal("0.00")
    due_on: Day | None = None


class VisitReportIn(Located):
    """points: an answer for each point of the form."""

    visited_on: Day
    place: Line
    points: dict[VisitPoint, PointAnswer]
    summary: Prose
    findings: Annotated[tuple[VisitFindingIn, ...], Field(max_length=MOST_FINDINGS)] = ()

    @property
    def form(self) -> Form:
        found = tuple(FindingSaid(one.text, one.severity, one.amount, one.due_on) for one in self.findings)
        return Form(self.visited_on, self.place, self.where, self.points, self.summary, found)


class PhotographOut(Answered):
    """document: the hash of the bytes."""

    document: str
    media_type: str
    size: int
    taken_at: Moment
    latitude: Latitude | None
    longitude: Longitude | None
    note: str


class VisitOut(Answered):
    """due_at: until when it is to be made; none while force majeure suspends that. summary: what was found, or why it
    was cancelled.
    """

    id: str
    grant_id: str
    number: int
    reason: str
    visitor_id: str
    due_at: Moment | None
    status: VisitStatus
    visited_on: date | None
    place: str
    latitude: Latitude | None
    longitude: Longitude | None
    points: dict[VisitPoint, PointAnswer] | None
    summary: str
    decided_at: Moment | None


def visits_router(filed: Filed) -> APIRouter:
    """The routes of visits; `filed` is where photographs lie."""
    router = APIRouter(tags=["visits"], route_class=Door)

    @router.post("/grants/{grant_id}/visits", status_code=201)
    async def plan(grant_id: Key, asked: VisitIn, unit: TheUnit) -> VisitOut:
        """Plan a visit to the grant."""
        planned = await visits.plan_visit(unit, grant_id, asked.visitor_id, asked.reason, asked.last_day)
        return VisitOut.model_validate(planned)

    @router.post("/visits/{visit_id}/photographs", status_code=201)
    async def photograph(visit_id: Key, asked: PhotographIn, unit: TheUnit) -> PhotographOut:
        """Hand in a photograph with its place and time."""
        picture = visits.Picture(asked.content, asked.media_type, asked.taken_at, asked.where, asked.note)
        return PhotographOut.model_validate(await visits.keep_photograph(unit, visit_id, picture, filed))

    @router.post("/visits/{visit_id}/report")
    async def report(visit_id: Key, asked: VisitReportIn, unit: TheUnit) -> VisitOut:
        """The form, filled in on site."""
        return VisitOut.model_validate(await visits.make_visit(unit, visit_id, asked.form))

    @router.post("/visits/{visit_id}/cancel")
    @triable
    async def cancel(visit_id: Key, asked: ReasonIn, unit: TheUnit) -> VisitOut:
        return VisitOut.model_validate(await visits.cancel_visit(unit, visit_id, asked.reason))

    @router.get("/visits/{visit_id}/photographs/{document}", response_class=Response)
    async def read(visit_id: Key, document: Document, unit: TheUnit) -> Response:
        """The bytes, always as a file to be saved."""
        found, content = await visits.read_photograph(unit, visit_id, document, filed)
        return saved(document, found.media_type, content)

    return router

"""The form of a visit before it is handed in: which visits a person is to make, and what was typed so far."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from grants.values import Moment
from runtime.http.door import Door, recorded
from services.monitoring.api.shapes import Answered, Asked, Key, Limit, Note, TheUnit
from services.monitoring.api.visits import PhotographOut, VisitOut
from services.monitoring.usecases import visits

router = APIRouter(tags=["visits"], route_class=Door)
MOST_TYPED = 600
FieldName = Annotated[str, StringConstraints(max_length=100)]


class VisitDraftIn(Asked):
    """typed: the form field by field, as it stands; nothing of it is read."""

    typed: Annotated[dict[FieldName, Note], Field(max_length=MOST_TYPED)]


class VisitDraftOut(Answered):
    typed: dict[str, str]
    kept_at: Moment


class DraftKept(Answered):
    """When the draft was kept."""

    kept_at: Moment


class PlannedVisitOut(Answered):
    """A visit that a person is to make. due_at: none while force majeure suspends it."""

    id: str
    grant_id: str
    number: int
    reason: str
    visitor_id: str
    due_at: Moment | None
    consortium_name: str
    enterprise_name: str
    province: str


class PlannedVisits(Answered):
    entries: tuple[PlannedVisitOut, ...]


class VisitFull(VisitOut):
    """draft: what its visitor typed so far; none where nothing was kept, and once it was made."""

    consortium_name: str
    enterprise_name: str
    province: str
    photographs: tuple[PhotographOut, ...]
    draft: VisitDraftOut | None


@router.get("/visits")
async def mine(unit: TheUnit, limit: Limit = 100) -> PlannedVisits:
    """The visits the person who asks is to make, the soonest first."""
    found = await visits.list_visits(unit, limit)
    return PlannedVisits(entries=tuple(PlannedVisitOut.model_validate(one) for one in found))


@router.get("/visits/{visit_id}")
@recorded
async def one(visit_id: Key, unit: TheUnit) -> VisitFull:
    """A visit with what its visitor photographed and typed so far."""
    return _full(await visits.read_visit(unit, visit_id))


@router.post("/visits/{visit_id}/draft")
async def keep(visit_id: Key, asked: VisitDraftIn, unit: TheUnit) -> DraftKept:
    """Keep the form as far as it is filled in, in place of what was kept before."""
    return DraftKept(kept_at=await visits.keep_draft(unit, visit_id, asked.typed))


def _full(view: visits.VisitView) -> VisitFull:
    names = {name: getattr(view.grant, name) for name in ("consortium_name", "enterprise_name", "province")}
    typed, kept_at = view.draft or ({}, None)
    draft = None if kept_at is None else {"typed": typed, "kept_at": kept_at}
    facts = {name: getattr(view.visit, name) for name in VisitOut.model_fields}
    facts["due_at"] = view.due_at
    return VisitFull.model_validate({**facts, **names, "photographs": view.photographs, "draft": draft})

"""Conflicts over HTTP: what was found, how it is settled, and what those who are to judge declare."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from runtime.http.door import Door, recorded, triable
from services.evaluation.api.shapes import After, Id, InUnit, Limit, PathId, Reason, Request
from services.evaluation.domain.findings import Finding, OwnWord, State
from services.evaluation.usecases.declare import declare_on_assignment
from services.evaluation.usecases.declare_items import declare_on_items
from services.evaluation.usecases.read_conflicts import FindingView, read_conflicts
from services.evaluation.usecases.settle_conflict import dismiss_conflict, waive_conflict
from services.evaluation.usecases.views import View

router = APIRouter(route_class=Door)


class SettleConflict(Request):
    reason: Reason = ""


class Settled(View):
    id: str
    state: State


class Declare(Request):
    """tie: none, soft (an officer may waive it) or hard; any tie needs a reason."""

    tie: OwnWord
    reason: Reason = ""


class DeclareOnItems(Declare):
    applications: Annotated[tuple[Id, ...], Field(min_length=1, max_length=200)]


class Declared(View):
    tie: OwnWord


def _settled(finding: Finding) -> Settled:
    return Settled.model_validate(finding)


@router.get("/applications/{application_id}/conflicts")
@recorded
async def read(application_id: PathId, unit: InUnit, after: After = "", limit: Limit = 50) -> tuple[FindingView, ...]:
    return await read_conflicts(unit, application_id, after, limit)


@router.post("/applications/{application_id}/conflicts/{finding_id}/waiver")
async def waive(application_id: PathId, finding_id: PathId, body: SettleConflict, unit: InUnit) -> Settled:
    return _settled(await waive_conflict(unit, application_id, finding_id, body.reason))


@router.post("/applications/{application_id}/conflicts/{finding_id}/dismissal")
async def dismiss(application_id: PathId, finding_id: PathId, body: SettleConflict, unit: InUnit) -> Settled:
    return _settled(await dismiss_conflict(unit, application_id, finding_id, body.reason))


@router.post("/assignments/{assignment_id}/declaration")
@triable
async def declare(assignment_id: PathId, body: Declare, unit: InUnit) -> Declared:
    await declare_on_assignment(unit, assignment_id, body.tie, body.reason)
    return Declared(tie=body.tie)


@router.post("/calls/{call_id}/committee/declarations")
@triable
async def declare_items(call_id: PathId, body: DeclareOnItems, unit: InUnit) -> Declared:
    await declare_on_items(unit, call_id, body.applications, body.tie, body.reason)
    return Declared(tie=body.tie)

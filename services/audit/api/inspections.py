"""Finished files, which an inspector looks through and signs off."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import ConfigDict

from grants.values import Prose
from runtime.http.door import Door
from services.audit.api.shapes import InUnit, Shape, Subject
from services.audit.usecases import inspections
from services.audit.usecases.inspections import TaskKind

router = APIRouter(route_class=Door, tags=["audit"])


class InspectionIn(Shape):
    """remark: what was found, in a few words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    remark: Prose


class InspectionOut(Shape):
    """ending: how the file ended: an outcome of the application or of the grant."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    about: str
    ending: str
    ended_at: datetime
    signed_by: str
    signed_at: datetime
    remark: str


class TaskOut(Shape):
    """What waits. title: name of the consortium; since: when the file ended or was drawn; sample_id: of a drawn one."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    kind: TaskKind
    application_id: str
    title: str
    ending: str
    since: datetime
    sample_id: str


class TasksOut(Shape):
    entries: list[TaskOut]


@router.post("/applications/{application_id}/inspections", status_code=201)
async def inspect(application_id: Subject, asked: InspectionIn, unit: InUnit) -> InspectionOut:
    """Sign off a finished file that was looked through."""
    return InspectionOut.model_validate(await inspections.sign(unit, application_id, asked.remark))


@router.get("/tasks")
async def waiting(unit: InUnit) -> TasksOut:
    """What waits for the person in this room."""
    return TasksOut(entries=[TaskOut.model_validate(task) for task in await inspections.waiting(unit)])

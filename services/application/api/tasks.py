"""A person's tasks over HTTP."""

from fastapi import APIRouter

from grants.values import Moment
from runtime.http.door import Door
from services.application.api.shapes import Answered, TheUnit
from services.application.domain.tasks import TaskKind
from services.application.usecases import tasks

router = APIRouter(route_class=Door, tags=["tasks"])


class TaskOut(Answered):
    """One thing that waits for the person. `kind` is shown by the message `task.<kind>`."""

    kind: TaskKind
    application_id: str
    call_id: str
    title: str
    consortium_name: str
    due_at: Moment | None
    overdue: bool


class TasksOut(Answered):
    entries: tuple[TaskOut, ...]


@router.get("/tasks")
async def waiting(unit: TheUnit) -> TasksOut:
    """What waits for the person in this room, the most urgent first."""
    found = await tasks.waiting(unit)
    return TasksOut(entries=tuple(TaskOut.model_validate(task) for task in found))

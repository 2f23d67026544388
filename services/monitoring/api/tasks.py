"""A person's tasks over HTTP."""

from fastapi import APIRouter

from grants.regimes.words import Currency
from grants.values import Moment, Money
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Limit, TheUnit
from services.monitoring.domain.records import TaskKind
from services.monitoring.usecases import reading

router = APIRouter(route_class=Door, tags=["tasks"])


class TaskOut(Answered):
    """One thing that waits. `kind` is shown by the message `task.<kind>`; number: of the report it is about."""

    kind: TaskKind
    grant_id: str
    consortium_name: str
    part: str
    number: int | None
    since: Moment | None
    due_at: Moment | None
    amount: Money | None
    currency: Currency | None


class TasksOut(Answered):
    entries: tuple[TaskOut, ...]


@router.get("/tasks")
async def waiting(unit: TheUnit, limit: Limit = 100) -> TasksOut:
    """What waits for the person in this room."""
    found = await reading.list_tasks(unit, limit)
    return TasksOut(entries=tuple(TaskOut.model_validate(task) for task in found))

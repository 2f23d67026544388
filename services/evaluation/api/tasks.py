"""Tasks over HTTP."""

from fastapi import APIRouter

from runtime.http.door import Door
from services.evaluation.api.shapes import InUnit
from services.evaluation.usecases.tasks import list_tasks
from services.evaluation.usecases.views import TaskList

router = APIRouter(route_class=Door)


@router.get("/tasks")
async def tasks(unit: InUnit) -> TaskList:
    return await list_tasks(unit)

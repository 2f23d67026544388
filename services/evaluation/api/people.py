"""Who is there, over HTTP: for those who name somebody, and by which name an id is known."""

from fastapi import APIRouter

from grants.naming import Task
from runtime.http.door import Door
from runtime.http.people import NamesOut, PeopleOut, PersonIds
from services.evaluation.api.shapes import InUnit
from services.evaluation.usecases import people as usecases

router = APIRouter(route_class=Door, tags=["people"])


@router.get("/people")
async def named(unit: InUnit, person_id: PersonIds) -> NamesOut:
    """By which names these are known."""
    return NamesOut(names=dict(await usecases.named(unit, person_id)))


@router.get("/people/for/{task}")
async def who_can(task: Task, unit: InUnit) -> PeopleOut:
    """Who can be named for a task."""
    return PeopleOut.of(await usecases.who_can(unit, task))

"""Who is there, over HTTP: for those who name somebody, and by which name an id is known."""

from fastapi import APIRouter

from grants.naming import Task
from runtime.http.door import Door
from runtime.http.people import NamesOut, PeopleOut, PersonIds
from services.monitoring.api.shapes import Key, TheUnit
from services.monitoring.usecases import people as usecases

router = APIRouter(route_class=Door, tags=["people"])


@router.get("/people")
async def named(unit: TheUnit, person_id: PersonIds) -> NamesOut:
    """By which names these are known."""
    return NamesOut.of(await usecases.named(unit, person_id))


@router.get("/people/for/{task}")
async def who_can(task: Task, unit: TheUnit) -> PeopleOut:
    """Who can be named for a task."""
    return PeopleOut.of(await usecases.who_can(unit, task))


@router.get("/grants/{grant_id}/people")
async def who_leads(grant_id: Key, unit: TheUnit) -> PeopleOut:
    """Who can be asked for as coordinator of the grant, or as representative."""
    return PeopleOut.of(await usecases.who_leads(unit, grant_id))

"""By which name an id is known, over HTTP."""

from fastapi import APIRouter

from runtime.http.door import Door
from runtime.http.people import NamesOut, PersonIds
from services.application.api.shapes import TheUnit
from services.application.usecases import people as usecases

router = APIRouter(route_class=Door, tags=["people"])


@router.get("/people")
async def named(unit: TheUnit, person_id: PersonIds) -> NamesOut:
    """By which names these are known."""
    return NamesOut.of(await usecases.named(unit, person_id))

"""The rows the room holds, over HTTP, for the inspector, who holds them against the records: of a grant, or of none."""

from typing import Annotated

from fastapi import APIRouter, Path, Query

from runtime.http.door import Door, recorded
from runtime.http.holdings import HoldingsOut, SharedPage
from services.monitoring.api.shapes import Key, Limit, TheUnit
from services.monitoring.usecases import holdings as usecases

router = APIRouter(route_class=Door, tags=["holdings"])

About = Annotated[str, Path(max_length=80, pattern=r"^[0-9A-Za-z-]+$")]
"""The id of a payment order or a statement, or a programme and a year."""
AfterAbout = Annotated[str, Query(max_length=80, pattern=r"^[0-9A-Za-z-]*$")]


@router.get("/grants/{grant_id}/holdings")
@recorded
async def holdings(grant_id: Key, unit: TheUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_holdings(unit, grant_id))


@router.get("/holdings")
@recorded
async def every_shared(unit: TheUnit, after: AfterAbout = "", limit: Limit = 50) -> SharedPage:
    found = await usecases.read_every_shared(unit, after, limit)
    return SharedPage.of(found, limit)


@router.get("/holdings/{about}")
@recorded
async def shared(about: About, unit: TheUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_shared(unit, about))

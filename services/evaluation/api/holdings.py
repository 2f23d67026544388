"""The rows the room holds over HTTP, for the inspector: of an application, a call, or the pool."""

from fastapi import APIRouter

from runtime.http.door import Door, recorded
from runtime.http.holdings import HoldingsOut, SharedPage
from services.evaluation.api.shapes import After, InUnit, Limit, PathId
from services.evaluation.usecases import holdings as usecases

router = APIRouter(route_class=Door, tags=["holdings"])


@router.get("/applications/{application_id}/holdings")
@recorded
async def holdings(application_id: PathId, unit: InUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_holdings(unit, application_id))


@router.get("/calls/{call_id}/holdings")
@recorded
async def holdings_of_call(call_id: PathId, unit: InUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_holdings_of_call(unit, call_id))


@router.get("/holdings")
@recorded
async def every_shared(unit: InUnit, after: After = "", limit: Limit = 50) -> SharedPage:
    found = await usecases.read_every_shared(unit, after, limit)
    return SharedPage.of(found, limit)


@router.get("/holdings/{about}")
@recorded
async def shared(about: PathId, unit: InUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_shared(unit, about))

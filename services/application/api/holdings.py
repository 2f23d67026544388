"""The rows the room holds, over HTTP, for the inspector: of an application, a call, or what is of no file."""

from fastapi import APIRouter

from runtime.http.door import Door, recorded
from runtime.http.holdings import HoldingsOut, SharedPage
from services.application.api.shapes import ThePage, TheUnit, ThingKey
from services.application.usecases import holdings as usecases

router = APIRouter(route_class=Door, tags=["holdings"])


@router.get("/applications/{application_id}/holdings")
@recorded
async def holdings(application_id: ThingKey, unit: TheUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_holdings(unit, application_id))


@router.get("/calls/{call_id}/holdings")
@recorded
async def holdings_of_call(call_id: ThingKey, unit: TheUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_holdings_of_call(unit, call_id))


@router.get("/holdings")
@recorded
async def every_shared(unit: TheUnit, span: ThePage) -> SharedPage:
    found = await usecases.read_every_shared(unit, span.after or "", span.limit)
    return SharedPage.of(found, span.limit)


@router.get("/holdings/{about}")
@recorded
async def shared(about: ThingKey, unit: TheUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_shared(unit, about))

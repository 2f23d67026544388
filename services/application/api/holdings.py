"""The rows the room holds of an application or a call, over HTTP: for the inspector."""

from fastapi import APIRouter

from runtime.holdings import Held
from runtime.http.door import Door, recorded
from services.application.api.shapes import Answered, TheUnit, ThingKey
from services.application.usecases import holdings as usecases

router = APIRouter(route_class=Door, tags=["holdings"])


class HoldingsOut(Answered):
    """tables: by name, the rows, each by the names of its columns."""

    tables: Held


@router.get("/applications/{application_id}/holdings")
@recorded
async def holdings(application_id: ThingKey, unit: TheUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_holdings(unit, application_id))


@router.get("/calls/{call_id}/holdings")
@recorded
async def holdings_of_call(call_id: ThingKey, unit: TheUnit) -> HoldingsOut:
    return HoldingsOut(tables=await usecases.read_holdings_of_call(unit, call_id))

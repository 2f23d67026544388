"""The rows the room holds of a grant, over HTTP: for the inspector, who holds them against the records."""

from fastapi import APIRouter

from runtime.holdings import Held
from runtime.http.door import Door, recorded
from services.monitoring.api.shapes import Answered, Key, TheUnit
from services.monitoring.usecases.holdings import read_holdings

router = APIRouter(route_class=Door, tags=["holdings"])


class HoldingsOut(Answered):
    """tables: by name, the rows of this grant, each by the names of its columns."""

    tables: Held


@router.get("/grants/{grant_id}/holdings")
@recorded
async def holdings(grant_id: Key, unit: TheUnit) -> HoldingsOut:
    return HoldingsOut(tables=await read_holdings(unit, grant_id))

"""The rows the room holds of inspectors' work over HTTP: of a file, a sample or a lead."""

from typing import Annotated

from fastapi import APIRouter, Query

from runtime.http.door import Door, recorded
from runtime.http.holdings import HoldingsOut, SharedOut, SharedPage
from services.audit.api.shapes import ID, InUnit, Limit, Subject
from services.audit.usecases import holdings

router = APIRouter(route_class=Door, tags=["holdings"])
AfterSubject = Annotated[str, Query(max_length=100, pattern=rf"{ID}|^$")]


@router.get("/holdings")
@recorded
async def every(unit: InUnit, after: AfterSubject = "", limit: Limit = 50) -> SharedPage:
    found, goes_on = await holdings.read_every(unit, after, limit)
    return SharedPage(entries=[SharedOut(about=about, tables=tables) for about, tables in found], after=goes_on)


@router.get("/holdings/{about}")
@recorded
async def one(about: Subject, unit: InUnit) -> HoldingsOut:
    return HoldingsOut(tables=await holdings.read(unit, about))

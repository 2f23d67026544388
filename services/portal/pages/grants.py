"""Grants in force: the list, and one."""

from fastapi import APIRouter, Response

from grants.policy import Action
from grants.regimes import keys, load
from services.portal.pages.applications import PAGE, After, Key
from services.portal.pages.money import money_of
from services.portal.reading_grants import Grant, Grants
from services.portal.rooms import Room
from services.portal.visit import Visitor, read

router = APIRouter()


@router.get("/grants")
async def listed(visit: Visitor, after: After = "") -> Response:
    """Those the person may read."""
    query: dict[str, str | int] = {"limit": PAGE, **({"after": after} if after else {})}
    found = read(await visit.caller().get(Room.MONITORING, "/grants", query), Grants)
    programmes = sorted({load(key).programme for key in keys()}) if visit.may(Action.INDICATORS_READ) else ()
    return visit.page("grants.html", found=found, is_first=not after, programmes=programmes)


@router.get("/grants/{grant_id}")
async def one(visit: Visitor, grant_id: Key) -> Response:
    """One grant, for those who may not read the application as well."""
    grant = read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)
    return visit.page(
        "grant.html", grant=grant, money=money_of(None, grant), readable=visit.may(Action.APPLICATION_READ)
    )

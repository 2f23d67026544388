"""Grants in force: the list, and one."""

from typing import Annotated

from fastapi import APIRouter, Query, Response

from grants.policy import Action
from grants.regimes import keys, load
from services.portal.pages.applications import PAGE, After, Key, Letters
from services.portal.pages.money import money_of
from services.portal.people import whose
from services.portal.reading_grants import Grant, Grants
from services.portal.rooms import Room
from services.portal.visit import Visitor, read

router = APIRouter()
STATUSES = ("in_force", "paused", "closing", "terminated", "closed")
"""In which a grant may be, in the order in which it comes through them."""
Status = Annotated[str, Query(max_length=40, pattern=r"^[a-z_]*$")]


@router.get("/grants")
async def listed(visit: Visitor, status: Status = "", q: Letters = "", after: After = "") -> Response:
    """Those the person may read: in a state, with letters in their names."""
    chosen = {"status": status, "q": q.strip()}
    query = {name: said for name, said in (*chosen.items(), ("after", after)) if said}
    found = read(await visit.caller().get(Room.MONITORING, "/grants", {"limit": PAGE, **query}), Grants)
    programmes = sorted({load(key).programme for key in keys()}) if visit.may(Action.INDICATORS_READ) else ()
    return visit.page(
        "grants.html", found=found, is_first=not after, programmes=programmes, chosen=chosen, statuses=STATUSES
    )


@router.get("/grants/{grant_id}")
async def one(visit: Visitor, grant_id: Key) -> Response:
    """One grant, for those who may not read the application as well."""
    grant = read(await visit.caller().get(Room.MONITORING, f"/grants/{grant_id}"), Grant)
    return visit.page(
        "grant.html",
        grant=grant,
        who=await whose(visit, grant),
        money=money_of(None, grant),
        readable=visit.may(Action.APPLICATION_READ),
    )

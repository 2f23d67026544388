"""The letters sent to the person who looks."""

from fastapi import APIRouter, Response

from services.portal.pages.applications import PAGE, After
from services.portal.reading import Mails
from services.portal.rooms import Room
from services.portal.visit import Visitor, read

router = APIRouter()


@router.get("/mails")
async def listed(visit: Visitor, after: After = "") -> Response:
    """The newest first."""
    query: dict[str, str | int] = {"limit": PAGE, **({"after": after} if after else {})}
    found = read(await visit.caller().get(Room.NOTIFICATION, "/mails", query), Mails)
    return visit.page("mails.html", found=found, is_first=not after)

"""One application before a committee, and the committee's minutes."""

from fastapi import APIRouter, Response

from services.portal.pages.applications import Key
from services.portal.reading_sessions import Hearing
from services.portal.rooms import Paper, Room
from services.portal.visit import Visitor, read, refusal

router = APIRouter()


@router.get("/committees/{call_id}/items/{application_id}")
async def hearing(visit: Visitor, call_id: Key, application_id: Key) -> Response:
    """Who sits for an application, and what was moved on it."""
    path = f"/calls/{call_id}/committee/items/{application_id}"
    found = read(await visit.caller().get(Room.EVALUATION, path), Hearing)
    return visit.page("hearing.html", hearing=found, call_id=call_id)


@router.get("/committees/{call_id}/minutes.pdf")
async def minutes(visit: Visitor, call_id: Key) -> Response:
    """The paper of the minutes, handed through; of a member in conflict, without those items."""
    answer = await visit.caller().paper(Room.EVALUATION, f"/calls/{call_id}/committee/minutes.pdf")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'inline; filename="tutanak-{call_id}.pdf"'
    return Response(answer.content, media_type="application/pdf", headers={"Content-Disposition": name})

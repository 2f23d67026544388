"""The minutes of a committee, on paper."""

from fastapi import APIRouter, Response

from services.portal.pages.applications import Key
from services.portal.rooms import Paper, Room
from services.portal.visit import Visitor, refusal

router = APIRouter()


@router.get("/committees/{call_id}/minutes.pdf")
async def minutes(visit: Visitor, call_id: Key) -> Response:
    """The paper of the minutes, handed through; of a member in conflict, without those items."""
    answer = await visit.caller().paper(Room.EVALUATION, f"/calls/{call_id}/committee/minutes.pdf")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'inline; filename="tutanak-{call_id}.pdf"'
    return Response(answer.content, media_type="application/pdf", headers={"Content-Disposition": name})

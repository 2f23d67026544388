"""How an application was scored, for those who made it, after the decision; never by whom."""

from fastapi import APIRouter, Response

from services.portal.pages.applications import Key
from services.portal.pages.file_acts import open_feedback
from services.portal.reading_feedback import Feedback
from services.portal.rooms import Paper, Room
from services.portal.visit import Visitor, read, refusal

router = APIRouter()


@router.get("/applications/{application_id}/feedback")
async def feedback(visit: Visitor, application_id: Key) -> Response:
    """Scores by block, the justifications without names, the objection if there is one."""
    path = f"/applications/{application_id}/feedback"
    found = read(await visit.caller().get(Room.EVALUATION, path), Feedback)
    return visit.page(
        "feedback.html", feedback=found, application_id=application_id, places=open_feedback(visit, found)
    )


@router.get("/applications/{application_id}/feedback.pdf")
async def letter(visit: Visitor, application_id: Key) -> Response:
    """The letter, handed through."""
    answer = await visit.caller().paper(Room.EVALUATION, f"/applications/{application_id}/feedback.pdf")
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'inline; filename="geri-bildirim-{application_id}.pdf"'
    return Response(answer.content, media_type="application/pdf", headers={"Content-Disposition": name})

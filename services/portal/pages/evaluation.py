"""What evaluators and committee members have before them."""

from http import HTTPStatus
from typing import Any

from fastapi import APIRouter, Response

from grants.policy import Action
from services.portal.filing import judged_of
from services.portal.handed import handed
from services.portal.pages.applications import Key
from services.portal.pages.draft_papers import Document
from services.portal.pages.sitting import sitting_of
from services.portal.reading_evaluation import Assignment, Ranking
from services.portal.rooms import Room
from services.portal.visit import PageRefused, Visitor, read, read_part

router = APIRouter()
_ROOM = Room.EVALUATION


@router.get("/assignments/{assignment_id}")
async def assignment(visit: Visitor, assignment_id: Key) -> Response:
    """An evaluator's own task."""
    found = read(await visit.caller().get(_ROOM, f"/assignments/{assignment_id}"), Assignment)
    return visit.page("assignment.html", assignment=found, filed=await judged_of(visit, found))


@router.get("/assignments/{assignment_id}/papers/{document}")
async def paper(visit: Visitor, assignment_id: Key, document: Document) -> Response:
    """A paper of the application, handed through as a file to be saved."""
    return await handed(visit, _ROOM, f"/assignments/{assignment_id}/papers/{document}", document)


@router.get("/committees/{call_id}")
async def committee(visit: Visitor, call_id: Key) -> Response:
    """The committee of a call: what is asked of the person now, what lies before it, and the ranking once it stands."""
    try:
        seen = await sitting_of(visit, call_id)
    except PageRefused as refused:
        if refused.status != HTTPStatus.NOT_FOUND or not visit.may(Action.COMMITTEE_READ):
            raise
        return visit.page("committee_none.html", HTTPStatus.NOT_FOUND, call_id=call_id)
    ranking, gap = None, None
    if seen.is_concluded:
        ranking, gap = read_part(await visit.caller().get(_ROOM, f"/calls/{call_id}/ranking"), _ROOM, Ranking)
    facts: dict[str, Any] = {"committee": seen.committee, "sessions": seen.sessions, "seen": seen, "call_id": call_id}
    return visit.page("committee.html", ranking=ranking, ranking_gap=gap, **facts)

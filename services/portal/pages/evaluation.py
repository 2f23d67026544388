"""What evaluators and committee members have before them."""

from fastapi import APIRouter, Response

from services.portal.pages.applications import Key
from services.portal.reading_evaluation import Assignment, Committee, Ranking
from services.portal.reading_sessions import Sessions
from services.portal.rooms import Room
from services.portal.visit import Visitor, read, read_part

router = APIRouter()
_CONCLUDED = "concluded"
_ROOM = Room.EVALUATION


@router.get("/assignments/{assignment_id}")
async def assignment(visit: Visitor, assignment_id: Key) -> Response:
    """An evaluator's own task."""
    found = read(await visit.caller().get(Room.EVALUATION, f"/assignments/{assignment_id}"), Assignment)
    return visit.page("assignment.html", assignment=found)


@router.get("/committees/{call_id}")
async def committee(visit: Visitor, call_id: Key) -> Response:
    """The committee of a call and what lies before it; the ranking, once it stands, for those who may read it."""
    caller, path = visit.caller(), f"/calls/{call_id}"
    found = read(await caller.get(Room.EVALUATION, f"{path}/committee"), Committee)
    ranking, gap = None, None
    if found.status == _CONCLUDED:
        ranking, gap = read_part(await caller.get(Room.EVALUATION, f"{path}/ranking"), Room.EVALUATION, Ranking)
    sessions, sessions_gap = read_part(await caller.get(Room.EVALUATION, f"{path}/committee/sessions"), _ROOM, Sessions)
    return visit.page(
        "committee.html",
        committee=found,
        call_id=call_id,
        ranking=ranking,
        ranking_gap=gap,
        sessions=sessions,
        sessions_gap=sessions_gap,
    )

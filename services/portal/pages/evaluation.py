"""What evaluators and committee members have before them."""

from fastapi import APIRouter, Response

from services.portal.pages.applications import Key
from services.portal.reading_evaluation import Assignment, Committee
from services.portal.rooms import Room
from services.portal.visit import Visitor, read

router = APIRouter()


@router.get("/assignments/{assignment_id}")
async def assignment(visit: Visitor, assignment_id: Key) -> Response:
    """An evaluator's own task."""
    found = read(await visit.caller().get(Room.EVALUATION, f"/assignments/{assignment_id}"), Assignment)
    return visit.page("assignment.html", assignment=found)


@router.get("/committees/{call_id}")
async def committee(visit: Visitor, call_id: Key) -> Response:
    """The committee of a call and what lies before it."""
    found = read(await visit.caller().get(Room.EVALUATION, f"/calls/{call_id}/committee"), Committee)
    return visit.page("committee.html", committee=found)

"""Whom to ask for the files of a call, as it was proposed last."""

from fastapi import APIRouter, Response

from grants.policy import TABLE, Action
from services.portal.pages.applications import Key
from services.portal.people import whose
from services.portal.reading_proposals import Proposal, Staffing, Summaries
from services.portal.rooms import Room
from services.portal.visit import Visitor, read, read_part

router = APIRouter()


@router.get("/proposals/{call_id}")
async def proposal(visit: Visitor, call_id: Key) -> Response:
    """The newest proposal of a call; none was made yet: the page says so."""
    caller, path = visit.caller(), f"/calls/{call_id}/assignment-proposals"
    made = read(await caller.get(Room.EVALUATION, path, {"limit": 1}), Summaries).entries
    newest = read(await caller.get(Room.EVALUATION, f"{path}/{made[0].id}"), Proposal) if made else None
    staffing, _ = read_part(await caller.get(Room.EVALUATION, f"/calls/{call_id}/staffing"), Room.EVALUATION, Staffing)
    may_assign = any(role.value in visit.signed_in().roles for role in TABLE[Action.EVALUATION_ASSIGN])
    who = await whose(visit, newest, staffing)
    return visit.page(
        "proposal.html", proposal=newest, staffing=staffing, who=who, call_id=call_id, may_assign=may_assign
    )

"""Proposals of whom to ask, over HTTP. What is answered to a change says nobody's name: such answers are kept."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from runtime.http.door import Door, recorded, triable
from services.evaluation.api.shapes import After, Id, InUnit, Limit, PathId, Reason, Request
from services.evaluation.domain.proposals import Change, ProposalStatus
from services.evaluation.usecases.accept_proposal import accept_proposal
from services.evaluation.usecases.hold_call import StaffingModeView, read_staffing_mode, set_staffing_mode
from services.evaluation.usecases.propose import propose
from services.evaluation.usecases.read_proposals import ProposalSummary, ProposalView, list_proposals, read_proposal
from services.evaluation.usecases.views import View

router = APIRouter(route_class=Door)

MOST_CHANGES = 2_000


class ChangeOfProposal(Request):
    """`evaluator_id` instead of `instead_of`, and why."""

    application_id: Id
    instead_of: Id
    evaluator_id: Id
    reason: Reason


class AcceptProposal(Request):
    """Without changes, it is accepted as it is."""

    changes: Annotated[tuple[ChangeOfProposal, ...], Field(max_length=MOST_CHANGES)] = ()


class SetStaffingMode(Request):
    """by_proposal: the room invites nobody by itself; evaluators come by accepted proposals alone."""

    by_proposal: bool
    reason: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2_000)]


class ProposalState(View):
    """seats, filled: how many are free, and how many of them have a name."""

    id: str
    call_id: str
    status: ProposalStatus
    best: bool
    seats: int
    filled: int


@router.post("/calls/{call_id}/assignment-proposals", status_code=201)
async def compute(call_id: PathId, unit: InUnit) -> ProposalState:
    return ProposalState.model_validate(await propose(unit, call_id))


@router.get("/calls/{call_id}/assignment-proposals")
async def read_all(call_id: PathId, unit: InUnit, after: After = "", limit: Limit = 50) -> tuple[ProposalSummary, ...]:
    return await list_proposals(unit, call_id, after, limit)


@router.get("/calls/{call_id}/assignment-proposals/{proposal_id}")
@recorded
async def read(call_id: PathId, proposal_id: PathId, unit: InUnit) -> ProposalView:
    return await read_proposal(unit, call_id, proposal_id)


@router.post("/calls/{call_id}/assignment-proposals/{proposal_id}/acceptance")
@triable
async def accept(call_id: PathId, proposal_id: PathId, body: AcceptProposal, unit: InUnit) -> ProposalState:
    changes = [Change.model_validate(one.model_dump()) for one in body.changes]
    return ProposalState.model_validate(await accept_proposal(unit, call_id, proposal_id, changes))


@router.get("/calls/{call_id}/staffing")
async def staffing_mode(call_id: PathId, unit: InUnit) -> StaffingModeView:
    return await read_staffing_mode(unit, call_id)


@router.post("/calls/{call_id}/staffing")
async def staff_by(call_id: PathId, body: SetStaffingMode, unit: InUnit) -> StaffingModeView:
    return await set_staffing_mode(unit, call_id, body.reason, by_proposal=body.by_proposal)

"""Hold a call for proposals: the room then invites nobody by itself; an officer accepts whom the solver proposes."""

from grants.contracts.proposal_events import StaffingModeChanged
from grants.policy import Action
from grants.values import CallId, Moment
from runtime.unit import Unit
from services.evaluation.domain.staffing_mode import StaffingMode
from services.evaluation.store import staffing
from services.evaluation.usecases.access import call_of
from services.evaluation.usecases.propose import permit_staffing
from services.evaluation.usecases.views import View


class StaffingModeView(View):
    """files, people: how many files of the call wait for evaluators now, and how many people they lack."""

    call_id: str
    by_proposal: bool
    reason: str
    set_at: Moment | None
    set_by: str
    files: int
    people: int


async def set_staffing_mode(unit: Unit, call_id: str, reason: str, *, by_proposal: bool) -> StaffingModeView:
    """Say how the call is staffed from now on; who is invited stays invited. Said again, nothing happens.

    Raises NotFound, NotAllowed.
    """
    call = await call_of(unit, call_id)
    await permit_staffing(unit, call, Action.EVALUATION_ASSIGN)
    await unit.lock(f"staffing of {call_id}")
    before = await staffing.mode(unit.session, call_id)
    if before.by_proposal != by_proposal:
        after = StaffingMode(
            call_id=call_id, by_proposal=by_proposal, reason=reason, set_at=unit.now, set_by=unit.actor.person_id
        )
        await staffing.save_mode(unit.session, after)
        told = StaffingModeChanged(call_id=CallId(call_id), by_proposal=by_proposal, reason=reason)
        unit.tell(told, about=call_id, regime=call.pinned)
    return await _view(unit, call_id)


async def read_staffing_mode(unit: Unit, call_id: str) -> StaffingModeView:
    """Raises NotFound, NotAllowed."""
    call = await call_of(unit, call_id)
    await permit_staffing(unit, call, Action.ASSIGNMENT_READ)
    return await _view(unit, call_id)


async def _view(unit: Unit, call_id: str) -> StaffingModeView:
    mode = await staffing.mode(unit.session, call_id)
    files, people = await staffing.empty_seats(unit.session, call_id)
    return StaffingModeView(**mode.model_dump(), files=files, people=people)

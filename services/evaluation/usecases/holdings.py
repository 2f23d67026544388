"""What the room's tables say of an application or a call, for the inspector."""

from grants.policy import Action
from runtime.holdings import Held
from runtime.unit import Unit
from services.evaluation.store import committees, holdings
from services.evaluation.usecases.access import (
    apart,
    call_of,
    file_of,
    permit,
    refuse_evaluators,
    standing,
    tied_to_call,
)


async def read_holdings(unit: Unit, application_id: str) -> Held:
    """Every row of the application, by table. Raises NotFound, NotAllowed (also for who evaluates or judges it)."""
    file = await file_of(unit, application_id)
    board = await committees.board(unit.session, file.call_id)
    permit(unit, Action.AUDIT_REPLAY, {*await standing(unit, file), *(apart(unit, board) if board else ())})
    await refuse_evaluators(unit, application_id, Action.AUDIT_REPLAY)
    return await holdings.of_application(unit.session, application_id, file.call_id)


async def read_holdings_of_call(unit: Unit, call_id: str) -> Held:
    """Every row of the call itself, by table. Raises NotFound, NotAllowed (also for who sits on its board)."""
    call = await call_of(unit, call_id)
    board = await committees.board(unit.session, call_id)
    tied = await tied_to_call(unit, call_id)
    permit(unit, Action.AUDIT_REPLAY, {*tied, *(apart(unit, board) if board else ())})
    return await holdings.of_call(unit.session, call.call_id)

"""What the room's tables say of an application, a call or the pool of evaluators, for the inspector."""

from grants.breach import NotFound
from grants.contracts.evaluator_events import POOL
from grants.policy import Action, Relation
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


async def read_shared(unit: Unit, about: str) -> Held:
    """Every row of one of the pool of evaluators. Raises NotFound, NotAllowed (also for who is of the pool)."""
    await _from_outside(unit)
    unit.about = about
    found = await holdings.of_evaluator(unit.session, about)
    if not any(found.values()):
        raise NotFound
    return found


async def read_every_shared(unit: Unit, after: str, limit: int) -> list[tuple[str, Held]]:
    """The same of everyone, by id. Raises NotAllowed."""
    await _from_outside(unit)
    unit.about = POOL
    ids = await holdings.evaluators(unit.session, after, limit)
    return [(one, await holdings.of_evaluator(unit.session, one)) for one in ids]


async def _from_outside(unit: Unit) -> None:
    me = unit.actor.person_id
    is_one_of_them = any((await holdings.of_evaluator(unit.session, me)).values())
    permit(unit, Action.AUDIT_REPLAY, {Relation.CONFLICTED} if is_one_of_them else frozenset())

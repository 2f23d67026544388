"""The reserve of a call: opened with the conclusion, looked at whenever somebody leaves, closed when it is over."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from grants.breach import NotYet
from grants.contracts.activities import ReserveOrder, ReserveState
from grants.contracts.application_events import ApplicationEnded
from grants.contracts.reserve_events import (
    OutOfReserve,
    ReserveClosed,
    ReserveConsidered,
    ReserveMovedUp,
    ReserveOpened,
    ReserveReleased,
)
from grants.contracts.stages import Outcome
from grants.decisions import explain
from grants.decisions.reserve import RESERVE, moved_up
from grants.explanation import Explanation
from grants.rules.deadlines import Due, end
from grants.rules.reserve import out_of_reach
from grants.values import ApplicationId, CallId
from runtime.unit import Unit
from services.evaluation.domain import expiring
from services.evaluation.domain.records import CallFile, Committee, Placement
from services.evaluation.domain.selection import (
    Reserve,
    Selection,
    SelectionState,
    after_end,
    in_reserve,
    inputs,
    out_of,
    selections,
)
from services.evaluation.store import committees
from services.evaluation.store import selections as store
from services.evaluation.usecases.access import heard_call


async def open_reserve(unit: Unit, call: CallFile, committee: Committee, placements: Sequence[Placement]) -> None:
    """Remember who was selected; and who waits in reserve, until when."""
    made = selections(placements)
    await store.save_selections(unit.session, made)
    waiting = in_reserve(made)
    if not waiting:
        return
    until = reserve_until(call, unit.now)
    reserve = Reserve(call_id=call.call_id, until=until)
    await store.save_reserve(unit.session, reserve)
    told = ReserveOpened(call_id=CallId(call.call_id), until=until, waiting=len(waiting))
    unit.tell(told, about=call.call_id, regime=call.pinned)
    await _release_unreachable(unit, call, committee, reserve)


def reserve_until(call: CallFile, concluded_at: datetime) -> datetime:
    """The exclusive end of the days for which the reserve of a call holds."""
    return end(Due.RESERVE, concluded_at, call.rules)


async def selection_left(unit: Unit, committee: Committee, data: ApplicationEnded, at: datetime) -> None:
    """An application has ended: what it held is free, or is held for good by its contract.

    at: when it ended. In time, the end counts, however late it is heard of, unless the reserve was closed before.
    The committee is locked.
    """
    known = {one.application_id: one for one in await store.selections(unit.session, committee.call_id)}
    before = known.get(data.application_id)
    if before is None:
        return
    call = await heard_call(unit, committee.call_id)
    after = after_end(before, data.outcome)
    await store.save_selections(unit.session, [after])
    reserve = await store.reserve(unit.session, committee.call_id)
    if reserve is None or reserve.closed_at is not None:
        return
    if before.state is SelectionState.WINNER and data.outcome is not Outcome.CONTRACTED and at < reserve.until:
        await _consider(unit, call, committee, data.application_id)
    await _release_unreachable(unit, call, committee, reserve)


async def lapse_reserve(unit: Unit, order: ReserveOrder) -> ReserveState:
    """Let go of everybody who still waits, if the reserve's days are over. Raises NotYet before there is one."""
    committee = await committees.committee(unit.session, order.call_id, lock=True)
    reserve = await store.reserve(unit.session, order.call_id)
    if committee is None or reserve is None:
        raise NotYet(f"reserve of {order.call_id}")
    if reserve.closed_at is None and unit.now >= reserve.until:
        call = await heard_call(unit, order.call_id)
        waiting = in_reserve(await store.selections(unit.session, order.call_id))
        why = expiring.reserve_over(committee.concluded_at, reserve.until, unit.now, call.rules)
        await _release(unit, call, waiting, OutOfReserve.LAPSED, why)
        reserve = await _close(unit, call, reserve)
    is_closed = reserve.closed_at is not None
    return ReserveState(closed=is_closed, due_at=None if is_closed else reserve.until)


async def _consider(unit: Unit, call: CallFile, committee: Committee, left: str) -> None:
    """Decide who moves up for what has become free."""
    known = await store.selections(unit.session, call.call_id)
    if not in_reserve(known):
        return
    given = inputs(left, committee.usable, known)
    names = moved_up(given)
    by_id = {one.application_id: one for one in known}
    moved = [by_id[name] for name in names]
    changes = {"state": SelectionState.WINNER, "moved_at": unit.now}
    await store.save_selections(unit.session, [one.model_copy(update=changes) for one in moved])
    told = ReserveConsidered(
        call_id=CallId(call.call_id),
        left=ApplicationId(left),
        moved=tuple(ApplicationId(name) for name in names),
        explanations=(RESERVE.decide(given, call.rules),),
    )
    unit.tell(told, about=call.call_id, regime=call.pinned)
    for one in moved:
        up = ReserveMovedUp(
            call_id=CallId(call.call_id),
            application_id=ApplicationId(one.application_id),
            rank=one.place,
            total=one.total,
        )
        unit.tell(up, about=one.application_id, regime=call.pinned)


async def _release_unreachable(unit: Unit, call: CallFile, committee: Committee, reserve: Reserve) -> None:
    """Let go of those whom nothing that may still become free could pay, and close what is empty."""
    known = await store.selections(unit.session, call.call_id)
    waiting = in_reserve(known)
    held = [one.holder for one in known if one.holds_money]
    lost = {one.application_id for one in out_of_reach((one.waiting for one in waiting), committee.usable, held)}
    for one in waiting:
        if one.application_id in lost:
            why = explain("reach", out_of(one, committee.usable, known), call.rules)
            await _release(unit, call, [one], OutOfReserve.NOTHING_LEFT, why)
    if len(lost) == len(waiting):
        await _close(unit, call, reserve)


async def _release(
    unit: Unit, call: CallFile, released: Iterable[Selection], ground: OutOfReserve, *why: Explanation
) -> None:
    for one in released:
        await store.save_selections(unit.session, [one.model_copy(update={"state": SelectionState.RELEASED})])
        told = ReserveReleased(
            call_id=CallId(call.call_id),
            application_id=ApplicationId(one.application_id),
            rank=one.place,
            total=one.total,
            ground=ground,
            explanations=why,
        )
        unit.tell(told, about=one.application_id, regime=call.pinned)


async def _close(unit: Unit, call: CallFile, reserve: Reserve) -> Reserve:
    closed = reserve.model_copy(update={"closed_at": unit.now})
    await store.save_reserve(unit.session, closed)
    unit.tell(ReserveClosed(call_id=CallId(call.call_id)), about=call.call_id, regime=call.pinned)
    return closed

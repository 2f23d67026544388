"""Calls: published by an officer, opened and closed when their time comes, their deadline moved."""

from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from decimal import Decimal

from grants.breach import Breach, RulesBroken
from grants.calendar import istanbul_day
from grants.contracts import application_events as events
from grants.contracts.activities import CallOrder, CallState, CallStatus
from grants.contracts.event import EventData
from grants.policy import Action
from grants.rules.deadlines import Due
from grants.values import CallId, PersonId
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.application.domain import calls as rules_of_calls
from services.application.domain import explaining
from services.application.domain.records import CallRecord, DeadlineMove
from services.application.store import applications, calls
from services.application.store.reading import Page, Span
from services.application.usecases.lapsing import lapse_drafts
from services.application.usecases.rights import allow_with

Calendar = Callable[[datetime, datetime, datetime], Iterator[Breach]]
"""What is wrong with an opening, a deadline and the time it is now."""


@dataclass(frozen=True, slots=True)
class NewCall:
    """What an officer writes of a call.

    closes_at: none for the regime's usual deadline. regime_reason: why a regime that is not in force on the
    opening day holds; empty where it is in force.
    """

    name: str
    regime: str
    opens_at: datetime
    closes_at: datetime | None
    envelope: Decimal
    minimum_share: Decimal | None
    regime_reason: str = ""


async def publish(unit: Unit, new: NewCall) -> CallRecord:
    """Publish a call; its workflow opens and closes it. Raises NotAllowed, UnknownRegime, RulesBroken."""
    allow_with(unit, Action.CALL_PUBLISH)
    call = _made(unit, new, CallStatus.PUBLISHED, rules_of_calls.publishing)
    await calls.add(unit.session, call)
    _announce(unit, events.CallPublished, call)
    return call


async def record(unit: Unit, new: NewCall) -> CallRecord:
    """Enter a call of the past, closed from the start, for contracts that are taken over."""
    allow_with(unit, Action.CONTRACT_TAKE_OVER)
    call = replace(_made(unit, new, CallStatus.CLOSED, rules_of_calls.recording), recorded=True)
    await calls.add(unit.session, call)
    _announce(unit, events.CallRecorded, call)
    return call


async def move_deadline(unit: Unit, call_id: str, closes_at: datetime, reason: str) -> CallRecord:
    """Move the deadline of a call that is not closed. Raises NotAllowed, NotFound, CallClosed, RulesBroken."""
    allow_with(unit, Action.CALL_MOVE_DEADLINE)
    call = await calls.locked(unit.session, call_id)
    if wrong := tuple(rules_of_calls.moving(call, closes_at, unit.now)):
        raise RulesBroken(*wrong)
    by = PersonId(unit.actor.person_id)
    await calls.add_move(unit.session, DeadlineMove(call.id, call.closes_at, closes_at, reason, by, unit.now))
    moved = replace(call, closes_at=closes_at)
    await calls.save(unit.session, moved)
    told = events.CallDeadlineMoved(call_id=call.id, closes_at=closes_at, reason=reason)
    unit.tell(told, about=call.id, regime=call.pinned)
    return moved


async def open_call(unit: Unit, order: CallOrder) -> CallState:
    """Open the call if its time has come; the answer says how it stands."""
    call = await calls.locked(unit.session, order.call_id)
    if call.status is CallStatus.PUBLISHED and unit.now >= call.opens_at:
        call = replace(call, status=CallStatus.OPEN)
        await calls.save(unit.session, call)
        explained = explaining.call_opening(call, unit.now, call.rules)
        told = events.CallOpened(call_id=call.id, explanations=(explained,))
        unit.tell(told, about=call.id, regime=call.pinned)
    return await _state(unit, call)


async def close_call(unit: Unit, order: CallOrder) -> CallState:
    """Close the call if its time has come; a deadline moved meanwhile stands.

    Its drafts lapse first, a batch an order: while one is left the call stays open, and is asked to close again.
    """
    call = await calls.locked(unit.session, order.call_id)
    if call.status is CallStatus.CLOSED or unit.now < call.closes_at:
        return await _state(unit, call)
    moves = await calls.moves(unit.session, call.id)
    draft, closing = (
        explaining.call_end(what, call, moves, unit.now, call.rules) for what in (Due.DRAFT, Due.CALL_CLOSING)
    )
    if not await lapse_drafts(unit, call, draft):
        return await _state(unit, call)
    call = replace(call, status=CallStatus.CLOSED)
    await calls.save(unit.session, call)
    state = await _state(unit, call)
    told = events.CallClosed(call_id=call.id, applications=len(state.applications), explanations=(closing,))
    unit.tell(told, about=call.id, regime=call.pinned)
    return state


async def listed(unit: Unit, span: Span, wanted: calls.Wanted) -> Page[CallRecord]:
    """Calls, the newest first."""
    allow_with(unit, Action.CALL_READ)
    return await calls.listed(unit.session, span, wanted)


async def read(unit: Unit, call_id: str) -> tuple[CallRecord, tuple[DeadlineMove, ...]]:
    """A call and how its deadline was moved. Raises NotFound."""
    allow_with(unit, Action.CALL_READ)
    call = await calls.find(unit.session, call_id)
    return call, await calls.moves(unit.session, call_id)


def _made(unit: Unit, new: NewCall, status: CallStatus, wrong_dates: Calendar) -> CallRecord:
    rules = rules_of_calls.rules_on(new.regime, istanbul_day(new.opens_at))
    closes_at = new.closes_at or rules_of_calls.usual_close(new.opens_at, rules)
    if wrong := (
        *wrong_dates(new.opens_at, closes_at, unit.now),
        *rules_of_calls.in_force(new.opens_at, rules, new.regime_reason),
        *rules_of_calls.share(new.minimum_share, rules),
    ):
        raise RulesBroken(*wrong)
    return CallRecord(
        id=CallId(new_id()),
        name=new.name,
        regime=rules.key,
        revision=rules.revision,
        opens_at=new.opens_at,
        closes_at=closes_at,
        envelope=new.envelope,
        minimum_share=new.minimum_share,
        status=status,
        published_by=PersonId(unit.actor.person_id),
        published_at=unit.now,
        regime_reason=new.regime_reason,
    )


def _announce(unit: Unit, kind: type[EventData], call: CallRecord) -> None:
    unit.tell(kind.model_validate({**asdict(call), "call_id": call.id}), about=call.id, regime=call.pinned)


async def _state(unit: Unit, call: CallRecord) -> CallState:
    closed = call.status is CallStatus.CLOSED
    return CallState(
        status=call.status,
        opens_at=call.opens_at,
        closes_at=call.closes_at,
        applications=await applications.under_way_in(unit.session, call.id) if closed else (),
    )

"""Calls over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import AfterValidator, Field, PlainSerializer, StringConstraints

from grants.contracts.activities import CallStatus
from grants.regimes.words import Currency
from grants.rules.exact import plain
from grants.values import Line, Moment, Money, Prose, Share
from runtime.http.door import Door, triable
from runtime.letters import MOST
from services.application.api.shapes import Answered, ThePage, TheUnit, ThingKey
from services.application.api.standing import Asked
from services.application.domain.records import CallRecord
from services.application.store.calls import Wanted
from services.application.usecases import calls
from services.application.usecases.calls import NewCall

router = APIRouter(route_class=Door, tags=["calls"])

EARLIEST, LATEST = 1990, 2200


def _in_reach(moment: Moment) -> Moment:
    if not EARLIEST <= moment.year <= LATEST:
        raise ValueError(f"a date between {EARLIEST} and {LATEST}")
    return moment


CallMoment = Annotated[Moment, AfterValidator(_in_reach)]


PlainShare = Annotated[Share, PlainSerializer(plain, return_type=str)]
"""Per cent without needless zeros."""


Reason = Annotated[str, StringConstraints(strip_whitespace=True, max_length=2_000)]
"""A reason that may be left out where none is asked."""


class CallIn(Asked):
    """A call to publish, or one of the past to record. minimum_share in per cent of a plan.

    envelope: in the regime's currency. closes_at: left out, the regime's usual number of days counts.
    regime_reason: asked where the regime is not in force on the day the call opens.
    """

    name: Line
    regime: Annotated[str, Field(min_length=1, max_length=80)]
    opens_at: CallMoment
    closes_at: CallMoment | None = None
    envelope: Money
    minimum_share: Share | None = None
    regime_reason: Reason = ""


class DeadlineIn(Asked):
    closes_at: CallMoment
    reason: Prose


class CallOut(Answered):
    id: str
    name: str
    regime: str
    revision: str
    opens_at: Moment
    closes_at: Moment
    regime_reason: str
    currency: Currency
    envelope: Money
    minimum_share: PlainShare | None
    status: CallStatus
    recorded: bool
    published_at: Moment


class DeadlineMoveOut(Answered):
    was: Moment
    became: Moment
    reason: str
    moved_by: str
    moved_at: Moment


class CallFile(CallOut):
    moves: tuple[DeadlineMoveOut, ...]


class CallPage(Answered):
    entries: tuple[CallOut, ...]
    after: str | None


@router.post("/calls", status_code=201)
@triable
async def publish(asked: CallIn, unit: TheUnit) -> CallOut:
    """Publish a call; it opens and closes by itself."""
    return _out(await calls.publish(unit, _new(asked)))


@router.post("/calls/record", status_code=201)
async def record(asked: CallIn, unit: TheUnit) -> CallOut:
    """Enter a call of the past, for contracts that are taken over."""
    return _out(await calls.record(unit, _new(asked)))


@router.get("/calls")
async def listed(
    unit: TheUnit,
    span: ThePage,
    status: CallStatus | None = None,
    q: Annotated[str, Query(max_length=MOST)] = "",
) -> CallPage:
    """Calls, the newest first; `q` finds letters in their names."""
    found = await calls.listed(unit, span, Wanted(status, q))
    return CallPage(entries=tuple(_out(call) for call in found.entries), after=found.after)


@router.get("/calls/{call_id}")
async def read(call_id: ThingKey, unit: TheUnit) -> CallFile:
    """A call, and how its deadline was moved."""
    call, moves = await calls.read(unit, call_id)
    told = tuple(DeadlineMoveOut.model_validate(move) for move in moves)
    return CallFile(**_out(call).model_dump(), moves=told)


@router.post("/calls/{call_id}/deadline")
@triable
async def move_deadline(call_id: ThingKey, asked: DeadlineIn, unit: TheUnit) -> CallOut:
    """Move the deadline of a call that is not closed."""
    return _out(await calls.move_deadline(unit, call_id, asked.closes_at, asked.reason))


def _new(asked: CallIn) -> NewCall:
    return NewCall(
        name=asked.name,
        regime=asked.regime,
        opens_at=asked.opens_at,
        closes_at=asked.closes_at,
        envelope=asked.envelope,
        minimum_share=asked.minimum_share,
        regime_reason=asked.regime_reason,
    )


def _out(call: CallRecord) -> CallOut:
    return CallOut.model_validate(call)

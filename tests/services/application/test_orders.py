import asyncio
from datetime import timedelta

import pytest
from temporalio.testing import ActivityEnvironment

from grants.contracts import activities, queues
from grants.contracts.activities import CallOrder, CallState, CallStatus
from grants.contracts.activity import ActivityContract
from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.application.written import desks, moment

pytestmark = pytest.mark.servers


def _offered(room: Room) -> dict[str, object]:
    return {
        getattr(act, "__temporal_activity_definition").name: act for act in PLAN.activities(room.desk, room.platform)
    }


async def _close(room: Room, key: str, call_id: str) -> CallState:
    run = _offered(room)["close_call"]
    answer = await ActivityEnvironment().run(run, CallOrder(key=key, call_id=call_id))  # type: ignore[arg-type]
    return CallState.model_validate(answer)


async def test_the_room_carries_out_every_order_that_is_addressed_to_it(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    asked = {
        contract.name
        for contract in vars(activities).values()
        if isinstance(contract, ActivityContract) and contract.queue == queues.APPLICATION
    }
    assert set(_offered(room)) == asked


async def test_the_same_order_gets_the_same_answer_whatever_happened_since(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    call_id = await desks(room).open_call()
    first = await _close(room, f"close/{call_id}/1", call_id)
    room.clock.forward(days=30)
    again = await _close(room, f"close/{call_id}/1", call_id)
    next_order = await _close(room, f"close/{call_id}/2", call_id)
    assert first == again
    assert (first.status, next_order.status) == (CallStatus.PUBLISHED, CallStatus.CLOSED)


async def test_a_deadline_moved_while_the_call_closes_either_stands_or_is_refused(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    call_id = await desks(room).open_call()
    room.clock.forward(days=30)
    later = room.clock.at + timedelta(days=10)
    moved, state = await asyncio.gather(
        desks(room).officer.post(f"/calls/{call_id}/deadline", {"closes_at": moment(later), "reason": "x"}),
        _close(room, f"close/{call_id}", call_id),
    )
    if moved.status_code == 200:
        assert (state.status, state.closes_at) == (CallStatus.PUBLISHED, later)
    else:
        assert (moved.status_code, state.status) == (409, CallStatus.CLOSED)

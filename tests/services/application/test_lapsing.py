"""A draft whose call closes comes to its end: told once, in bounded batches, and never against one who is in time."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import event

from grants.contracts.activities import CallOrder, CallState, CallStatus
from grants.contracts.stages import Outcome, Stage
from grants.values import ApplicationId, ConsortiumId
from runtime.auth import system_actor
from runtime.identifiers import new_id
from services.application.app import PLAN
from services.application.store import applications, consortia
from services.application.usecases import calls, lapsing
from tests.conftest import OpenRoom
from tests.retold import fell
from tests.rooms import Room
from tests.services.application.way import Way, draft_in
from tests.services.application.written import moment, rules

pytestmark = pytest.mark.servers
SYSTEM = system_actor("workflow")
ENDED = "application.application.ended"


async def close(room: Room, call_id: str) -> CallState:
    order = CallOrder(key=new_id(), call_id=call_id)
    async with room.desk.unit(SYSTEM) as unit:
        return await calls.close_call(unit, order)


async def overdue(room: Room) -> tuple[Way, str]:
    """A complete draft whose call's time has come, and the call."""
    way = await draft_in(room)
    room.clock.forward(days=60)
    return way, (await way.record()).call_id


async def copies(way: Way, count: int) -> list[str]:
    """As many more drafts for the same call, each of a consortium of its own."""
    draft, made = await way.record(), []
    async with way.room.desk.unit(SYSTEM) as unit:
        consortium = await consortia.find(unit.session, draft.consortium_id)
        for _ in range(count):
            fresh = replace(consortium, id=ConsortiumId(new_id()), members=())
            await consortia.add(unit.session, fresh)
            copy = replace(draft, id=ApplicationId(new_id()), consortium_id=fresh.id)
            await applications.add(unit.session, copy, SYSTEM, unit.now)
            made.append(copy.id)
    return made


@contextmanager
def statements(room: Room) -> Iterator[list[str]]:
    """What is asked of the room's database."""
    asked: list[str] = []

    def hear(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        asked.append(statement)

    engine = room.desk.database.engine.sync_engine
    event.listen(engine, "before_cursor_execute", hear)
    try:
        yield asked
    finally:
        event.remove(engine, "before_cursor_execute", hear)


async def test_a_draft_lapses_when_its_call_closes_and_everybody_is_told_once(room_of: OpenRoom) -> None:
    way, call_id = await overdue(await room_of(PLAN))
    for _ in range(2):
        assert (await close(way.room, call_id)).status is CallStatus.CLOSED
    record = await way.record()
    assert (record.stage, record.outcome, record.outcome_reason) == (
        Stage.ENDED,
        Outcome.LAPSED,
        "reason.call_closed",
    )
    assert await way.told() == [ENDED]
    told = await way.last(ENDED)
    assert fell(told) == ("draft", "lapsed")
    assert {name: value for name, value in told.items() if name != "explanations"} == {
        "application_id": way.id,
        "call_id": call_id,
        "outcome": "lapsed",
        "stage": "draft",
        "reason": "reason.call_closed",
    }


async def test_its_timeline_says_when_it_ended_and_that_nobody_did_it(room_of: OpenRoom) -> None:
    way, call_id = await overdue(await room_of(PLAN))
    await close(way.room, call_id)
    file = (await way.as_coordinator().get(f"/applications/{way.id}")).json()
    assert [stay["stage"] for stay in file["timeline"]] == ["draft", "ended"]
    assert file["timeline"][0]["left_at"] == file["timeline"][1]["entered_at"]
    assert (file["timeline"][1]["left_at"], file["timeline"][1]["entered_role"]) == (None, "system")
    assert (file["outcome"], file["outcome_reason"], file["can"]) == ("lapsed", "reason.call_closed", [])


@pytest.mark.parametrize(
    ("act", "body"), [("draft", {"form": {"sustainability": "x"}}), ("submit", {}), ("withdraw", {"reason": "x"})]
)
async def test_whatever_is_done_to_a_lapsed_draft_is_refused_with_why(room_of: OpenRoom, act: str, body: Any) -> None:
    way, call_id = await overdue(await room_of(PLAN))
    await close(way.room, call_id)
    answer = await way.as_coordinator().post(way.path(act), body)
    assert (answer.status_code, rules(answer)) == (409, ["wrong_stage.lapsed"])


async def test_a_draft_is_not_written_any_more_once_its_time_is_over_though_nobody_closed_the_call(
    room_of: OpenRoom,
) -> None:
    way, _ = await overdue(await room_of(PLAN))
    answer = await way.as_coordinator().post(way.path("draft"), {"form": {"sustainability": "x"}})
    assert (answer.status_code, rules(answer)) == (409, ["call.over"])


async def test_a_deadline_that_has_come_cannot_be_moved_though_nobody_closed_the_call(room_of: OpenRoom) -> None:
    way, call_id = await overdue(await room_of(PLAN))
    later = moment(way.room.clock.at + timedelta(days=1))
    answer = await way.as_officer().post(f"/calls/{call_id}/deadline", {"closes_at": later, "reason": "x"})
    assert (answer.status_code, rules(answer)) == (409, ["call.closed"])


async def test_a_deadline_moved_in_time_saves_the_drafts(room_of: OpenRoom) -> None:
    way = await draft_in(await room_of(PLAN))
    call_id, later = (await way.record()).call_id, way.room.clock.at + timedelta(days=90)
    await way.as_officer().post(f"/calls/{call_id}/deadline", {"closes_at": moment(later), "reason": "x"})
    way.room.clock.forward(days=60)
    assert (await close(way.room, call_id)).status is CallStatus.OPEN
    assert (await way.record()).stage is Stage.DRAFT


async def test_a_call_with_many_drafts_closes_in_as_many_orders_as_they_need(room_of: OpenRoom) -> None:
    way, call_id = await overdue(await room_of(PLAN))
    drafts = [way.id, *await copies(way, lapsing.BATCH)]
    assert (await close(way.room, call_id)).status is CallStatus.OPEN
    assert (await close(way.room, call_id)).status is CallStatus.CLOSED
    for one in (drafts[0], drafts[1], drafts[-1]):
        assert await way.room.told_types(one) == [f"{ENDED}.v1"]
    told = [kind for kind in await way.room.told_types(call_id) if kind.startswith("application.call.closed")]
    assert len(told) == 1


async def test_ending_many_drafts_asks_the_database_no_more_often_than_ending_one(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    asked = []
    for count in (0, 30):
        way, call_id = await overdue(room)
        await copies(way, count)
        with statements(room) as heard:
            assert (await close(room, call_id)).status is CallStatus.CLOSED
        asked.append(len(heard))
    assert asked[0] == asked[1]


async def test_a_draft_that_is_being_submitted_in_time_is_left_to_its_coordinator(room_of: OpenRoom) -> None:
    way, call_id = await overdue(await room_of(PLAN))
    async with way.room.desk.unit(SYSTEM) as unit:
        await applications.locked(unit.session, way.id)
        waiting = await asyncio.wait_for(close(way.room, call_id), 10)
    assert waiting.status is CallStatus.OPEN, "the call waits for it, and nobody waits for the call"
    assert (await way.record()).stage is Stage.DRAFT
    assert (await close(way.room, call_id)).status is CallStatus.CLOSED
    assert (await way.record()).outcome is Outcome.LAPSED

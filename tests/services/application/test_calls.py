from datetime import datetime, timedelta

import pytest

from grants.contracts.activities import CallOrder, CallState, CallStatus
from runtime.auth import system_actor
from services.application.app import PLAN
from services.application.usecases import calls
from tests.conftest import OpenRoom
from tests.retold import fell, retold
from tests.rooms import Room
from tests.services.application.written import call, desks, moment, past_call, rules

pytestmark = pytest.mark.servers

OTHERS = [
    "coordinator",
    "consortium_member",
    "evaluator",
    "committee_chair",
    "committee_member",
    "commission_member",
    "ministers_office",
    "monitoring_officer",
    "finance_officer",
    "independent_auditor",
    "inspector",
    "administrator",
]


async def _order(room: Room, name: str, call_id: str) -> CallState:
    order = CallOrder(key=f"{name}/{call_id}/{room.clock.at}", call_id=call_id)
    async with room.desk.unit(system_actor("workflow")) as unit:
        return await (calls.open_call if name == "open" else calls.close_call)(unit, order)


async def test_an_officer_publishes_a_call_and_everybody_reads_it(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    made = await desks(room).officer.post("/calls", call(room.clock.at, minimum_share="10"))
    read = await room.api.as_("x", "evaluator").get(f"/calls/{made.json()['id']}")
    assert made.status_code == 201
    assert read.json() == {**made.json(), "moves": []}
    assert (read.json()["envelope"], read.json()["status"]) == ("25000000.00", "published")
    event = (await room.told(made.json()["id"]))[0]
    assert event.type == "application.call.published.v1"
    assert event.regime == f"kdp-2014@{made.json()['revision']}"
    assert event.actorrole == "ministry_officer"


@pytest.mark.parametrize("role", OTHERS)
async def test_nobody_but_an_officer_publishes_a_call_or_moves_its_deadline(room_of: OpenRoom, role: str) -> None:
    room = await room_of(PLAN)
    call_id = await desks(room).published()
    other = room.api.as_("somebody", role)
    moved = {"closes_at": moment(room.clock.at + timedelta(days=40)), "reason": "x"}
    assert (await other.post("/calls", call(room.clock.at))).status_code == 403
    assert (await other.post(f"/calls/{call_id}/deadline", moved)).status_code == 403


async def test_a_wrong_calendar_is_refused_with_all_that_is_wrong(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    now = room.clock.at
    wrong = call(now, opens_at=moment(now), closes_at=moment(now), minimum_share="50.01")
    answer = await desks(room).officer.post("/calls", wrong)
    assert answer.status_code == 422
    assert rules(answer) == ["call.opens_before_closes", "call.closes_to_come", "call.minimum_share"]
    assert [error["field"] for error in answer.json()["errors"]] == ["closes_at", "closes_at", "minimum_share"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("envelope", 1.5),
        ("envelope", "-1.00"),
        ("envelope", "1.001"),
        ("envelope", "NaN"),
        ("opens_at", "2027-03-02T00:00:00"),
        ("closes_at", "9999-12-31T23:59:59Z"),
        ("closes_at", "soon"),
        ("name", "   "),
        ("name", "x" * 301),
        ("regime", "kdp-1066"),
        ("regime", "../secret"),
        ("unknown", "x"),
    ],
)
async def test_what_cannot_be_a_call_is_refused_with_the_field(room_of: OpenRoom, field: str, value: object) -> None:
    room = await room_of(PLAN)
    answer = await desks(room).officer.post("/calls", call(room.clock.at, **{field: value}))
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == field


async def test_a_call_opens_and_closes_when_its_time_has_come_and_not_before(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    call_id = await desks(room).published()
    assert (await _order(room, "open", call_id)).status is CallStatus.PUBLISHED
    room.clock.forward(days=1)
    assert (await _order(room, "open", call_id)).status is CallStatus.OPEN
    assert (await _order(room, "close", call_id)).status is CallStatus.OPEN
    room.clock.forward(days=29)
    assert (await _order(room, "close", call_id)).status is CallStatus.CLOSED
    assert (await _order(room, "close", call_id)).status is CallStatus.CLOSED
    assert await room.told_types(call_id) == [
        "application.call.published.v1",
        "application.call.opened.v1",
        "application.call.closed.v1",
    ]
    assert [fell(one.data) for one in (await room.told(call_id))[1:]] == [
        ("call_opening", "opened"),
        ("call_closing", "closed"),
    ]


async def test_a_moved_deadline_stands_when_the_old_one_comes(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    call_id = await desks(room).open_call()
    later = room.clock.at + timedelta(days=60)
    moved = await desks(room).officer.post(
        f"/calls/{call_id}/deadline", {"closes_at": moment(later), "reason": "Deprem"}
    )
    room.clock.forward(days=30)
    state = await _order(room, "close", call_id)
    assert moved.status_code == 200
    assert (state.status, state.closes_at) == (CallStatus.PUBLISHED, later)
    read = (await desks(room).officer.get(f"/calls/{call_id}")).json()
    assert [(move["reason"], move["moved_by"]) for move in read["moves"]] == [("Deprem", "officer")]
    assert (await room.told_types(call_id))[-1] == "application.call.deadline_moved.v1"
    room.clock.at = later
    await _order(room, "close", call_id)
    closing = retold((await room.told(call_id))[-1].data)
    moves = [one for one in closing.steps if one.rule == "step.deadline.moved"]
    assert (len(moves), datetime.fromisoformat(closing.figures["due"])) == (1, later)


async def test_a_deadline_moves_into_the_future_only_and_never_once_the_call_is_closed(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    call_id, officer = await desks(room).open_call(), desks(room).officer
    at_once = await officer.post(f"/calls/{call_id}/deadline", {"closes_at": moment(room.clock.at), "reason": "x"})
    room.clock.forward(days=30)
    await _order(room, "close", call_id)
    later = moment(room.clock.at + timedelta(days=1))
    closed = await officer.post(f"/calls/{call_id}/deadline", {"closes_at": later, "reason": "x"})
    assert (at_once.status_code, rules(at_once)) == (422, ["call.closes_to_come"])
    assert (closed.status_code, rules(closed)) == (409, ["call.closed"])


async def test_closing_answers_with_the_applications_that_were_submitted_and_no_draft(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    call_id = await desks(room).open_call()
    submitted = await desks(room).submitted(call_id)
    await desks(room).begun(call_id)
    room.clock.forward(days=30)
    assert (await _order(room, "close", call_id)).applications == (submitted,)


async def test_a_call_of_the_past_is_recorded_closed_and_no_workflow_is_asked_to_run_it(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    answer = await desks(room).officer.post("/calls/record", past_call())
    assert answer.status_code == 201
    assert (answer.json()["status"], answer.json()["recorded"]) == ("closed", True)
    assert await room.told_types(answer.json()["id"]) == ["application.call.recorded.v1"]


async def test_a_call_that_is_not_over_cannot_be_recorded_as_past(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    answer = await desks(room).officer.post("/calls/record", call(room.clock.at))
    assert (answer.status_code, rules(answer)) == (422, ["call.recorded_past"])


async def test_the_same_key_publishes_one_call(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    officer, written = desks(room).officer, call(room.clock.at)
    first = await officer.post("/calls", written, key="publish-once-" + moment(room.clock.at))
    again = await officer.post("/calls", written, key="publish-once-" + moment(room.clock.at))
    assert first.json() == again.json()
    assert len(await room.told(first.json()["id"])) == 1


async def test_pages_of_calls_follow_one_another_without_gap_or_double(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    made = [await desks(room).published() for _ in range(5)]
    seen: list[str] = []
    after: str | None = None
    while not set(made) <= set(seen):
        found = (await desks(room).officer.get("/calls", limit=2, **({"after": after} if after else {}))).json()
        seen += [entry["id"] for entry in found["entries"]]
        after = found["after"]
    assert [one for one in seen if one in made] == made[::-1]


async def test_calls_are_found_by_letters_of_their_name_and_by_how_they_stand(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    officer = desks(room).officer
    names = ("Işıklı Kümeler Çağrısı", "Yüzde % Yüz Çağrısı")
    lights, per_cent = [(await officer.post("/calls", call(room.clock.at, name=one))).json()["id"] for one in names]
    room.clock.forward(days=1)
    await _order(room, "open", lights)

    async def found(**wanted: str) -> set[str]:
        entries = (await officer.get("/calls", limit=100, **wanted)).json()["entries"]
        return {one["id"] for one in entries} & {lights, per_cent}

    assert await found() == {lights, per_cent}
    assert await found(q="IŞIKLI") == {lights}
    assert await found(q="% yüz") == {per_cent}
    assert await found(status="published") == {per_cent}
    assert await found(status="open", q="çağrısı") == {lights}
    assert await found(status="closed") == set()
    assert (await officer.get("/calls", status="none")).status_code == 422


async def test_a_call_nobody_knows_is_not_found(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    answer = await desks(room).officer.get("/calls/none")
    assert (answer.status_code, rules(answer)) == (404, ["missing.call"])

from datetime import timedelta

import pytest

from grants.contracts.stages import Stage
from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import ApiClient
from tests.services.application.way import Way, draft_in
from tests.services.application.written import desks

pytestmark = pytest.mark.servers

WAITS = [
    (Stage.DRAFT, "coordinator", ["finish_draft"]),
    (Stage.SUBMITTED, "coordinator", []),
    (Stage.ADMINISTRATIVE_CHECK, "officer", ["check"]),
    (Stage.ADMINISTRATIVE_CHECK, "commission", ["check"]),
    (Stage.ADMINISTRATIVE_CHECK, "coordinator", []),
    (Stage.COMPLETION, "coordinator", ["complete"]),
    (Stage.COMPLETION, "officer", []),
    (Stage.NEGOTIATION, "officer", ["negotiate"]),
    (Stage.NEGOTIATION, "coordinator", []),
    (Stage.APPROVAL, "minister", ["decide_approval"]),
    (Stage.APPROVAL, "officer", []),
    (Stage.FOUNDING, "coordinator", ["record_enterprise"]),
    (Stage.SIGNING, "officer", ["sign_for_ministry"]),
    (Stage.SIGNING, "minister", ["sign_for_ministry"]),
    (Stage.SIGNING, "coordinator", ["sign_for_enterprise"]),
    (Stage.SIGNING, "inspector", []),
]


def _people(way: Way) -> dict[str, ApiClient]:
    return {
        "coordinator": way.as_coordinator(),
        "officer": way.as_officer(),
        "commission": way.room.api.as_("commission", "commission_member"),
        "minister": way.as_ministers_office(),
        "inspector": way.room.api.as_("inspector", "inspector"),
    }


async def _kinds(client: ApiClient, way: Way) -> list[str]:
    found = (await client.get("/tasks")).json()["entries"]
    return [entry["kind"] for entry in found if entry["application_id"] == way.id]


@pytest.mark.parametrize(("stage", "who", "kinds"), WAITS)
async def test_each_stage_waits_for_the_right_person(
    room_of: OpenRoom, stage: Stage, who: str, kinds: list[str]
) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(stage)
    assert await _kinds(_people(way)[who], way) == kinds


async def test_points_without_an_answer_wait_for_the_coordinator(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(Stage.NEGOTIATION)
    asked = {"points": [{"title": "Bütçe", "text": "Gerekçe?"}]}
    raised = await way.as_officer().post(way.path("negotiation/points"), asked)
    assert raised.status_code in {200, 201}, raised.text
    assert await _kinds(way.as_coordinator(), way) == ["answer_points"]


async def test_a_side_that_has_signed_has_no_task_left(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(Stage.SIGNING)
    signed = await way.as_ministers_office().post(way.path("contract/sign"))
    assert signed.status_code == 200, signed.text
    assert await _kinds(way.as_officer(), way) == []
    assert await _kinds(way.as_coordinator(), way) == ["sign_for_enterprise"]


async def test_a_draft_is_due_when_its_call_closes_and_waits_no_more_after(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    await people.begun()
    task = (await people.coordinator.get("/tasks")).json()["entries"][0]
    assert task["due_at"] == (room.clock.at + timedelta(days=30)).isoformat().replace("+00:00", "Z")
    room.clock.forward(days=30)
    assert (await people.coordinator.get("/tasks")).json()["entries"] == []


async def test_what_is_past_its_date_is_overdue(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(Stage.COMPLETION)
    due_at = (await way.record()).stage_due_at
    assert due_at is not None
    room.clock.at = due_at - timedelta(microseconds=1)
    before = (await way.as_coordinator().get("/tasks")).json()["entries"][0]["overdue"]
    room.clock.at = due_at
    after = (await way.as_coordinator().get("/tasks")).json()["entries"][0]["overdue"]
    assert (before, after) == (False, True)

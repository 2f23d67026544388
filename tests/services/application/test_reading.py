from typing import Any

import pytest
from sqlalchemy import text

from grants.contracts.stages import CommitteeDecision, Stage
from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.application.way import Way, draft_in
from tests.services.application.written import desks

pytestmark = pytest.mark.servers


async def _file(client: ApiClient, way: Way) -> dict[str, Any]:
    answer = await client.get(f"/applications/{way.id}")
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def _can(client: ApiClient, way: Way) -> set[str]:
    return set((await _file(client, way))["can"])


async def _listed(client: ApiClient, **query: str) -> list[str]:
    answer = await client.get("/applications", limit=200, **query)
    assert answer.status_code == 200, answer.text
    return [entry["id"] for entry in answer.json()["entries"]]


def _member(room: Room, number: int = 0) -> ApiClient:
    return room.api.as_("a-member", "consortium_member", tax_number=str(1_000_000_000 + number))


@pytest.mark.parametrize(
    "role",
    ["ministry_officer", "commission_member", "ministers_office", "monitoring_officer", "inspector"],
)
async def test_those_of_the_ministry_and_the_inspector_read_any_application(room_of: OpenRoom, role: str) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(Stage.SUBMITTED)
    read = await _file(room.api.as_("x", role), way)
    assert (read["id"], read["stage"]) == (way.id, "submitted")
    assert way.id in await _listed(room.api.as_("x", role))


@pytest.mark.parametrize("role", ["evaluator", "committee_member", "finance_officer", "administrator"])
async def test_others_see_neither_the_list_nor_the_application(room_of: OpenRoom, role: str) -> None:
    room = await room_of(PLAN)
    way = await draft_in(room)
    client = room.api.as_("x", role)
    assert (await client.get("/applications")).status_code == 403
    assert (await client.get(f"/applications/{way.id}")).status_code == 403


async def test_coordinator_and_members_see_their_own_and_no_other(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    mine, other = await draft_in(room), desks(room)
    theirs = await other.begun()
    assert await _listed(mine.as_coordinator()) == [mine.id]
    assert await _listed(other.coordinator) == [theirs]
    seen_by_member = await _listed(_member(room))
    assert mine.id in seen_by_member
    assert theirs not in seen_by_member
    assert (await other.coordinator.get(f"/applications/{mine.id}")).status_code == 403
    assert (await _member(room).get(f"/applications/{theirs}")).status_code == 403


async def test_an_officer_who_belongs_to_a_member_does_not_see_its_application(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await draft_in(room)
    party = room.api.as_("party", "ministry_officer", tax_number="1000000000")
    assert way.id not in await _listed(party)
    assert (await party.get(f"/applications/{way.id}")).status_code == 403


async def test_a_list_is_narrowed_by_stage_and_call(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    draft, submitted = await draft_in(room), await (await draft_in(room)).to(Stage.SUBMITTED)
    call_id = (await submitted.record()).call_id
    officer = submitted.as_officer()
    assert await _listed(officer, call_id=call_id) == [submitted.id]
    assert await _listed(officer, call_id=call_id, stage="draft") == []
    name = str(draft.id)[-8:]
    async with room.desk.database.transaction() as session:
        await session.execute(
            text("UPDATE application SET title = :to WHERE id = :id"), {"to": f"İŞIK % {name}", "id": draft.id}
        )
    assert await _listed(officer, q=f"işık  % {name}") == [draft.id], "letters of Turkish, whatever their case"
    assert await _listed(officer, q=f"ışık % {name}") == []
    assert submitted.id in await _listed(officer, q="ankara ölçüm"), "by the name of its consortium"
    in_draft = await _listed(officer, stage="draft")
    assert draft.id in in_draft
    assert submitted.id not in in_draft


async def test_pages_of_applications_follow_one_another_without_gap_or_double(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    made = [await people.begun() for _ in range(5)]
    first = (await people.coordinator.get("/applications", limit=3)).json()
    second = (await people.coordinator.get("/applications", limit=3, after=first["after"])).json()
    assert [entry["id"] for entry in first["entries"] + second["entries"]] == made[::-1]
    assert second["after"] is None


@pytest.mark.parametrize("query", [{"limit": "0"}, {"limit": "201"}, {"stage": "limbo"}, {"after": "'; --"}])
async def test_a_list_asked_for_wrongly_is_refused(room_of: OpenRoom, query: dict[str, str]) -> None:
    room = await room_of(PLAN)
    assert (await desks(room).officer.get("/applications", **query)).status_code == 422


async def test_the_list_shows_whose_it_is_and_what_it_costs(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(Stage.SUBMITTED)
    entry = (await way.as_coordinator().get("/applications")).json()["entries"][0]
    assert entry["consortium_name"] == "Ankara Ölçüm Kümesi"
    assert (entry["plan_total"], entry["requested"]) == ("1000000.00", "500000.00")


async def test_the_timeline_shows_each_stage_with_who_opened_it_and_until_when(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(Stage.ADMINISTRATIVE_CHECK)
    timeline = (await _file(way.as_officer(), way))["timeline"]
    assert [(stay["stage"], stay["entered_by"], stay["entered_role"]) for stay in timeline] == [
        ("draft", way.coordinator, "coordinator"),
        ("submitted", way.coordinator, "coordinator"),
        ("administrative_check", "system:workflow", "system"),
    ]
    assert timeline[-1]["left_at"] is None
    assert timeline[-1]["due_at"] == (await _file(way.as_officer(), way))["stage_due_at"]


OPEN_TO = [
    (Stage.DRAFT, "coordinator", {"application.draft", "application.submit", "application.withdraw"}),
    (Stage.DRAFT, "officer", set()),
    (Stage.SUBMITTED, "coordinator", {"application.withdraw"}),
    (Stage.ADMINISTRATIVE_CHECK, "officer", {"check.admit", "check.request_completion", "check.exclude"}),
    (Stage.COMPLETION, "coordinator", {"check.complete", "application.withdraw"}),
    (Stage.COMPLETION, "officer", set()),
    (
        Stage.NEGOTIATION,
        "officer",
        {"negotiation.raise_point", "negotiation.agree", "negotiation.decline"},
    ),
    (
        Stage.NEGOTIATION,
        "coordinator",
        {"negotiation.revise_plan", "negotiation.decline", "application.withdraw"},
    ),
    (Stage.APPROVAL, "minister", {"approval.decide"}),
    (Stage.APPROVAL, "officer", set()),
    (Stage.FOUNDING, "coordinator", {"enterprise.record", "application.withdraw"}),
    (Stage.SIGNING, "minister", {"contract.sign_for_ministry"}),
    (Stage.SIGNING, "coordinator", {"contract.sign_for_enterprise", "application.withdraw"}),
    (Stage.SIGNING, "inspector", set()),
]


@pytest.mark.parametrize(("stage", "who", "expected"), OPEN_TO)
async def test_a_reader_is_told_what_it_may_do_now_and_nothing_else(
    room_of: OpenRoom, stage: Stage, who: str, expected: set[str]
) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(stage)
    clients = {
        "coordinator": way.as_coordinator(),
        "officer": way.as_officer(),
        "minister": way.as_ministers_office(),
        "inspector": room.api.as_("inspector", "inspector"),
    }
    assert await _can(clients[who], way) == expected


async def test_a_draft_whose_call_is_over_can_be_neither_written_nor_submitted(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await draft_in(room)
    room.clock.forward(days=60)
    assert await _can(way.as_coordinator(), way) == {"application.withdraw"}


async def test_applicants_do_not_see_points_before_the_committee_has_decided(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await (await draft_in(room)).to(Stage.COMMITTEE)
    before = [(await _file(client, way))["mean"] for client in (way.as_coordinator(), way.as_officer())]
    in_list = (await way.as_coordinator().get("/applications")).json()["entries"][0]["mean"]
    await way.decided(CommitteeDecision.SELECTED)
    after = await _file(way.as_coordinator(), way)
    assert (before, in_list) == (["", "71"], "")
    assert (after["mean"], after["total"], after["rank"]) == ("71", "81.5", 1)


async def test_what_is_being_written_is_its_consortium_s_alone_until_it_is_submitted(room_of: OpenRoom) -> None:
    way = await draft_in(await room_of(PLAN))
    for client, sees in ((way.as_coordinator(), True), (way.as_officer(), False)):
        file = await _file(client, way)
        assert bool(file["form"]) is bool(file["plan"]) is bool(file["money"]["total"]) is sees
        assert ("plan" in {one["decision"] for one in file["explanations"]}) is sees
        listed = {one["id"]: one for one in (await client.get("/applications")).json()["entries"]}[way.id]
        assert bool(listed["requested"]) is sees
    await way.to(Stage.SUBMITTED)
    assert (await _file(way.as_officer(), way))["form"]


async def test_an_application_nobody_knows_is_not_found(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    assert (await desks(room).officer.get("/applications/none")).status_code == 404

import pytest

from runtime.identifiers import new_id
from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.services.application.written import consortium, desks, rules

pytestmark = pytest.mark.servers


async def test_who_creates_a_consortium_becomes_its_coordinator_and_members_keep_their_order(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    made = (await people.coordinator.post("/consortia", consortium())).json()
    assert made["coordinator_id"] == people.coordinator_id
    assert made["members"] == [
        {"nace": "", "commits": False, "in_main_field": False, "address": "", "confirmed_at": None, **member}
        for member in consortium()["members"]
    ]
    assert (await people.coordinator.get(f"/consortia/{made['id']}")).json() == made
    told = ["application.consortium.created.v1", "application.file.read.v1"]
    assert await room.told_types(made["id"], reads=True) == told, "who reads of others is told, too"


async def test_nobody_but_a_coordinator_creates_a_consortium(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    answer = await desks(room).officer.post("/consortia", consortium())
    assert answer.status_code == 403


async def test_another_coordinator_neither_reads_nor_changes_it(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    made, other = await desks(room).formed(), desks(room).coordinator
    assert (await other.get(f"/consortia/{made}")).status_code == 403
    assert (await other.post(f"/consortia/{made}/members", {"members": []})).status_code == 403


async def test_a_member_reads_its_consortium_by_tax_number(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    made = await desks(room).formed()
    tax_number = consortium()["members"][3]["tax_number"]
    member = room.api.as_("member", "consortium_member", tax_number=tax_number)
    stranger = room.api.as_("stranger", "consortium_member", tax_number="1112223334")
    assert (await member.get(f"/consortia/{made}")).status_code == 200
    assert (await stranger.get(f"/consortia/{made}")).status_code == 403


async def test_provinces_and_clusters_nobody_knows_are_refused_at_once(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    written = consortium(provinces=["Ankara", "Atlantis"], cluster_no=9_999)
    written["members"][1]["province"] = "Narnia"
    answer = await desks(room).coordinator.post("/consortia", written)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [
        "provinces[1]",
        "members[1].province",
        "cluster_no",
    ]


async def test_provinces_are_kept_by_their_official_names(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    made = await desks(room).coordinator.post("/consortia", consortium(provinces=["ANKARA", "içel", "Mersin"]))
    assert made.json()["provinces"] == ["Ankara", "Mersin"]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "wizard"),
        ("tax_number", "123"),
        ("tax_number", "12345678901234"),
        ("nace", "27.11.1.1"),
        ("commits", "perhaps"),
        ("name", ""),
        ("secret", "x"),
    ],
)
async def test_what_cannot_be_a_member_is_refused_with_its_place(room_of: OpenRoom, field: str, value: object) -> None:
    room = await room_of(PLAN)
    written = consortium()
    written["members"][2] = {**written["members"][2], field: value}
    answer = await desks(room).coordinator.post("/consortia", written)
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"members[2].{field}"


async def test_members_are_written_anew_until_an_application_is_submitted(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.drafted()
    consortium_id = (await people.coordinator.get(f"/applications/{application_id}")).json()["consortium_id"]
    members = consortium()["members"][::-1]
    changed = await people.coordinator.post(f"/consortia/{consortium_id}/members", {"members": members})
    submitted = await people.coordinator.post(f"/applications/{application_id}/submit")
    late = await people.coordinator.post(f"/consortia/{consortium_id}/members", {"members": members[:5]})
    assert [member["name"] for member in changed.json()["members"]] == [member["name"] for member in members]
    assert submitted.status_code == 200
    assert (late.status_code, rules(late)) == (409, ["consortium.submitted"])
    assert await room.told_types(consortium_id) == [
        "application.consortium.created.v1",
        "application.consortium.changed.v1",
        "application.act.refused.v1",
    ]


async def test_a_coordinator_lists_its_own_consortia_only(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    await desks(room).formed()
    mine = [await people.formed(), await people.formed()]
    found = (await people.coordinator.get("/consortia")).json()
    assert [entry["id"] for entry in found["entries"]] == mine[::-1]


async def test_a_consortium_nobody_knows_is_not_found(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    answer = await desks(room).coordinator.get(f"/consortia/{new_id()}")
    assert (answer.status_code, rules(answer)) == (404, ["missing.consortium"])

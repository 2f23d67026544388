"""A member says itself that it takes part: a firm its participation form, the others their letter."""

import asyncio
from typing import Any

import pytest

from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.application.written import Desks, consortium, desks, rules

pytestmark = pytest.mark.servers

MEMBERS = consortium()["members"]
MINE, OTHER = MEMBERS[3]["tax_number"], MEMBERS[4]["tax_number"]


@pytest.fixture
async def room(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def member(room: Room, tax_number: str = MINE) -> ApiClient:
    return room.api.as_("uye", "consortium_member", tax_number=tax_number)


async def begun(people: Desks) -> tuple[str, str]:
    """A consortium with a draft: ids of both."""
    consortium_id = await people.formed()
    return consortium_id, await people.begun(consortium_id=consortium_id)


async def confirm(person: ApiClient, consortium_id: str, tax_number: str = MINE) -> Any:
    return await person.post(f"/consortia/{consortium_id}/members/{tax_number}/confirmation")


async def kinds(person: ApiClient, application_id: str) -> list[str]:
    found = (await person.get("/tasks")).json()["entries"]
    return [entry["kind"] for entry in found if entry["application_id"] == application_id]


async def test_a_member_is_asked_to_confirm_its_part_in_a_draft_until_it_has(room: Room) -> None:
    consortium_id, application_id = await begun(desks(room))
    assert await kinds(member(room), application_id) == ["confirm_participation"]
    assert await kinds(member(room, "1112223334"), application_id) == []
    answer = await confirm(member(room), consortium_id)
    assert answer.status_code == 200
    said = {one["tax_number"]: one["confirmed_at"] for one in answer.json()["members"]}
    assert said.pop(MINE) is not None
    assert set(said.values()) == {None}
    assert await kinds(member(room), application_id) == []
    page = (await member(room).get(f"/applications/{application_id}")).json()
    assert {one["tax_number"] for one in page["consortium"]["members"] if one["confirmed_at"]} == {MINE}


async def test_without_a_draft_nothing_waits_and_the_word_can_be_given_already(room: Room) -> None:
    people = desks(room)
    consortium_id = await people.formed()
    assert (await confirm(member(room), consortium_id)).status_code == 200
    application_id = await people.begun(consortium_id=consortium_id)
    assert await kinds(member(room), application_id) == []


async def test_confirming_again_or_at_once_changes_nothing_and_is_told_once(room: Room) -> None:
    consortium_id, _ = await begun(desks(room))
    answers = await asyncio.gather(*(confirm(member(room), consortium_id) for _ in range(3)))
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.text for answer in answers}) == 1
    (event,) = [one for one in await room.told(consortium_id) if one.type.endswith("participation_confirmed.v1")]
    assert (event.actorrole, event.data["tax_number"], event.data["name"]) == (
        "consortium_member",
        MINE,
        MEMBERS[3]["name"],
    )


async def test_nobody_confirms_for_another(room: Room) -> None:
    people = desks(room)
    consortium_id, _ = await begun(people)
    other = await confirm(member(room), consortium_id, OTHER)
    assert (other.status_code, rules(other)) == (403, ["participation.other"])
    for person in (people.coordinator, people.officer, member(room, "1112223334")):
        assert (await confirm(person, consortium_id)).status_code == 403
    assert (await confirm(member(room), "nothing")).status_code == 404


async def test_after_the_submission_it_is_too_late_but_what_was_confirmed_stands(room: Room) -> None:
    people = desks(room)
    application_id = await people.drafted()
    consortium_id = (await people.coordinator.get(f"/applications/{application_id}")).json()["consortium_id"]
    assert (await confirm(member(room), consortium_id)).status_code == 200
    assert (await people.coordinator.post(f"/applications/{application_id}/submit")).status_code == 200
    late = await confirm(member(room, OTHER), consortium_id, OTHER)
    assert (late.status_code, rules(late)) == (409, ["consortium.submitted"])
    assert (await confirm(member(room), consortium_id)).status_code == 200


async def test_a_new_list_of_members_keeps_the_word_of_those_who_stay_and_forgets_those_who_left(room: Room) -> None:
    people = desks(room)
    consortium_id, _ = await begun(people)
    for tax_number in (MINE, OTHER):
        await confirm(member(room, tax_number), consortium_id, tax_number)
    path = f"/consortia/{consortium_id}/members"
    without = [one for one in MEMBERS if one["tax_number"] != OTHER]
    assert (await people.coordinator.post(path, {"members": without})).status_code == 200
    again = await people.coordinator.post(path, {"members": MEMBERS})
    assert again.status_code == 200
    read = (await people.coordinator.get(f"/consortia/{consortium_id}")).json()
    assert {one["tax_number"] for one in read["members"] if one["confirmed_at"]} == {MINE}

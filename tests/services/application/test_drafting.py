import asyncio

import pytest

from services.application.app import PLAN
from services.application.domain.form import SECTIONS
from tests.conftest import OpenRoom
from tests.services.application.way import draft_in
from tests.services.application.written import desks, form, plan, rules

pytestmark = pytest.mark.servers


async def test_a_draft_begins_in_the_draft_stage_bound_to_the_rules_of_its_call(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    call_id, consortium_id = await people.open_call(), await people.formed()
    application_id = await people.begun(call_id, consortium_id)
    read = (await people.coordinator.get(f"/applications/{application_id}")).json()
    assert (read["stage"], read["plan_version"], read["plan"]) == ("draft", 0, None)
    assert (read["regime"], read["revision"]) == ("kdp-2014", read["call"]["revision"])
    assert await room.told_types(application_id) == ["application.application.drafted.v1"]


async def test_a_consortium_applies_once_to_a_call(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    call_id, consortium_id = await people.open_call(), await people.formed()
    await people.begun(call_id, consortium_id)
    asked = {"call_id": call_id, "consortium_id": consortium_id, "title": "again"}
    answer = await people.coordinator.post("/applications", asked)
    assert (answer.status_code, rules(answer)) == (409, ["application.one_a_call"])


async def test_of_two_drafts_begun_at_once_one_stands_and_the_other_is_refused(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    asked = {"call_id": await people.open_call(), "consortium_id": await people.formed(), "title": "at once"}
    answers = await asyncio.gather(*(people.coordinator.post("/applications", asked) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_work_in_progress_is_saved_piece_by_piece_with_a_warning_for_every_breach(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.begun()
    path = f"/applications/{application_id}/draft"
    nothing = (await people.coordinator.post(path)).json()
    some = (await people.coordinator.post(path, {"form": {"sustainability": "Aidatlar"}})).json()
    broken = plan()
    broken["packages"][0]["items"][0]["grant"] = broken["packages"][0]["items"][0]["cost"]
    more = (await people.coordinator.post(path, {"plan": broken}, language="en")).json()
    whole = (await people.coordinator.post(path, {"plan": plan(), "form": form()})).json()
    assert [one["field"] for one in nothing["warnings"]] == ["plan.items", *(f"form.{name}" for name in SECTIONS)]
    assert "form.sustainability" not in [one["field"] for one in some["warnings"]]
    assert more["form"] == {"sustainability": "Aidatlar"}
    assert more["warnings"][0]["rule"] == "money.overall_cap"
    assert {"money.item_cap", "form.section_empty"} <= {one["rule"] for one in more["warnings"]}
    assert "empty" in more["warnings"][-1]["message"]
    assert (whole["warnings"], whole["plan"], whole["form"]) == ([], plan(), form())


async def test_a_section_the_form_does_not_have_is_refused_and_nothing_is_saved(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.begun()
    answer = await people.coordinator.post(
        f"/applications/{application_id}/draft", {"form": {"poem": "x", "sustainability": "y"}}
    )
    assert (answer.status_code, rules(answer)) == (422, ["form.section_unknown"])
    assert (await people.coordinator.get(f"/applications/{application_id}")).json()["form"] == {}


@pytest.mark.parametrize(
    ("item", "value"),
    [("cost", 12.5), ("cost", "-1"), ("cost", "1e400"), ("grant", "Infinity"), ("grant", "0.001"), ("key", "a b")],
)
async def test_what_cannot_be_a_plan_is_refused_with_its_place(room_of: OpenRoom, item: str, value: object) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id, written = await people.begun(), plan()
    written["packages"][1]["items"][0][item] = value
    answer = await people.coordinator.post(f"/applications/{application_id}/draft", {"plan": written})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == f"plan.packages[1].items[0].{item}"


async def test_items_that_add_up_to_more_than_an_amount_can_hold_are_refused(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id, written = await people.begun(), plan()
    for item in written["packages"][0]["items"][:2]:
        item["cost"] = "9999999999999999.99"
    answer = await people.coordinator.post(f"/applications/{application_id}/draft", {"plan": written})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "plan"


@pytest.mark.parametrize("text", ["\u0000", "a\u0000b"])
async def test_text_a_database_cannot_hold_is_refused_and_not_a_fault(room_of: OpenRoom, text: str) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.begun()
    saved = await people.coordinator.post(f"/applications/{application_id}/draft", {"form": {"sustainability": text}})
    found = await people.coordinator.get("/registry/clusters", q=text)
    assert (saved.status_code, found.status_code) == (422, 422)


async def test_a_draft_is_the_coordinators_own(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    application_id, other = await desks(room).begun(), desks(room)
    path = f"/applications/{application_id}/draft"
    answers = [await client.post(path, {"form": {}}) for client in (other.coordinator, other.officer)]
    assert [answer.status_code for answer in answers] == [403, 403]


async def test_nobody_begins_an_application_for_anothers_consortium(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    asked = {"call_id": await desks(room).open_call(), "consortium_id": await desks(room).formed(), "title": "x"}
    assert (await desks(room).coordinator.post("/applications", asked)).status_code == 403


async def test_a_draft_is_begun_before_the_call_opens_but_not_after_it_is_over(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    call_id = await people.published()
    await people.begun(call_id)
    room.clock.forward(days=30)
    asked = {"call_id": call_id, "consortium_id": await people.formed(), "title": "late"}
    answer = await people.coordinator.post("/applications", asked)
    assert (answer.status_code, rules(answer)) == (409, ["call.over"])


async def test_a_submitted_application_is_no_draft_any_more(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    way = await draft_in(room)
    await way.as_coordinator().post(way.path("submit"))
    answer = await way.as_coordinator().post(way.path("draft"), {"form": {"sustainability": "x"}})
    assert (answer.status_code, rules(answer)) == (409, ["wrong_stage.submitted"])

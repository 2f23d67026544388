import asyncio

import pytest

from services.application.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.application.written import desks, paper_contract, past_call, rules

pytestmark = pytest.mark.servers


async def _call(room: Room) -> str:
    return str((await desks(room).officer.post("/calls/record", past_call())).json()["id"])


async def test_a_paper_contract_becomes_a_contracted_application_and_the_grant_is_told(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    paper = paper_contract(await _call(room))
    answer = await desks(room).officer.post("/contracts/take-over", paper)
    assert answer.status_code == 201
    application_id = answer.json()["id"]
    assert (answer.json()["stage"], answer.json()["outcome"]) == ("ended", "contracted")
    assert answer.json()["approved_amount"] == "12413400.00"
    read = (await desks(room).officer.get(f"/applications/{application_id}")).json()
    assert (read["contract"]["number"], read["contract"]["signed_on"]) == (paper["number"], "2017-05-02")
    assert (read["contract"]["taken_over"], read["contract"]["provenance"]) == (True, "Bakanlık arşivi, dosya 12")
    assert read["enterprise"]["name"] == "OSTİM Temiz Teknolojiler A.Ş."
    told = await room.told(application_id)
    assert [event.type for event in told] == ["application.contract.concluded.v1"]
    data = told[0].data
    assert (data["taken_over"], data["signed_on"], data["grant_id"]) == (True, "2017-05-02", application_id)
    assert (data["total"], data["approved"]) == ("24826800.00", "12413400.00")
    assert data["plan"] == paper["plan"]
    assert len(data["members"]) == len(paper["consortium"]["members"])


async def test_the_coordinator_named_on_the_paper_reads_the_file(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    paper = paper_contract(await _call(room))
    application_id = (await desks(room).officer.post("/contracts/take-over", paper)).json()["id"]
    coordinator = room.api.as_(paper["consortium"]["coordinator_id"], "coordinator")
    assert (await coordinator.get(f"/applications/{application_id}")).status_code == 200


async def test_a_paper_is_checked_like_a_submission_with_every_breach(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    paper = paper_contract(await _call(room), signed_on="2015-07-02")
    paper["consortium"]["members"] = paper["consortium"]["members"][:3]
    paper["plan"]["packages"][0]["items"][0]["grant"] = paper["plan"]["packages"][0]["items"][0]["cost"]
    paper["enterprise"]["province"] = "Atlantis"
    answer = await desks(room).officer.post("/contracts/take-over", paper)
    assert answer.status_code == 422
    assert {
        "take_over.after_call",
        "take_over.founded_before",
        "consortium.province",
        "composition.firms",
        "money.overall_cap",
        "money.item_cap",
    } <= set(rules(answer))


async def test_a_contract_of_tomorrow_is_refused_and_one_of_today_taken_over(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    call_id = await _call(room)
    tomorrow = await desks(room).officer.post("/contracts/take-over", paper_contract(call_id, signed_on="2027-03-02"))
    today = await desks(room).officer.post("/contracts/take-over", paper_contract(call_id, signed_on="2027-03-01"))
    assert (tomorrow.status_code, rules(tomorrow)) == (422, ["take_over.signed_past"])
    assert today.status_code == 201


async def test_a_number_is_taken_over_once_even_at_once(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    paper = paper_contract(await _call(room))
    officer = desks(room).officer
    answers = await asyncio.gather(*(officer.post("/contracts/take-over", paper) for _ in range(2)))
    assert sorted(answer.status_code for answer in answers) == [201, 409]


async def test_a_call_that_runs_has_no_contracts_to_take_over(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    answer = await desks(room).officer.post("/contracts/take-over", paper_contract(await desks(room).open_call()))
    assert (answer.status_code, rules(answer)) == (409, ["take_over.call_running"])


@pytest.mark.parametrize("role", ["coordinator", "inspector", "finance_officer", "evaluator"])
async def test_others_take_nothing_over(room_of: OpenRoom, role: str) -> None:
    room = await room_of(PLAN)
    call_id = await _call(room)
    other = room.api.as_("other", role)
    assert (await other.post("/contracts/take-over", paper_contract(call_id))).status_code == 403
    assert (await other.post("/calls/record", past_call())).status_code == 403


async def test_an_officer_who_belongs_to_a_member_does_not_take_its_contract_over(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    paper = paper_contract(await _call(room))
    tax_number = paper["consortium"]["members"][0]["tax_number"]
    officer = room.api.as_("officer", "ministry_officer", tax_number=tax_number)
    assert (await officer.post("/contracts/take-over", paper)).status_code == 403

"""Who belongs to a grant is followed where its application is read: since when, until when, and what each sees."""

from datetime import timedelta
from typing import Any

import pytest

from grants.contracts.plan_events import PlanChanged
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from services.application.app import PLAN
from services.application.events import HEARS
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.application.written import desks, paper_contract, past_call

pytestmark = pytest.mark.servers
NEWCOMER = {"name": "Yeni A.Ş.", "kind": "firm", "tax_number": "9999999990", "province": "Ankara", "address": "Sokak 1"}


async def taken_over(room: Room) -> tuple[str, dict[str, Any]]:
    call_id = str((await desks(room).officer.post("/calls/record", past_call())).json()["id"])
    answer = await desks(room).officer.post("/contracts/take-over", paper_contract(call_id))
    assert answer.status_code == 201, answer.text
    told = (await room.told(answer.json()["id"]))[0].data
    return answer.json()["id"], told


async def hears(room: Room, told: dict[str, Any], members: list[dict[str, Any]], version: int, days: int) -> None:
    facts = {name: told[name] for name in ("application_id", "grant_id", "coordinator_id", "plan", "total")}
    said = {"change_id": "c", "kind": "member", "grant": told["approved"], "earned": "0.00", "plan_version": version}
    event = CloudEvent(
        id=new_id(),
        source="/destek/monitoring",
        type=PlanChanged.type_name(),
        subject=told["application_id"],
        time=room.clock.at + timedelta(days=days),
        actorid="m",
        actorrole="monitoring_officer",
        data=PlanChanged.model_validate({**facts, **said, "members": members}).model_dump(mode="json"),
    )
    await room_effect(room.desk, dict(HEARS["monitoring"]))(event)


async def belong(room: Room, application_id: str) -> list[tuple[str, bool]]:
    """By tax number, and whether it belongs today; whoever belongs no more comes last."""
    read = (await desks(room).officer.get(f"/applications/{application_id}")).json()
    return [(one["tax_number"], one["until"] is None) for one in read["members"]]


async def test_a_member_that_joins_sees_the_file_and_one_that_left_does_not(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    application_id, told = await taken_over(room)
    first, second, *others = told["members"]
    assert await belong(room, application_id) == [(one["tax_number"], True) for one in told["members"]]
    path = f"/applications/{application_id}"

    async def sees(tax_number: str) -> tuple[int, bool]:
        person = room.api.as_(f"of-{tax_number}", "consortium_member", tax_number=tax_number)
        listed = application_id in (await person.get("/applications")).text
        return (await person.get(path)).status_code, listed

    assert [await sees(one) for one in (first["tax_number"], "9999999990")] == [(200, True), (403, False)]
    await hears(room, told, [second, *others, NEWCOMER], 2, 10)
    assert [await sees(one) for one in (first["tax_number"], "9999999990")] == [(403, False), (200, True)]
    found = await belong(room, application_id)
    assert found[-2:] == [("9999999990", True), (first["tax_number"], False)]
    assert len(found) == len(told["members"]) + 1
    await hears(room, told, told["members"], 2, 20)
    assert await belong(room, application_id) == found, "the same version again changes nothing"
    renamed = {**NEWCOMER, "name": "Yeni Sanayi A.Ş."}
    await hears(room, told, [first, second, *others, renamed], 3, 30)
    read = (await desks(room).officer.get(path)).json()["members"]
    stays = [(one["since"][:10], (one["until"] or "")[:10]) for one in read if one["tax_number"] == first["tax_number"]]
    day = [(room.clock.at + timedelta(days=days)).date().isoformat() for days in (10, 30)]
    assert stays == [(day[1], ""), ("2017-05-01", day[0])], "it left and came back: two stays"
    assert next(one for one in read if one["tax_number"] == "9999999990")["name"] == "Yeni Sanayi A.Ş."

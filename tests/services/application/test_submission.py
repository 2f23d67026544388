import asyncio
import json
from datetime import timedelta
from decimal import Decimal

import pytest

from grants.decisions import recompute
from grants.explanation import Explanation
from services.application.app import PLAN
from services.application.domain.form import SECTIONS
from tests.conftest import OpenRoom
from tests.services.application.written import consortium, desks, moment, plan, rules

pytestmark = pytest.mark.servers


async def test_a_whole_application_is_submitted_and_its_plan_becomes_version_one(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.drafted()
    answer = await people.coordinator.post(f"/applications/{application_id}/submit")
    read = (await people.coordinator.get(f"/applications/{application_id}")).json()
    told = (await room.told(application_id))[-1]
    assert answer.status_code == 200
    assert (answer.json()["stage"], answer.json()["plan_version"]) == ("submitted", 1)
    assert read["submitted_at"] == room.clock.at.isoformat().replace("+00:00", "Z")
    assert read["money"] == {"total": "24826800.00", "requested": "12413400.00", "approved": None}
    assert [stay["stage"] for stay in read["timeline"]] == ["draft", "submitted"]
    assert told.type == "application.application.submitted.v1"
    assert (told.data["plan_total"], told.data["requested"]) == ("24826800.00", "12413400.00")
    assert (told.data["province"], told.data["programme"]) == ("Ankara", "kdp-2014")
    assert told.actorrole == "coordinator"
    explained = [Explanation.model_validate(one) for one in told.data["explanations"]]
    assert [(one.decision, one.outcome) for one in explained] == [("consortium", "allowed"), ("plan", "allowed")]
    assert [recompute(one) for one in explained] == explained
    assert read["explanations"] == told.data["explanations"]
    recorded = json.dumps(told.data["explanations"], ensure_ascii=False)
    assert not [member for member in consortium()["members"] if member["name"] in recorded]
    assert not [member for member in consortium()["members"] if member["tax_number"] in recorded]


async def test_everything_that_is_wrong_is_said_at_once(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    members = [member for member in consortium()["members"] if member["kind"] == "firm"][:19]
    application_id = await people.begun(consortium_id=await people.formed(members=members))
    written = plan()
    item = written["packages"][0]["items"][0]
    item["grant"] = item["cost"]
    await people.coordinator.post(f"/applications/{application_id}/draft", {"plan": written})
    answer = await people.coordinator.post(f"/applications/{application_id}/submit")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert rules(answer) == [
        "composition.firms",
        "composition.university",
        "composition.chamber",
        "money.overall_cap",
        "money.item_cap",
        *["form.section_empty"] * len(SECTIONS),
    ]
    assert all(error["message"] != error["rule"] for error in answer.json()["errors"])


async def test_half_of_the_plan_is_submitted_and_one_kurus_more_is_refused(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.drafted()
    written = plan()
    item = written["packages"][0]["items"][0]
    item["grant"] = str(Decimal(item["grant"]) + Decimal("0.01"))
    path = f"/applications/{application_id}"
    await people.coordinator.post(f"{path}/draft", {"plan": written})
    over = await people.coordinator.post(f"{path}/submit")
    await people.coordinator.post(f"{path}/draft", {"plan": plan()})
    at = await people.coordinator.post(f"{path}/submit")
    assert (over.status_code, rules(over)) == (422, ["money.overall_cap"])
    assert at.status_code == 200


async def test_the_call_takes_applications_from_its_first_instant_to_the_one_before_its_end(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    start = room.clock.at
    call_id = await people.published(
        opens_at=moment(start + timedelta(days=1)), closes_at=moment(start + timedelta(days=2))
    )
    early, last, late = [await people.drafted(call_id) for _ in range(3)]
    room.clock.at = start + timedelta(days=1) - timedelta(microseconds=1)
    too_early = await people.coordinator.post(f"/applications/{early}/submit")
    room.clock.at = start + timedelta(days=1)
    at_opening = await people.coordinator.post(f"/applications/{early}/submit")
    room.clock.at = start + timedelta(days=2) - timedelta(microseconds=1)
    at_last = await people.coordinator.post(f"/applications/{last}/submit")
    room.clock.at = start + timedelta(days=2)
    too_late = await people.coordinator.post(f"/applications/{late}/submit")
    assert (too_early.status_code, rules(too_early)) == (409, ["call.not_yet"])
    assert (at_opening.status_code, at_last.status_code) == (200, 200)
    assert (too_late.status_code, rules(too_late)) == (409, ["call.over"])


async def test_of_two_submissions_at_once_one_counts(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.drafted()
    path = f"/applications/{application_id}/submit"
    answers = await asyncio.gather(*(people.coordinator.post(path) for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    told = await room.told_types(application_id)
    assert told.count("application.application.submitted.v1") == 1


async def test_a_submission_and_its_withdrawal_at_once_leave_one_clear_story(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.drafted()
    path = f"/applications/{application_id}"
    submit, withdraw = await asyncio.gather(
        people.coordinator.post(f"{path}/submit"), people.coordinator.post(f"{path}/withdraw", {"reason": "x"})
    )
    read = (await people.coordinator.get(path)).json()
    assert withdraw.status_code == 200
    assert submit.status_code in {200, 409}
    stages = [stay["stage"] for stay in read["timeline"]]
    assert stages == (["draft", "submitted", "ended"] if submit.status_code == 200 else ["draft", "ended"])


async def test_the_same_key_submits_once_and_gets_the_same_answer(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    people = desks(room)
    application_id = await people.drafted()
    key = f"submit {application_id}"
    first = await people.coordinator.post(f"/applications/{application_id}/submit", key=key)
    again = await people.coordinator.post(f"/applications/{application_id}/submit", key=key)
    assert (first.status_code, first.json()) == (again.status_code, again.json())
    assert again.headers["idempotent-replay"] == "true"


async def test_nobody_submits_for_another(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    application_id, other = await desks(room).drafted(), desks(room)
    for client in (other.coordinator, other.officer, room.api.as_("root", "administrator")):
        assert (await client.post(f"/applications/{application_id}/submit")).status_code == 403

"""The administrative check: admitted, completed once and in time, or excluded."""

import asyncio
from datetime import timedelta

import pytest

from grants.contracts.stages import Outcome, Stage
from services.application.domain.records import CheckDecision
from services.application.store import checks, plans
from tests.conftest import OpenRoom
from tests.services.application.way import Way, at, plan_json, rules_of

pytestmark = pytest.mark.servers


async def asked_to_complete(room_of: OpenRoom) -> Way:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    answer = await way.as_officer().post(way.path("check/completion"), {"items": ["Üniversite yazısı", "İmza"]})
    assert answer.status_code == 200
    return way


async def test_an_admission_carries_what_the_evaluators_need(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    answer = await way.as_officer().post(way.path("check/admit"), {"note": "Uygun"})
    assert (answer.status_code, answer.json()["stage"]) == (200, "admitted")
    told = await way.last("application.application.admitted")
    assert told["coordinator_id"] == way.coordinator
    assert len(told["members"]) == 22
    assert told["requested"] == "500000.00"
    assert told["plan"]["packages"][0]["items"][0]["cost"] == "1000000.00"
    assert told["form"]["sustainability"] == "Metin"
    async with way.room.desk.database.transaction() as session:
        kept = await checks.find(session, way.id)
    assert kept is not None
    assert (kept.decision, kept.reason, kept.decided_by) == (CheckDecision.ADMITTED, "Uygun", "officer")


async def test_an_exclusion_ends_the_application_with_its_reason(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    answer = await way.as_officer().post(way.path("check/exclude"), {"reason": "İmza eksik"})
    assert answer.json()["outcome"] == "excluded"
    assert (await way.record()).outcome_reason == "İmza eksik"
    told = await way.last("application.application.ended")
    assert (told["outcome"], told["stage"]) == ("excluded", "administrative_check")


async def test_a_completion_has_ten_working_days_and_a_list(room_of: OpenRoom) -> None:
    way = await asked_to_complete(room_of)
    record = await way.record()
    assert record.stage is Stage.COMPLETION
    assert record.stage_due_at is not None
    assert record.stage_due_at.isoformat() == "2027-03-15T21:00:00+00:00"
    told = await way.last("application.check.completion_requested")
    assert told["items"] == ["Üniversite yazısı", "İmza"]


async def test_completion_in_time_changes_form_and_plan_and_goes_back_to_the_check(room_of: OpenRoom) -> None:
    way = await asked_to_complete(room_of)
    body = {"note": "Ekte", "form": {"sustainability": "Yeni metin"}, "plan": plan_json("800000.00", "400000.00")}
    answer = await way.as_coordinator().post(way.path("check/complete"), body)
    assert answer.status_code == 200, answer.text
    assert answer.json()["stage"] == "administrative_check"
    record = await way.record()
    assert (record.form["sustainability"], record.form["cluster_facts"]) == ("Yeni metin", "Metin")
    assert record.plan_version == 2
    async with way.room.desk.database.transaction() as session:
        newest = await plans.find(session, way.id, 2)
        kept = await checks.find_completion(session, way.id)
    assert newest is not None
    assert kept is not None
    assert (str(newest.requested), newest.why, kept.note) == ("400000.00", "Ekte", "Ekte")
    file = (await way.as_officer().get(f"/applications/{way.id}")).json()
    assert file["completion"]["replaced"] == {"sustainability": "Metin"}
    before = (await way.as_officer().get(way.path("plans/1"))).json()
    assert (before["version"], before["requested"]) == (1, "500000.00")
    assert before["plan"]["packages"][0]["items"][0]["grant"] == "500000.00"
    assert (await way.as_officer().get(way.path("plans/3"))).status_code == 404
    assert "application.check.completion_submitted" in await way.told()


async def test_completion_is_weighed_like_a_submission_with_every_breach_at_once(room_of: OpenRoom) -> None:
    way = await asked_to_complete(room_of)
    body = {"note": "Ekte", "form": {"poetry": "Şiir"}, "plan": plan_json("1000000.00", "750000.01")}
    answer = await way.as_coordinator().post(way.path("check/complete"), body)
    assert answer.status_code == 422
    assert set(rules_of(answer)) == {"money.overall_cap", "money.item_cap", "form.section_unknown"}
    assert (await way.record()).stage is Stage.COMPLETION


async def test_completion_at_the_end_of_its_time_is_too_late(room_of: OpenRoom) -> None:
    way = await asked_to_complete(room_of)
    due = (await way.record()).stage_due_at
    assert due is not None
    way.room.clock.at = due
    late = await way.as_coordinator().post(way.path("check/complete"), {"note": "Geç"})
    assert (late.status_code, rules_of(late)) == (409, ["stage.deadline"])
    way.room.clock.at = due - timedelta(seconds=1)
    assert (await way.as_coordinator().post(way.path("check/complete"), {"note": "Tam"})).status_code == 200


async def test_completion_can_be_asked_for_once(room_of: OpenRoom) -> None:
    way = await asked_to_complete(room_of)
    await way.as_coordinator().post(way.path("check/complete"), {"note": "Ekte"})
    again = await way.as_officer().post(way.path("check/completion"), {"items": ["Bir daha"]})
    assert (again.status_code, rules_of(again)) == (409, ["stage.completion_once"])


async def test_of_two_opposite_decisions_at_once_exactly_one_stands(room_of: OpenRoom) -> None:
    for _ in range(3):
        way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
        admit, exclude = await asyncio.gather(
            way.as_officer().post(way.path("check/admit")),
            way.as_officer().post(way.path("check/exclude"), {"reason": "Eksik"}),
        )
        assert sorted((admit.status_code, exclude.status_code)) == [200, 409]
        record = await way.record()
        assert (record.stage is Stage.ADMITTED) == (admit.status_code == 200)
        assert (record.outcome is Outcome.EXCLUDED) == (exclude.status_code == 200)
        told = await way.told()
        assert told.count("application.application.admitted") + told.count("application.application.ended") == 1


@pytest.mark.parametrize("text", ["", "   ", "x" * 20_001])
async def test_a_reason_nobody_could_keep_is_refused(room_of: OpenRoom, text: str) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    answer = await way.as_officer().post(way.path("check/exclude"), {"reason": text})
    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"][0]["field"] == "reason"


async def test_a_character_no_database_can_keep_is_refused(room_of: OpenRoom) -> None:
    way = await at(room_of, Stage.ADMINISTRATIVE_CHECK)
    answer = await way.as_officer().post(way.path("check/exclude"), {"reason": "a\u0000b"})
    assert answer.status_code == 422, answer.text
    assert (await way.record()).stage is Stage.ADMINISTRATIVE_CHECK

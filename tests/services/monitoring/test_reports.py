"""Activity reports over HTTP: who may, when, and everything that is wrong at once."""

import asyncio
from datetime import timedelta

import pytest

from grants.contracts.stages import DeadlineKind
from tests.rooms import Room
from tests.services.monitoring.life import INDICATORS, Life, begun, due, ok, report, rules_of

pytestmark = pytest.mark.servers


@pytest.fixture
async def life(room: Room) -> Life:
    """A grant whose first report is open."""
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    return life


async def test_a_report_is_filed_accepted_and_earns_by_item(life: Life) -> None:
    filed = ok(await life.file_report(1, I1="100.00", I2="200.00"))
    assert filed["status"] == "submitted"
    accepted = ok(await life.officer.post(f"/grants/{life.id}/reports/1/accept", {"note": "in order"}))
    assert (accepted["realised"], accepted["earned"], accepted["claimable"]) == ("300.00", "225.00", "225.00")
    told = await life.last("monitoring.report.accepted")
    assert (told.data["realised"], told.data["earned"]) == ("300.00", "225.00")
    assert told.data["deadlines"]
    assert (told.actorid, told.actorrole) == ("monitor", "monitoring_officer")


async def test_only_the_coordinator_files_and_only_the_monitoring_officer_decides(life: Life) -> None:
    path = f"/grants/{life.id}/reports/1"
    strangers = (
        life.officer,
        life.finance,
        life.room.api.as_("somebody", "coordinator"),
        life.room.api.as_("member", "consortium_member", tax_number="1234567890"),
        life.room.api.as_("admin", "administrator"),
    )
    for person in strangers:
        assert (await person.post(path, report(I1="1.00"))).status_code == 403
    ok(await life.coordinator.post(path, report(I1="1.00")))
    for person in (life.coordinator, life.finance, life.room.api.as_("o", "ministry_officer")):
        assert (await person.post(f"{path}/accept")).status_code == 403
        assert (await person.post(f"{path}/return", {"remarks": "no"})).status_code == 403
    assert (await life.room.api.post(path, report())).status_code == 401
    assert "monitoring.act.refused" in await life.told()


async def test_someone_who_is_the_coordinator_does_not_decide_as_an_officer(life: Life) -> None:
    both = life.room.api.as_(life.contract.coordinator_id, "coordinator", "monitoring_officer")
    ok(await both.post(f"/grants/{life.id}/reports/1", report(I1="1.00")))
    assert (await both.post(f"/grants/{life.id}/reports/1/accept")).status_code == 403


async def test_a_report_names_everything_that_is_wrong_at_once(life: Life) -> None:
    body = report() | {
        "spending": [
            {"item": "I1", "realised": "1.00"},
            {"item": "I1", "realised": "2.00"},
            {"item": "I9", "realised": "3.00"},
        ],
        "indicators": {**{code: 1 for code in INDICATORS if code != "G1"}, "G2": -1, "X": 1},
    }
    answer = await life.coordinator.post(f"/grants/{life.id}/reports/1", body)
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("application/problem+json")
    assert rules_of(answer) == [
        "report.item_twice",
        "settlement.item_unknown",
        "indicator.unknown",
        "indicator.missing",
        "indicator.range",
    ]
    assert all(error["message"] != error["rule"] for error in answer.json()["errors"])


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"spending": [{"item": "I1", "realised": "-0.01"}]}, "spending[0].realised"),
        ({"spending": [{"item": "I1", "realised": "0.001"}]}, "spending[0].realised"),
        ({"spending": [{"item": "I1", "realised": 1.5}]}, "spending[0].realised"),
        ({"spending": [{"item": "I1", "realised": "NaN"}]}, "spending[0].realised"),
        ({"spending": [{"item": "I1", "realised": "1e30"}]}, "spending[0].realised"),
        ({"technical": " "}, "technical"),
        ({"indicators": {"G1": 10**30}}, "indicators.G1"),
        ({"extra": 1}, "extra"),
    ],
)
async def test_what_cannot_be_a_report_is_refused_by_field(life: Life, change: dict[str, object], field: str) -> None:
    answer = await life.coordinator.post(f"/grants/{life.id}/reports/1", report() | change)
    assert answer.status_code == 422
    assert field in {error["field"] for error in answer.json()["errors"]}


async def test_a_text_the_database_cannot_keep_is_refused(life: Life) -> None:
    answer = await life.coordinator.post(f"/grants/{life.id}/reports/1", report() | {"technical": "a\u0000b"})
    assert 400 <= answer.status_code < 500


async def test_a_sum_beyond_every_plan_is_refused_and_never_breaks_the_database(life: Life) -> None:
    answer = await life.file_report(1, I1="9999999999999999.99", I2="9999999999999999.99")
    assert answer.status_code == 422
    assert "report.too_much" in rules_of(answer)


async def test_a_report_is_filed_only_when_its_period_has_ended_and_decided_only_when_filed(life: Life) -> None:
    for path, body in (("/2", report()), ("/1/accept", {}), ("/1/return", {"remarks": "no"})):
        person = life.coordinator if path == "/2" else life.officer
        answer = await person.post(f"/grants/{life.id}/reports{path}", body)
        assert answer.status_code == 409, path
    assert rules_of(await life.file_report(2)) == ["report_stage.awaited"]
    assert (await life.file_report(9)).status_code == 404
    await life.accepted(1, I1="1.00")
    assert rules_of(await life.file_report(1)) == ["report_stage.accepted"]


async def test_a_returned_report_has_its_full_time_again_and_what_is_filed_anew_replaces_it(life: Life) -> None:
    ok(await life.file_report(1, I1="100.00", I2="5.00"))
    life.room.clock.forward(days=25)
    answer = await life.officer.post(f"/grants/{life.id}/reports/1/return", {"remarks": "I2 is no cost"})
    assert ok(answer)["status"] == "returned"
    told = await life.last("monitoring.report.returned")
    new = due(await life.deadlines(), DeadlineKind.REPORT_DUE, 1)
    assert new is not None
    assert new - life.room.clock.at > timedelta(days=30)
    assert {"kind": "report_due", "number": 1, "at": new.isoformat().replace("+00:00", "Z")} in told.data["deadlines"]
    await life.accepted(1, I1="90.00")
    page = await life.page()
    assert page["money"]["realised"] == "90.00"
    assert page["reports"][0]["spending"] == [{"item": "I1", "realised": "90.00"}]


async def test_of_acceptance_and_return_at_the_same_moment_one_wins(life: Life) -> None:
    ok(await life.file_report(1, I1="1.00"))
    path = f"/grants/{life.id}/reports/1"
    answers = await asyncio.gather(
        life.officer.post(f"{path}/accept"), life.officer.post(f"{path}/return", {"remarks": "no"})
    )
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_the_same_key_gets_the_same_answer_and_acts_once(life: Life) -> None:
    path = f"/grants/{life.id}/reports/1"
    first = await life.coordinator.post(path, report(I1="1.00"), key="one")
    again = await life.coordinator.post(path, report(I1="1.00"), key="one")
    assert again.json() == ok(first)
    assert again.headers["Idempotent-Replay"] == "true"
    assert (await life.told()).count("monitoring.report.submitted") == 1


async def test_refusals_are_said_in_the_language_asked_for(life: Life) -> None:
    path = f"/grants/{life.id}/reports/2"
    turkish = (await life.coordinator.post(path, report())).json()
    english = (await life.coordinator.post(path, report(), language="en")).json()
    assert turkish["detail"] == "2. rapor dönemi sürüyor."
    assert english["detail"] == "Reporting period 2 has not ended."

"""Force majeure, extensions, notices and termination over HTTP."""

import asyncio
from base64 import b64encode
from datetime import date
from typing import Any

import pytest

from grants.calendar import start_of
from grants.contracts.stages import DeadlineKind
from tests.rooms import Room
from tests.services.monitoring.life import Life, begun, due, ok, rules_of

pytestmark = pytest.mark.servers

FLOOD = {"starts_on": "2027-04-01", "ground": "flood", "evidence": "report of the governor"}
LATER = {"ground": "technical", "new_end": "2034-03-01", "reason": "machines come late"}
YES = {"accepted": True, "reason": "seen"}
GRANTED = {"granted": True, "reason": "accepted"}


@pytest.fixture
async def life(room: Room) -> Life:
    """A grant one month old."""
    life = await begun(room)
    room.clock.at = start_of(date(2027, 4, 1))
    return life


async def declared(life: Life) -> str:
    return str(ok(await life.coordinator.post(f"/grants/{life.id}/force-majeure", FLOOD))["id"])


async def extension(life: Life, **change: Any) -> str:
    return str(ok(await life.coordinator.post(f"/grants/{life.id}/extensions", LATER | change))["id"])


async def test_accepted_force_majeure_pauses_the_grant_and_its_end_lets_the_clock_go_on(life: Life) -> None:
    one = await declared(life)
    assert (await life.page())["status"] == "in_force"
    ok(await life.officer.post(f"/force-majeure/{one}/decide", YES))
    told = await life.last("monitoring.force_majeure.decided")
    kinds = {due["kind"] for due in told.data["deadlines"]}
    assert ("support_end" in kinds, kinds & {"period_end", "report_due"}) == (True, set())
    page = await life.page()
    assert (page["status"], page["reports"][0]["period_ends_on"]) == ("paused", None)
    life.room.clock.at = start_of(date(2027, 5, 2))
    ok(await life.coordinator.post(f"/force-majeure/{one}/end", {"ended_on": "2027-05-01"}))
    assert (await life.page())["status"] == "in_force"
    assert due(await life.deadlines(), DeadlineKind.PERIOD_END, 1) == start_of(date(2027, 10, 1))
    (ends,) = [one for one in (await life.page())["dates"] if one["name"] == "period_end"]
    assert (ends["on"], ends["due"]) == ("2027-10-01", "period_end")
    assert [(step["rule"], step["allowed"]) for step in ends["steps"]] == [
        ("step.date.period_months", "1 × 6"),
        ("step.date.paused", "30"),
    ]


async def test_refused_force_majeure_moves_nothing(life: Life) -> None:
    before = await life.deadlines()
    one = await declared(life)
    ok(await life.officer.post(f"/force-majeure/{one}/decide", {"accepted": False, "reason": "no evidence"}))
    assert await life.deadlines() == before


async def test_force_majeure_is_decided_once_whatever_comes_at_the_same_moment(life: Life) -> None:
    one = await declared(life)
    no = {"accepted": False, "reason": "no"}
    answers = await asyncio.gather(*(life.officer.post(f"/force-majeure/{one}/decide", say) for say in (YES, no)))
    assert sorted(answer.status_code for answer in answers) == [200, 409]


async def test_the_acts_of_the_clock_belong_to_their_roles(life: Life) -> None:
    for person in (life.officer, life.room.api.as_("x", "coordinator")):
        assert (await person.post(f"/grants/{life.id}/force-majeure", FLOOD)).status_code == 403
        assert (await person.post(f"/grants/{life.id}/extensions", LATER)).status_code == 403
    one, longer = await declared(life), await extension(life)
    for person in (life.coordinator, life.finance):
        assert (await person.post(f"/force-majeure/{one}/decide", YES)).status_code == 403
        assert (await person.post(f"/extensions/{longer}/decide", GRANTED)).status_code == 403
        assert (await person.post(f"/grants/{life.id}/notices", {"reason": "late"})).status_code == 403
        assert (await person.post(f"/grants/{life.id}/terminate", {"reason": "late"})).status_code == 403
    ok(await life.officer.post(f"/force-majeure/{one}/decide", YES))
    assert (await life.finance.post(f"/force-majeure/{one}/end", {"ended_on": "2027-04-02"})).status_code == 403


@pytest.mark.parametrize(
    ("starts_on", "status"), [("2027-02-28", 422), ("2027-03-01", 201), ("2027-04-01", 201), ("2027-04-02", 422)]
)
async def test_force_majeure_begins_between_contract_and_today(life: Life, starts_on: str, status: int) -> None:
    answer = await life.coordinator.post(f"/grants/{life.id}/force-majeure", FLOOD | {"starts_on": starts_on})
    assert answer.status_code == status
    if status == 422:
        assert rules_of(answer) == ["force_majeure.starts_on"]


async def test_force_majeure_ends_after_it_began_and_not_after_today(life: Life) -> None:
    one = await declared(life)
    not_accepted = await life.officer.post(f"/force-majeure/{one}/end", {"ended_on": "2027-04-01"})
    assert not_accepted.status_code == 409
    ok(await life.officer.post(f"/force-majeure/{one}/decide", YES))
    for day in ("2027-04-01", "2027-04-02"):
        answer = await life.officer.post(f"/force-majeure/{one}/end", {"ended_on": day})
        assert (answer.status_code, rules_of(answer)) == (422, ["force_majeure.ended_on"])


async def test_an_extension_one_day_past_the_ceiling_is_refused_by_every_rule_it_breaks(life: Life) -> None:
    answer = await life.coordinator.post(f"/grants/{life.id}/extensions", LATER | {"new_end": "2034-03-02"})
    assert answer.status_code == 422
    assert rules_of(answer) == ["extension.months", "extension.ceiling"]
    await extension(life)


async def test_an_extension_asked_after_the_end_is_refused(life: Life) -> None:
    await life.travel(DeadlineKind.SUPPORT_END)
    answer = await life.coordinator.post(f"/grants/{life.id}/extensions", LATER)
    assert (answer.status_code, rules_of(answer)) == (422, ["extension.late"])


async def test_an_extension_can_never_ask_for_money(life: Life) -> None:
    answer = await life.coordinator.post(f"/grants/{life.id}/extensions", LATER | {"amount": "1.00"})
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "amount"


async def test_on_the_ground_of_force_majeure_it_must_be_over(life: Life) -> None:
    answer = await life.coordinator.post(f"/grants/{life.id}/extensions", LATER | {"ground": "force_majeure"})
    assert (answer.status_code, rules_of(answer)) == (422, ["extension.force_majeure_lasts"])


async def test_a_granted_extension_moves_the_end_and_leaves_the_money(life: Life) -> None:
    one = await extension(life)
    second = await life.coordinator.post(f"/grants/{life.id}/extensions", LATER)
    assert (second.status_code, rules_of(second)) == (409, ["extension.pending"])
    ok(await life.officer.post(f"/extensions/{one}/decide", GRANTED))
    page = await life.page()
    assert (page["support_ends_on"], page["money"]["approved"]) == ("2034-03-01", "2000.00")
    told = await life.last("monitoring.extension.decided")
    assert {"kind": "support_end", "number": 0, "at": "2034-02-28T21:00:00Z"} in told.data["deadlines"]
    again = await life.officer.post(f"/extensions/{one}/decide", GRANTED)
    assert (again.status_code, rules_of(again)) == (409, ["extension_stage.granted"])


async def test_a_notice_runs_its_days_and_its_expiry_is_a_task_not_an_end(life: Life) -> None:
    notice = ok(await life.officer.post(f"/grants/{life.id}/notices", {"reason": "no report", "cure_days": 10}))
    assert notice["cure_until"] == "2027-04-11T21:00:00Z"
    await life.travel(DeadlineKind.CURE_END)
    page = await life.page()
    assert (page["status"], page["notices"][0]["status"]) == ("in_force", "expired")
    assert "monitoring.notice.expired" in await life.told()
    kinds = [task["kind"] for task in ok(await life.officer.get("/tasks"))["entries"] if task["grant_id"] == life.id]
    assert kinds == ["notice.expired"]
    ok(await life.officer.post(f"/notices/{notice['id']}/cured"))
    again = await life.officer.post(f"/notices/{notice['id']}/cured")
    assert (again.status_code, rules_of(again)) == (409, ["notice_stage.cured"])


async def test_without_a_notice_a_grant_ends_only_on_withdrawal(life: Life) -> None:
    answer = await life.officer.post(f"/grants/{life.id}/terminate", {"reason": "no report"})
    assert (answer.status_code, rules_of(answer)) == (409, ["notice.missing"])
    unknown = await life.officer.post(f"/grants/{life.id}/terminate", {"reason": "x", "ground": "bad_mood"})
    assert (unknown.status_code, rules_of(unknown)) == (422, ["termination.ground"])
    assert (await life.officer.post(f"/grants/{life.id}/withdrawal", {"reason": "x"})).status_code == 403
    ok(await life.coordinator.post(f"/grants/{life.id}/withdrawal", {"reason": "given up"}))
    told = await life.last("monitoring.grant.terminated")
    assert (told.data["ground"], told.data["outcome"]) == ("own_wish", "withdrawn")
    page = await life.page()
    assert page["termination_ground"]["en"] == "Wish of the enterprise"
    assert (page["status"], page["support_ends_on"]) == ("terminated", "2027-04-02")
    assert page["reports"][0]["status"] == "open"
    assert {one.kind for one in await life.deadlines()} >= {DeadlineKind.REPORT_DUE, DeadlineKind.CLOSING_DUE}
    assert due(await life.deadlines(), DeadlineKind.SUPPORT_END) is None


async def test_a_notice_that_was_not_cured_in_time_is_enough_to_end_a_grant_and_then_no_clock_is_moved(
    life: Life,
) -> None:
    ok(await life.officer.post(f"/grants/{life.id}/notices", {"reason": "misuse"}))
    early = await life.officer.post(f"/grants/{life.id}/terminate", {"reason": "misuse"})
    assert (early.status_code, rules_of(early)) == (409, ["notice.missing"])
    await life.travel(DeadlineKind.CURE_END)
    office = life.room.api.as_("office", "ministers_office")
    ok(await office.post(f"/grants/{life.id}/terminate", {"reason": "misuse"}))
    for path, body in (("force-majeure", FLOOD), ("extensions", LATER)):
        assert (await life.coordinator.post(f"/grants/{life.id}/{path}", body)).status_code == 409
    assert (await life.officer.post(f"/grants/{life.id}/notices", {"reason": "more"})).status_code == 409
    assert (await life.officer.post(f"/grants/{life.id}/terminate", {"reason": "again"})).status_code == 409


async def test_what_an_extension_and_force_majeure_rest_on_is_kept_as_papers_and_a_paper_nobody_has_is_refused(
    life: Life,
) -> None:
    paper = {"name": "Rapor", "media_type": "application/pdf", "content": b64encode(b"%PDF-1.7 rapor %%EOF").decode()}
    document = ok(await life.coordinator.post(f"/grants/{life.id}/scans", paper))["document"]
    said = FLOOD | {"documents": [document, document]}
    wish = LATER | {"evidence": "Tutanak", "documents": [document]}
    for path, body in (("force-majeure", said), ("extensions", wish)):
        wrong = await life.coordinator.post(f"/grants/{life.id}/{path}", {**body, "documents": ["b" * 64]})
        assert (wrong.status_code, rules_of(wrong)) == (422, ["scan.unknown"])
        assert ok(await life.coordinator.post(f"/grants/{life.id}/{path}", body))["documents"] == [document]
    page = await life.page()
    assert (page["extensions"][0]["evidence"], page["force_majeure"][0]["documents"]) == ("Tutanak", [document])
    asked = await life.last("monitoring.extension.asked")
    assert asked.data["documents"] == [document]
    refused = {"granted": False, "reason": "Yeterli değil."}
    ok(await life.officer.post(f"/extensions/{page['extensions'][0]['id']}/decide", refused))
    assert (await life.last("monitoring.extension.decided")).data["reason"] == "Yeterli değil."

"""Closing and the final settlement over HTTP, and what is read."""

import asyncio

import pytest

from grants.contracts.stages import DeadlineKind
from tests.rooms import Room
from tests.services.monitoring.life import CLOSING, Life, begun, ok, rules_of

pytestmark = pytest.mark.servers


async def ended(room: Room, **spent: str) -> Life:
    """A grant whose support has ended and whose reports are accepted; the first says what was spent."""
    life = await begun(room)
    await life.travel(DeadlineKind.SUPPORT_END)
    for number in range(1, 11):
        await life.accepted(number, **(spent if number == 1 else {}))
    return life


async def test_a_grant_is_settled_and_what_is_left_is_paid_by_a_last_claim(room: Room) -> None:
    life = await ended(room, I1="1000.00", I2="1000.00")
    settled = await life.settled()
    assert (settled["allowed"], settled["due_to_grantee"], settled["to_recover"]) == ("1000.00", "1000.00", "0.00")
    assert settled["outcome"] == "completed"
    same_person = room.api.as_("monitor", "finance_officer")
    assert (await same_person.post(f"/claims/{settled['claim_id']}/pay", life.payment())).status_code == 403
    ok(await life.finance.post(f"/claims/{settled['claim_id']}/pay", life.payment()))
    page = await life.page()
    assert (page["status"], page["money"]["paid"]) == ("closed", "1000.00")
    assert {one["kind"] for one in page["deadlines"]} == {"obligation_reminder", "obligation_end"}
    closed = await life.last("monitoring.grant.closed")
    amounts = {key: closed.data[key] for key in ("outcome", "realised", "allowed", "paid", "recovered")}
    assert amounts == {
        "outcome": "completed",
        "realised": "2000.00",
        "allowed": "1000.00",
        "paid": "0.00",
        "recovered": "0.00",
    }
    assert page["settlement"]["explanation"]["steps"][-1]["rule"] == "step.settlement.due"


async def test_what_was_paid_above_the_ceiling_is_ordered_back(room: Room) -> None:
    life = await ended(room, I1="400.00")
    await life.paid((await life.claimed())["id"])
    settled = await life.settled()
    assert (settled["paid"], settled["allowed"], settled["to_recover"]) == ("300.00", "200.00", "100.00")
    assert settled["claim_id"] is None
    assert (await life.told())[-2:] == ["monitoring.recovery.ordered", "monitoring.grant.closed"]


async def test_a_closing_names_every_report_that_is_not_accepted(room: Room) -> None:
    life = await begun(room)
    early = await life.coordinator.post(f"/grants/{life.id}/closing", CLOSING)
    assert (early.status_code, rules_of(early)) == (409, ["grant_stage.in_force"])
    await life.travel(DeadlineKind.SUPPORT_END)
    await life.accepted(1)
    answer = await life.coordinator.post(f"/grants/{life.id}/closing", CLOSING)
    assert answer.status_code == 409
    assert [error["field"] for error in answer.json()["errors"]] == [f"reports[{number}]" for number in range(2, 11)]


async def test_settling_waits_for_the_closing_or_for_its_time_to_be_over(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.SUPPORT_END)
    early = await life.officer.post(f"/grants/{life.id}/settle")
    assert (early.status_code, rules_of(early)) == (409, ["closing.missing"])
    await life.travel(DeadlineKind.CLOSING_DUE)
    assert "closing.overdue" in {task["kind"] for task in ok(await life.officer.get("/tasks", limit=200))["entries"]}
    assert ok(await life.officer.post(f"/grants/{life.id}/settle"))["allowed"] == "0.00"


async def test_a_terminated_grant_is_settled_like_any_other(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="100.00")
    claim = await life.claimed()
    ok(await life.officer.post(f"/grants/{life.id}/terminate", {"reason": "given up", "ground": "own_wish"}))
    assert (await life.officer.post(f"/claims/{claim['id']}/approve")).status_code == 409
    await life.accepted(2, I1="100.00")
    settled = await life.settled()
    assert (settled["outcome"], settled["allowed"]) == ("withdrawn", "100.00")
    statuses = [one["status"] for one in (await life.page())["claims"]]
    assert statuses == ["lapsed", "approved"]


async def test_closing_and_settling_belong_to_their_roles_and_happen_once(room: Room) -> None:
    life = await ended(room, I1="10.00")
    assert (await life.officer.post(f"/grants/{life.id}/closing", CLOSING)).status_code == 403
    ok(await life.coordinator.post(f"/grants/{life.id}/closing", CLOSING))
    again = await life.coordinator.post(f"/grants/{life.id}/closing", CLOSING)
    assert (again.status_code, rules_of(again)) == (409, ["closing.submitted"])
    assert (await life.coordinator.post(f"/grants/{life.id}/claims")).status_code == 409
    early = await life.officer.post(f"/grants/{life.id}/settle")
    assert (early.status_code, rules_of(early)) == (409, ["closing.undecided"])
    assert (await life.coordinator.post(f"/grants/{life.id}/closing/accept")).status_code == 403
    ok(await life.officer.post(f"/grants/{life.id}/closing/accept"))
    assert (await life.finance.post(f"/grants/{life.id}/settle")).status_code == 403
    answers = await asyncio.gather(*(life.officer.post(f"/grants/{life.id}/settle") for _ in range(3)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409]
    assert (await life.told()).count("monitoring.grant.closed") == 1


async def test_a_closed_grant_takes_no_act(room: Room) -> None:
    life = await ended(room)
    await life.settled()
    for person, path, body in (
        (life.coordinator, "claims", {}),
        (life.coordinator, "closing", CLOSING),
        (life.coordinator, "force-majeure", {"starts_on": "2027-04-01", "ground": "x", "evidence": "y"}),
        (life.officer, "settle", {}),
        (life.officer, "notices", {"reason": "x"}),
        (life.officer, "auditor", {"person_id": "x", "due_on": "2040-01-01"}),
        (life.officer, "terminate", {"reason": "x", "ground": "own_wish"}),
    ):
        assert (await person.post(f"/grants/{life.id}/{path}", body)).status_code == 409, path
    assert (await life.page())["can"] == ["grant.reopen", "obligation.look", "obligation.release"]

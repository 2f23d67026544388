"""The grant begins with the contract, and its deadlines fall due."""

from datetime import date
from uuid import uuid4

import pytest

from grants.breach import NotYet
from grants.calendar import start_of
from grants.contracts.activities import FallDue
from grants.contracts.stages import DeadlineKind
from runtime.auth import system_actor
from services.monitoring.usecases.fall_due import fall_due
from tests.retold import fell, retold
from tests.rooms import Room
from tests.services.monitoring.life import RULES, begun, due, hear, ok

pytestmark = pytest.mark.servers

PERIOD, REPORT, SUPPORT = DeadlineKind.PERIOD_END, DeadlineKind.REPORT_DUE, DeadlineKind.SUPPORT_END


async def test_a_concluded_contract_opens_the_grant_with_its_regime_pinned_and_its_deadlines_told(room: Room) -> None:
    life = await begun(room)
    opened = await life.last("monitoring.grant.opened")
    assert opened.regime == f"kdp-2014@{RULES.revision}"
    assert opened.data["support_ends_on"] == "2032-03-01"
    assert opened.data["ceiling_ends_on"] == "2034-03-01"
    assert opened.data["approved"] == "2000.00"
    due = [(one["kind"], one["number"]) for one in opened.data["deadlines"]]
    assert due == [("period_end", 1), ("audit_due", 1), ("support_end", 0)]
    page = await life.page()
    assert page["status"] == "in_force"
    assert [item["grant"] for item in page["items"]] == ["500.00", "1500.00"]
    assert page["reports"][0]["period_ends_on"] == "2027-09-01"


async def test_a_contract_heard_twice_opens_one_grant(room: Room) -> None:
    life = await begun(room)
    await hear(room, life.contract)
    assert await life.told() == ["monitoring.grant.opened"]


async def test_a_deadline_of_a_grant_not_heard_of_is_asked_about_again(room: Room) -> None:
    order = FallDue(key="k", grant_id="nobody", kind=PERIOD, number=1, at=room.clock.at)
    with pytest.raises(NotYet):
        async with room.desk.unit(system_actor("workflow")) as unit:
            await fall_due(unit, order)


async def test_a_period_end_opens_the_report_once_however_often_it_is_asked(room: Room) -> None:
    life = await begun(room)
    at = room.clock.at = start_of(date(2027, 9, 1))
    first = await life.ask(PERIOD, 1, at)
    assert due(first.deadlines, REPORT, 1) == start_of(date(2027, 10, 1))
    assert due(first.deadlines, PERIOD, 2) == start_of(date(2028, 3, 1))
    again = await life.ask(PERIOD, 1, at)
    assert again == first
    assert (await life.told()).count("monitoring.report.opened") == 1
    assert fell((await life.last("monitoring.report.opened")).data) == ("period_end", "period_ended")


async def test_a_deadline_that_has_not_come_or_does_not_stand_changes_nothing(room: Room) -> None:
    life = await begun(room)
    before = await life.page()
    early = await life.ask(PERIOD, 1, start_of(date(2027, 9, 1)))
    room.clock.at = start_of(date(2028, 1, 1))
    for kind, number, day in (
        (PERIOD, 1, date(2027, 8, 31)),
        (PERIOD, 2, date(2027, 9, 1)),
        (REPORT, 1, date(2027, 10, 1)),
        (SUPPORT, 0, date(2027, 9, 1)),
    ):
        assert await life.ask(kind, number, start_of(day)) == early
    after = await life.page()
    assert {**after, "funds": {**after["funds"], "day": before["funds"]["day"]}} == before
    assert await life.told() == ["monitoring.grant.opened"]


async def test_a_deadline_moved_by_force_majeure_no_longer_stands(room: Room) -> None:
    life = await begun(room)
    room.clock.at = start_of(date(2027, 4, 1))
    said = {"starts_on": "2027-04-01", "ground": "flood", "evidence": "report of the governor"}
    one = ok(await life.coordinator.post(f"/grants/{life.id}/force-majeure", said))
    ok(await life.officer.post(f"/force-majeure/{one['id']}/decide", {"accepted": True, "reason": "seen"}))
    room.clock.at = start_of(date(2027, 9, 1))
    state = await life.ask(PERIOD, 1, room.clock.at)
    assert [one.kind for one in state.deadlines] == [SUPPORT]
    assert (await life.page())["reports"][0]["status"] == "awaited"


async def test_a_report_not_filed_falls_late_and_can_still_be_filed(room: Room) -> None:
    life = await begun(room)
    await life.travel(REPORT)
    assert (await life.page())["reports"][0]["status"] == "late"
    ok(await life.file_report(1, I1="10.00"))
    assert (await life.told())[-2:] == ["monitoring.report.late", "monitoring.report.submitted"]
    assert fell((await life.last("monitoring.report.late")).data) == ("report_due", "late")


async def test_five_years_later_support_ends_with_ten_reports_and_the_closing_is_awaited(room: Room) -> None:
    life = await begun(room)
    state = await life.travel(SUPPORT)
    page = await life.page()
    assert page["status"] == "closing"
    assert [report["number"] for report in page["reports"]] == list(range(1, 11))
    assert due(state.deadlines, DeadlineKind.CLOSING_DUE) == start_of(date(2032, 5, 30))
    told = await life.last("monitoring.grant.support_ended")
    assert told.data["turn"] == state.turn
    assert told.data["deadlines"][-1]["kind"] == "closing_due"
    assert fell(told.data) == ("support_end", "support_ended")
    await life.travel(DeadlineKind.CLOSING_DUE)
    assert fell((await life.last("monitoring.closing.overdue")).data) == ("closing_due", "overdue")
    opened = retold((await life.last("monitoring.grant.opened")).data)
    assert (opened.outcome, opened.figures["due"]) == ("in_time", start_of(date(2032, 3, 1)).isoformat())


async def test_a_contract_of_29_february_is_supported_until_the_end_of_28_february(room: Room) -> None:
    life = await begun(room, signed_on=date(2024, 2, 29))
    page = await life.page()
    assert page["support_ends_on"] == "2029-03-01"
    assert page["ceiling_ends_on"] == "2031-03-01"


async def test_a_paper_contract_of_long_ago_goes_through_its_periods_one_after_the_other(room: Room) -> None:
    life = await begun(room, signed_on=date(2017, 5, 2), taken_over=True)
    await life.travel(SUPPORT)
    page = await life.page()
    assert page["reports"][-1]["period_ends_on"] == "2022-05-02"
    assert page["reports"][0]["due_at"] > room.clock.at.isoformat()


async def test_each_change_is_a_new_turn(room: Room) -> None:
    life = await begun(room)
    turns = [(await life.travel(PERIOD)).turn for _ in range(3)]
    assert turns == sorted(set(turns))


async def test_the_activity_answers_as_its_contract_says(room: Room) -> None:
    life = await begun(room)
    (activity,) = room.plan.activities(room.desk, room.platform)
    order = FallDue(key=str(uuid4()), grant_id=life.id, kind=PERIOD, number=1, at=start_of(date(2027, 9, 1)))
    first = await activity(order)
    room.clock.at = start_of(date(2027, 9, 1))
    assert await activity(order) == first, "the same order gets the same answer"

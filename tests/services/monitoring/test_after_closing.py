"""What outlives a grant over HTTP: obligations with their own dates, and the one way to open it again."""

from datetime import date, timedelta
from typing import Any

import pytest

from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from tests.rooms import Room
from tests.services.monitoring.life import RULES, Life, begun, due, ok, rules_of

pytestmark = pytest.mark.servers

LOOK, END = DeadlineKind.OBLIGATION_REMINDER, DeadlineKind.OBLIGATION_END


async def closed(room: Room) -> Life:
    """A grant given up in its second month, and settled."""
    life = await begun(room)
    room.clock.at = start_of(date(2027, 4, 1))
    ok(await life.coordinator.post(f"/grants/{life.id}/withdrawal", {"reason": "given up"}))
    await life.accepted(1, I1="100.00")
    await life.settled()
    return life


def paper(life: Life, **change: Any) -> dict[str, Any]:
    signed = istanbul_day(life.room.clock.at).isoformat()
    return {"number": "EK-9", "signed_on": signed, "reason": "court"} | change


async def test_obligations_begin_with_the_closing_and_each_has_its_own_dates(room: Room) -> None:
    life = await closed(room)
    kinds = [(one.code, one.years) for one in RULES.obligations.kinds.value]
    lines = (await life.page())["obligations"]
    assert [(one["code"], one["years"], one["status"]) for one in lines] == [(*one, "running") for one in kinds]
    told = await life.last("monitoring.grant.closed")
    assert (told.data["closed"], told.data["opening"], told.data["outcome"]) == (True, 1, "withdrawn")
    assert {(one["kind"], one["number"]) for one in told.data["deadlines"]} == {
        *((LOOK.value, 1), (END.value, 1), (LOOK.value, 2), (END.value, 2))
    }
    assert due(await life.deadlines(), END, 1) == start_of(date(2030, 4, 1))


async def test_an_officer_is_asked_to_look_and_time_alone_ends_an_obligation(room: Room) -> None:
    life = await closed(room)
    await life.travel(LOOK)
    assert istanbul_day(room.clock.at) == date(2030, 4, 1) - timedelta(days=60)
    tasks = ok(await life.officer.get("/tasks", limit=200))["entries"]
    assert [(one["kind"], one["number"]) for one in tasks if one["grant_id"] == life.id] == [("obligation.look", 1)]
    found, path = {"found": "kept", "note": "all there"}, f"/grants/{life.id}/obligations/1"
    assert (await life.coordinator.post(f"{path}/look", found)).status_code == 403
    ok(await life.officer.post(f"{path}/look", found))
    tasks = ok(await life.officer.get("/tasks", limit=200))["entries"]
    assert [one for one in tasks if one["grant_id"] == life.id] == []
    await life.travel(END)
    first, second = (await life.page())["obligations"]
    assert (first["status"], first["found"], second["status"]) == ("ended", "kept", "running")
    assert "monitoring.obligation.ended" in await life.told()
    late = await life.officer.post(f"{path}/release", {"reason": "too late"})
    assert (late.status_code, rules_of(late)) == (409, ["obligation_stage.ended"])
    ok(await life.officer.post(f"/grants/{life.id}/obligations/2/release", {"reason": "kept by the archive"}))
    assert await life.deadlines() == ()


async def test_a_closed_grant_is_opened_again_by_an_addendum_and_closed_anew(room: Room) -> None:
    life = await closed(room)
    for asked, status, rules in (
        (paper(life, signed_on="2027-03-31"), 422, ["addendum.signed_on"]),
        (paper(life, runs_until="2034-03-02"), 422, ["reopening.runs_until"]),
    ):
        answer = await life.officer.post(f"/grants/{life.id}/reopening", asked)
        assert (answer.status_code, rules_of(answer)) == (status, rules)
    assert (await life.coordinator.post(f"/grants/{life.id}/reopening", paper(life))).status_code == 403
    done = ok(await life.officer.post(f"/grants/{life.id}/reopening", paper(life)))
    assert done["number"] == "EK-9"
    page = await life.page()
    assert (page["status"], page["outcome"], page["settlement"]) == ("terminated", None, None)
    assert {one["status"] for one in page["obligations"]} == {"replaced"}
    again = await life.officer.post(f"/grants/{life.id}/reopening", paper(life, number="EK-10"))
    assert (again.status_code, rules_of(again)) == (409, ["grant_stage.terminated"])
    await life.settled()
    assert (await life.last("monitoring.grant.closed")).data["opening"] == 2
    assert [one["status"] for one in (await life.page())["obligations"]] == ["replaced"] * 2 + ["running"] * 2


async def test_a_grant_opened_again_may_run_until_its_ceiling(room: Room) -> None:
    life = await closed(room)
    ok(await life.officer.post(f"/grants/{life.id}/reopening", paper(life, runs_until="2034-03-01")))
    page = await life.page()
    assert (page["status"], page["support_ends_on"], page["reports"][-1]["status"]) == (
        "in_force",
        "2034-03-01",
        "awaited",
    )
    told = await life.last("monitoring.grant.reopened")
    assert (told.data["runs"], told.data["closed"], told.data["opening"]) == (True, False, 2)
    assert due(await life.deadlines(), DeadlineKind.PERIOD_END, 2) == start_of(date(2027, 10, 1))

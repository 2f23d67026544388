"""Who reads what: the page, the list and the tasks."""

from datetime import timedelta

import pytest

from grants.contracts.stages import DeadlineKind
from tests.rooms import Room
from tests.services.monitoring.life import begun, ok

pytestmark = pytest.mark.servers


async def test_the_page_is_read_by_parties_and_ministry_and_by_nobody_else(room: Room) -> None:
    life = await begun(room)
    readers = (
        life.coordinator,
        life.officer,
        life.finance,
        room.api.as_("m", "consortium_member", tax_number="1234567890"),
        room.api.as_("m", "consortium_member", organisation="Firma"),
        room.api.as_("i", "inspector"),
    )
    for person in readers:
        assert (await person.get(f"/grants/{life.id}")).status_code == 200
    for person in (
        room.api.as_("x", "coordinator"),
        room.api.as_("m", "consortium_member", tax_number="1111111111"),
        room.api.as_("e", "evaluator"),
        room.api.as_("a", "independent_auditor"),
    ):
        assert (await person.get(f"/grants/{life.id}")).status_code == 403
    assert (await life.officer.get("/grants/nothing")).status_code == 404


async def test_the_page_says_what_the_person_can_do_now(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    mine = ok(await life.coordinator.get(f"/grants/{life.id}"))
    own = {"extension.ask", "force_majeure.declare", "report.submit"}
    officers = {
        "addendum.record",
        "grant.terminate",
        "independent_audit.ask",
        "independent_audit.assign",
        "notice.give",
    }
    not_yet = {"report.decide", "closing.settle", "finding.decide", "development.decide"}
    theirs = (await life.page())["can"]
    assert mine["can"] == sorted(mine["can"])
    assert (own <= set(mine["can"]), officers.isdisjoint(mine["can"])) == (True, True)
    assert (officers <= set(theirs), (own | not_yet).isdisjoint(theirs)) == (True, True)
    await life.accepted(1, I1="100.00")
    claim = await life.claimed()
    page = await life.page()
    assert [one["can"] for one in page["claims"]] == [["claim.approve", "claim.return", "claim.refuse"]]
    ok(await life.officer.post(f"/claims/{claim['id']}/approve"))
    for person, can in (
        (life.officer, ["claim.return", "claim.refuse"]),
        (life.finance, ["claim.pay", "claim.return"]),
        (room.api.as_("monitor", "finance_officer"), ["claim.return"]),
    ):
        found = ok(await person.get(f"/grants/{life.id}"))
        assert found["claims"][0]["can"] == can


async def test_the_page_tells_dates_with_their_reason_indicators_and_history(room: Room) -> None:
    life = await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="100.00")
    page = await life.page()
    dates = {one["name"]: (one["on"], one["steps"][0]["rule"], one["steps"][0]["allowed"]) for one in page["dates"]}
    assert dates["contracted_end"] == ("2032-03-01", "step.date.base_years", "5")
    assert dates["ceiling_ends_on"] == ("2034-03-01", "step.date.ceiling_years", "7")
    assert dates["report_due"] == ("2027-10-01", "step.date.report_days", "30")
    assert {one["code"]: one["values"] for one in page["indicators"]}["G1"] == {"1": 1}
    assert [one["act"] for one in page["history"]] == [
        "monitoring.report.accepted",
        "monitoring.report.submitted",
        "monitoring.report.opened",
        "monitoring.grant.opened",
    ]
    assert page["history"][0]["actor_role"] == "monitoring_officer"
    assert page["members"][0]["name"] == "Firma"
    assert page["items"][0]["realised"] == "100.00"


async def test_the_list_shows_officers_everything_and_parties_their_own_page_by_page(room: Room) -> None:
    lives = [await begun(room) for _ in range(3)]
    for life in lives:
        assert [one["id"] for one in ok(await life.coordinator.get("/grants"))["entries"]] == [life.id]
    seen: list[str] = []
    after = ""
    while True:
        answer = ok(await lives[0].officer.get("/grants", after=after, limit=2))
        seen += [one["id"] for one in answer["entries"]]
        if answer["after"] is None:
            break
        after = answer["after"]
    assert seen == sorted(set(seen))
    assert {life.id for life in lives} <= set(seen)
    member = room.api.as_("m", "consortium_member", tax_number="1234567890")
    found = ok(await member.get("/grants", after=min(life.id for life in lives)[:-1], limit=200))
    assert found["entries"]
    assert ok(await room.api.as_("x", "coordinator").get("/grants"))["entries"] == []
    assert ok(await room.api.as_("e", "evaluator").get("/grants"))["entries"] == []
    assert ok(await lives[0].coordinator.get("/grants", status="closed"))["entries"] == []
    (mine,) = ok(await lives[0].coordinator.get("/grants"))["entries"]
    for said, found in ((mine["consortium_name"], 1), (mine["number"].lower(), 1), ("böyle bir ad yok", 0)):
        assert len(ok(await lives[0].coordinator.get("/grants", q=said))["entries"]) == found, said


@pytest.mark.parametrize("query", [{"limit": 0}, {"limit": 201}, {"after": "%00"}, {"status": "odd"}])
async def test_a_list_asked_for_oddly_is_refused(room: Room, query: dict[str, object]) -> None:
    assert (await room.api.as_("m", "monitoring_officer").get("/grants", **query)).status_code == 422


async def test_tasks_follow_the_work_from_hand_to_hand(room: Room) -> None:
    life = await begun(room)
    people = {"coordinator": life.coordinator, "officer": life.officer, "finance": life.finance}

    async def waiting() -> dict[str, list[str]]:
        found = {}
        for name, person in people.items():
            entries = ok(await person.get("/tasks", limit=200))["entries"]
            found[name] = [task["kind"] for task in entries if task["grant_id"] == life.id]
        return {name: kinds for name, kinds in found.items() if kinds}

    assert await waiting() == {}
    await life.travel(DeadlineKind.PERIOD_END)
    assert await waiting() == {"coordinator": ["report.submit"]}
    (task,) = ok(await life.coordinator.get("/tasks"))["entries"]
    assert (task["number"], task["due_at"]) == (1, "2027-09-30T21:00:00Z")
    ok(await life.file_report(1, I1="100.00"))
    assert await waiting() == {"officer": ["report.decide"]}
    ok(await life.officer.post(f"/grants/{life.id}/reports/1/accept"))
    assert await waiting() == {"coordinator": ["claim.make"]}
    claim = await life.claimed()
    assert await waiting() == {"officer": ["claim.approve"]}
    ok(await life.officer.post(f"/claims/{claim['id']}/approve"))
    assert await waiting() == {"finance": ["claim.pay"]}
    ok(await life.finance.post(f"/claims/{claim['id']}/pay", life.payment()))
    assert await waiting() == {}
    day = (room.clock.at + timedelta(hours=3)).date().isoformat()
    said = {"starts_on": day, "ground": "flood", "evidence": "seen"}
    ok(await life.coordinator.post(f"/grants/{life.id}/force-majeure", said))
    wish = {"ground": "technical", "new_end": "2033-03-01", "reason": "late"}
    ok(await life.coordinator.post(f"/grants/{life.id}/extensions", wish))
    assert sorted((await waiting())["officer"]) == ["extension.decide", "force_majeure.decide"]

"""Changes of a grant in its room: asked, seen before they are decided, decided by the right people, kept for ever."""

import asyncio
from datetime import timedelta
from typing import Any

import pytest

from grants.contracts.application_events import MemberData
from grants.contracts.stages import DeadlineKind
from tests.rooms import Room
from tests.services.monitoring.life import Life, begun, ok, plan, rules_of

pytestmark = pytest.mark.servers

MEMBERS = (
    MemberData(name="Üniversite", kind="university", tax_number="2000000001", province="Ankara"),
    MemberData(name="Sanayi Odası", kind="chamber_of_industry", tax_number="2000000002", province="Ankara"),
    *(MemberData(name=f"Firma {n}", kind="firm", tax_number=f"{n:010d}", province="Ankara") for n in range(1, 21)),
)


@pytest.fixture
async def life(room: Room) -> Life:
    return await begun(room, members=MEMBERS, geography_has_chamber_of_industry=True)


def transfer(cost: str = "500.00", grant: str = "250.00", source: str = "I2", target: str = "I1") -> dict[str, Any]:
    moved = {"source": source, "target": target, "cost": cost, "grant": grant}
    return {"kind": "budget_transfer", "reason": "Fiyat arttı.", "transfers": [moved]}


def whole(kind: str, **changes: Any) -> dict[str, Any]:
    raw = plan()
    raw["packages"][0] |= changes
    return {"kind": kind, "reason": "Gerekçe.", "plan": raw}


async def ask(life: Life, asked: dict[str, Any]) -> dict[str, Any]:
    return ok(await life.coordinator.post(f"/grants/{life.id}/changes", asked))


async def test_a_transfer_is_seen_before_it_is_asked_and_counts_once_it_is_accepted(life: Life) -> None:
    seen = ok(await life.coordinator.post(f"/grants/{life.id}/changes/preview", transfer()))
    assert (seen["decider"], seen["breaches"]) == ("monitoring_officer", [])
    assert [one["what"] for one in seen["differences"]] == ["item.cost", "item.grant"] * 2
    assert (await life.page())["changes"] == []
    asked = await ask(life, transfer())
    page = await life.page()
    assert page["changes"][0]["can"] == ["change.decide"]
    tasks = ok(await life.officer.get("/tasks", limit=200))["entries"]
    assert ("change.decide", asked["id"]) in [(one["kind"], one["part"]) for one in tasks]
    fresh = ok(await life.officer.get(f"/changes/{asked['id']}"))["today"]
    assert [one["decision"] for one in fresh["explanations"]] == ["change", "plan"]
    done = ok(await life.officer.post(f"/changes/{asked['id']}/accept"))
    assert (done["status"], done["version"]) == ("accepted", 3)
    page = await life.page()
    assert [(one["key"], one["cost"], one["grant"]) for one in page["items"]] == [
        ("I1", "1500.00", "750.00"),
        ("I2", "2500.00", "1250.00"),
    ]
    assert (page["plan_version"], page["money"]["approved"]) == (3, "2000.00")
    told = (await life.told())[-3:]
    assert told == ["monitoring.change.asked", "monitoring.change.decided", "monitoring.plan.changed"]
    assert (await life.last("monitoring.plan.changed")).data["grant"] == "2000.00"
    await life.travel(DeadlineKind.PERIOD_END)
    await life.accepted(1, I1="1500.00")
    assert (await life.page())["money"]["claimable"] == "750.00"
    late = await life.coordinator.post(f"/grants/{life.id}/changes", transfer("0.01", "0.01", "I1", "I2"))
    assert (late.status_code, rules_of(late)) == (
        422,
        ["change.item_spent", "change.item_earned", "change.earned_falls"],
    )


async def test_every_version_of_the_plan_is_kept_and_read_as_of_a_day(life: Life) -> None:
    done = await ask(life, whole("minor", title="Yeni ad"))
    assert (done["status"], done["version"]) == ("notified", 3)
    path = f"/grants/{life.id}/plan"
    today = (life.room.clock.at + timedelta(hours=3)).date()
    old = ok(await life.coordinator.get(path, on=life.contract.signed_on.isoformat()))
    new = ok(await life.coordinator.get(path, on=today.isoformat()))
    assert old["version"] == (2 if today > life.contract.signed_on else 3)
    assert (new["version"], new["plan"]["packages"][0]["title"]) == (3, "Yeni ad")
    assert ok(await life.officer.get(path)) == new
    kept = ok(await life.officer.get(f"{path}/versions"))["entries"]
    assert [(one["version"], one["plan"]["packages"][0]["title"]) for one in kept] == [(2, "Package"), (3, "Yeni ad")]
    before = await life.officer.get(path, on="2020-01-01")
    assert (before.status_code, rules_of(before)) == (404, ["change.day_before"])
    assert (await life.room.api.as_("x", "coordinator").get(path)).status_code == 403


async def test_a_major_change_waits_for_the_minister_and_nobody_else(life: Life) -> None:
    milestone = {"key": "M1", "title": "Açılış", "quarter": 4}
    asked = await ask(life, whole("major", milestones=[milestone]))
    path, minister = f"/changes/{asked['id']}", life.room.api.as_("bakan", "ministers_office")
    for other in (life.officer, life.finance, life.coordinator):
        assert (await other.post(f"{path}/accept")).status_code == 403
    assert asked["id"] in [one["part"] for one in ok(await minister.get("/tasks", limit=200))["entries"]]
    assert (await minister.post(f"{path}/refuse")).status_code == 422
    ok(await minister.post(f"{path}/accept", {"paper": "2027/14"}))
    assert [(one["key"], one["ends_on"]) for one in (await life.page())["milestones"]] == [("M1", "2028-03-01")]
    again = await minister.post(f"{path}/refuse", {"reason": "x"})
    assert (again.status_code, rules_of(again)) == (409, ["change_stage.accepted"])


async def test_a_plan_overtaken_by_a_transfer_is_asked_anew(life: Life) -> None:
    old = await ask(life, whole("major", milestones=[{"key": "M1", "title": "Açılış", "quarter": 4}]))
    moved = await ask(life, transfer())
    ok(await life.officer.post(f"/changes/{moved['id']}/accept"))
    minister = life.room.api.as_("bakan", "ministers_office")
    answer = await minister.post(f"/changes/{old['id']}/accept")
    assert (answer.status_code, rules_of(answer)) == (409, ["change.overtaken"])
    second = await life.coordinator.post(f"/grants/{life.id}/changes", whole("major", title="x", activities=[]))
    assert (second.status_code, rules_of(second)) == (409, ["change.pending"])
    assert ok(await life.coordinator.post(f"/changes/{old['id']}/withdraw"))["status"] == "withdrawn"


async def test_a_member_leaves_only_with_one_in_its_place_and_loses_its_part_in_the_grant(life: Life) -> None:
    leaving = {"kind": "member", "reason": "Ayrıldı.", "leaves": ["0000000001"]}
    answer = await life.coordinator.post(f"/grants/{life.id}/changes", leaving)
    assert (answer.status_code, rules_of(answer)) == (422, ["composition.firms"])
    joining = {"name": "Yeni Firma", "kind": "firm", "tax_number": "3000000001", "province": "Konya"}
    asked = await ask(life, {**leaving, "joins": [joining]})
    left = life.room.api.as_("eski", "consortium_member", tax_number="0000000001")
    new = life.room.api.as_("yeni", "consortium_member", tax_number="3000000001")
    assert [(await one.get(f"/grants/{life.id}")).status_code for one in (left, new)] == [200, 403]
    ok(await life.officer.post(f"/changes/{asked['id']}/accept"))
    assert [(await one.get(f"/grants/{life.id}")).status_code for one in (left, new)] == [403, 200]
    assert {one["name"] for one in (await life.page())["members"]} >= {"Yeni Firma", "Firma 2"}


async def test_who_coordinates_from_now_on_acts_for_the_grant_and_who_did_no_longer_does(life: Life) -> None:
    person, helper = f"yeni-{life.id[-6:]}", f"vekil-{life.id[-6:]}"
    said = {"coordinator_id": person, "representative_id": helper}
    asked = await ask(life, {"kind": "coordinator", "reason": "Görev değişti.", **said})
    own = await life.room.api.as_(helper, "monitoring_officer").post(f"/changes/{asked['id']}/accept")
    assert (own.status_code, rules_of(own)) == (403, ["change.for_oneself"])
    ok(await life.officer.post(f"/changes/{asked['id']}/accept"))
    for one in (person, helper):
        ok(await life.room.api.as_(one, "coordinator").get(f"/grants/{life.id}"))
        assert [line["id"] for line in ok(await life.room.api.as_(one, "coordinator").get("/grants"))["entries"]] == [
            life.id
        ]
    assert (await life.coordinator.get(f"/grants/{life.id}")).status_code == 403


async def test_of_two_who_decide_at_once_one_does_and_the_other_is_told_so(life: Life) -> None:
    asked = await ask(life, transfer())
    path, other = f"/changes/{asked['id']}", life.room.api.as_("ikinci", "monitoring_officer")
    answers = await asyncio.gather(life.officer.post(f"{path}/accept"), other.post(f"{path}/refuse", {"reason": "x"}))
    assert sorted(answer.status_code for answer in answers) == [200, 409]
    told = await life.told()
    assert told.count("monitoring.change.decided") == 1
    assert ("monitoring.plan.changed" in told) is ((await life.page())["plan_version"] == 3)


@pytest.mark.parametrize(
    ("asked", "status", "rule"),
    [
        ({**transfer(), "kind": "minor"}, 422, "change.part_strange"),
        ({**transfer(), "transfers": []}, 422, "change.part_missing"),
        ({**transfer(), "reason": " "}, 422, "invalid.string_too_short"),
        ({**transfer(), "surprise": 1}, 422, "invalid.extra_forbidden"),
        (transfer("9999999.00"), 422, "change.item_short"),
        (whole("budget_transfer", title="x", items=[]), 422, "change.class_higher"),
    ],
)
async def test_what_cannot_be_a_request_is_refused_naming_the_rule(
    life: Life, asked: dict[str, Any], status: int, rule: str
) -> None:
    answer = await life.coordinator.post(f"/grants/{life.id}/changes", asked)
    assert answer.status_code == status
    assert rule in rules_of(answer)
    assert "monitoring.change.asked" not in await life.told()

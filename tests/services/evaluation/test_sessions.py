"""Sessions of a committee and their agendas, items opened and closed, on a real database."""

from datetime import timedelta
from typing import Any

import pytest

from tests.services.evaluation.acts import FIRM, FULL, Case, open_with, rules_of
from tests.services.evaluation.sitting import BEGIN, DAY, Sitting, calling, concluded, seated, sitting, slots

pytestmark = pytest.mark.servers


async def test_a_session_is_called_for_an_hour_in_istanbul_and_told_with_its_agenda(staffed: Case) -> None:
    at = await sitting(staffed)
    (told,) = [event for event in await staffed.room.told(at.call) if "session_called" in event.type]
    assert told.data["starts_at"] == BEGIN.isoformat().replace("+00:00", "Z")
    assert [slot["application_id"] for slot in told.data["slots"]] == at.applications
    assert told.data["members"] == [*FULL, "y1", "y2", "y3"]
    shown = (await staffed.member("k2").get(f"{at.path}/sessions")).json()
    assert (shown["required"], shown["unscheduled"]) == (False, [])
    assert [slot["state"] for slot in shown["sessions"][0]["slots"]] == ["waiting", "waiting"]


@pytest.mark.parametrize(
    ("changes", "rules"),
    [
        ({"day": "2027-03-01", "starts": "09:00"}, ["session.past"]),
        ({"day": "2027-03-01", "starts": "09:01"}, []),
        ({"ends": "10:00", "slots": []}, ["session.ends_before"]),
        ({"ends": "10:01", "slots": []}, []),
        ({"ends": "11:00"}, []),
        ({"ends": "10:59"}, ["session.slot_outside"]),
        ({"starts": "10:01"}, ["session.slot_outside"]),
    ],
)
async def test_a_session_is_held_to_its_times_to_the_minute(
    staffed: Case, changes: dict[str, Any], rules: list[str]
) -> None:
    call, applications = await open_with(staffed, "75", "80")
    answer = await Sitting(staffed, call, applications).summon(**changes)
    assert answer.status_code == (422 if rules else 201), answer.text
    assert (rules_of(answer) if rules else []) == rules


async def test_slots_overlap_by_a_minute_and_not_when_one_follows_the_other(staffed: Case) -> None:
    call, (one, other) = await open_with(staffed, "75", "80")
    at = Sitting(staffed, call, [one, other])
    first, second = slots([one], "10:00"), slots([other], "10:29")
    refused = await at.summon(slots=[*second, *first])
    assert rules_of(refused) == ["session.slots_overlap"]
    assert refused.json()["errors"][0]["field"] == "slots[0].starts"
    assert (await at.summon(slots=[*first, *slots([other], "10:30")])).status_code == 201


async def test_everything_wrong_with_an_agenda_is_said_at_once(staffed: Case) -> None:
    at = await sitting(staffed, "75", "80")
    one, other = at.applications
    agenda = [*slots([one, one, "none"], "10:00", 30), *slots([other], "13:00")]
    refused = await at.summon(slots=agenda)
    assert sorted(rules_of(refused)) == [
        "committee.item_unknown",
        *["session.item_placed"] * 2,
        "session.item_twice",
        "session.overlaps",
        "session.slot_outside",
    ]


async def test_sessions_follow_each_other_and_every_application_lies_before_one_of_them(staffed: Case) -> None:
    at = await sitting(staffed, "75", "80")
    again = await at.summon(starts="12:00", ends="13:00")
    assert rules_of(again) == ["session.item_placed", "session.item_placed", *["session.slot_outside"] * 2]
    assert (await at.summon([], starts="11:59", ends="13:00")).status_code == 422
    assert (await at.summon([], starts="12:00", ends="13:00")).status_code == 201


async def test_a_session_is_called_and_changed_by_the_ministry_alone(staffed: Case) -> None:
    at = await sitting(staffed)
    new, change = calling([], starts="13:00", ends="14:00"), {**calling(at.applications), "reason": "G"}
    for role in ("committee_chair", "committee_member", "evaluator", "coordinator", "inspector", "administrator"):
        someone = staffed.room.api.as_("someone", role)
        assert (await someone.post(f"{at.path}/sessions", new)).status_code == 403, role
        assert (await someone.post(f"{at.path}/sessions/1", change)).status_code == 403, role
    both = staffed.room.api.as_("k2", "committee_member", "ministry_officer")
    applicant = staffed.room.api.as_("someone", "ministry_officer", tax_number=FIRM.tax_number)
    for officer in (both, applicant):
        assert (await officer.post(f"{at.path}/sessions", new)).status_code == 403
    assert (await staffed.room.api.as_("other", "commission_member").post(f"{at.path}/sessions", new)).is_success


async def test_a_session_is_changed_for_a_reason_until_it_has_begun(staffed: Case) -> None:
    at = await sitting(staffed)
    moved = calling(at.applications[:1], starts="10:00", ends="11:00", place="İzmir")
    refused = await staffed.officer.post(f"{at.path}/sessions/1", moved)
    assert rules_of(refused) == ["session.reason"]
    assert (await staffed.officer.post(f"{at.path}/sessions/9", {**moved, "reason": "G"})).status_code == 404
    changed = await staffed.officer.post(f"{at.path}/sessions/1", {**moved, "reason": "Salon dolu"})
    assert changed.json()["unscheduled"] == at.applications[1:]
    told = (await staffed.room.told(at.call))[-1]
    assert (told.type, told.data["version"]) == ("evaluation.committee.session_changed.v1", 1)
    await at.begin()
    late = await staffed.officer.post(f"{at.path}/sessions/1", {**moved, "reason": "Salon dolu"})
    assert (late.status_code, rules_of(late)) == (409, ["session.has_sat"])


async def test_attendance_is_taken_by_the_chair_once_the_hour_has_come(staffed: Case) -> None:
    at = await sitting(staffed)
    early = await at.begin(at=BEGIN - timedelta(minutes=1))
    assert (early.status_code, rules_of(early)) == (409, ["session.not_begun"])
    staffed.room.clock.at = BEGIN
    for client in (staffed.member("k2"), staffed.officer):
        refused = await client.post(f"{at.path}/sessions/1/attendance", {"present": ["k1"]})
        assert refused.status_code == 403
    stranger = await at.begin("k1", "nobody")
    assert rules_of(stranger) == ["committee.not_a_member"]
    assert (await at.begin()).json()["sessions"][0]["present"] == list(FULL)
    assert (await at.begin(number=2)).status_code == 404


async def test_an_item_on_an_agenda_is_scored_only_while_it_is_open(staffed: Case) -> None:
    at = await seated(staffed)
    one, other = at.applications
    early = await staffed.score(at.call, one, "k2", 30)
    assert (early.status_code, rules_of(early)) == (409, ["session.item_not_open"])
    opened = await at.act("k1", one, "open")
    assert (opened.json()["state"], opened.json()["presiding"]) == ("open", "k1")
    assert opened.json()["quorum"]["outcome"] == "quorate"
    assert (await staffed.score(at.call, one, "k2", 30)).status_code == 200
    assert (await staffed.score(at.call, other, "k2", 30)).status_code == 409
    second = await at.act("k1", other, "open")
    assert (second.status_code, rules_of(second)) == (409, ["session.another_open"])
    unready = await at.act("k1", one, "close")
    assert (unready.status_code, rules_of(unready)) == (409, ["committee.score_missing"] * 4)
    await staffed.score_all(at.call, one, 30)
    assert (await at.act("k1", one, "close")).json()["state"] == "closed"
    late = await staffed.score(at.call, one, "k2", 31)
    assert (late.status_code, rules_of(late)) == (409, ["session.item_not_open"])


async def test_the_committee_concludes_once_every_item_on_an_agenda_was_heard(staffed: Case) -> None:
    at = await seated(staffed)
    await at.hear(at.applications[0])
    early = await staffed.conclude(at.call)
    assert early.status_code == 409
    assert early.json()["type"].endswith("items_unheard")
    assert [(e["rule"], e["field"]) for e in early.json()["errors"]] == [
        ("session.item_not_closed", at.applications[1])
    ]
    await at.hear(at.applications[1])
    assert (await staffed.conclude(at.call)).status_code == 200


async def test_what_lies_on_no_agenda_is_scored_as_the_chair_last_found_the_board(staffed: Case) -> None:
    call, (one, other) = await open_with(staffed, "75", "80")
    at = Sitting(staffed, call, [one, other])
    await at.summon([one])
    await staffed.attend(call, *FULL[:3])
    await staffed.score_all(call, other, 30, FULL[:3])
    await at.begin()
    await at.hear(one)
    placed = (await staffed.conclude(call)).json()["placed"]
    assert len(placed) == 2
    whole = (await staffed.officer.get(f"/calls/{call}/ranking")).json()["placed"]
    assert {line["application_id"]: len(line["scores"]) for line in whole} == {one: 5, other: 3}


@pytest.mark.parametrize(
    ("there", "conflicted", "status"),
    [
        (FULL[:3], (), 200),
        (FULL[:2], (), 409),
        (FULL[:3], ("k3",), 409),
        ((*FULL[:3], "y1"), ("k3",), 200),
        ((*FULL[:2], "y1"), (), 200),
        (("y1", "y2", "y3"), (), 200),
        (("y1", "y2"), (), 409),
        (FULL, ("k2", "k3"), 200),
        (FULL, ("k2", "k3", "k4"), 409),
    ],
)
async def test_an_item_is_opened_by_a_quorum_of_its_own(
    staffed: Case, there: tuple[str, ...], conflicted: tuple[str, ...], status: int
) -> None:
    at = await sitting(staffed, "75", "80")
    one = at.applications[0]
    for person in conflicted:
        body = {"application_id": one}
        assert (await staffed.member(person).post(f"{at.path}/conflicts", body)).status_code == 200
    await at.begin(*there)
    presiding = next(person for person in (*FULL, *("y1", "y2", "y3")) if person in there and person not in conflicted)
    opened = await at.act(presiding, one, "open")
    assert opened.status_code == status, opened.text
    if status == 409:
        assert opened.json()["type"].endswith("quorum_missing")


async def test_who_is_there_when_an_item_is_opened_sits_for_it_whoever_comes_later(staffed: Case) -> None:
    at = await sitting(staffed)
    one, other = at.applications
    await at.begin(*FULL[:3])
    await at.act("k1", one, "open")
    await at.begin(*FULL)
    assert [seat["person_id"] for seat in (await at.look("k2", one))["seats"] if seat["reason"] == "full_member"] == [
        *FULL[:3]
    ]
    assert (await staffed.score(at.call, one, "k4", 30)).status_code == 409
    assert (await at.act("k1", one, "open")).json()["awaited"] == list(FULL)
    await staffed.score_all(at.call, one, 30)
    await at.act("k1", one, "close")
    assert (await at.act("k1", other, "open")).json()["awaited"] == list(FULL)


async def test_where_the_chair_has_left_the_first_who_sits_presides(staffed: Case) -> None:
    at = await sitting(staffed)
    one, other = at.applications
    await staffed.chair.post(f"{at.path}/conflicts", {"application_id": one})
    await at.begin()
    assert (await at.act("k1", one, "open")).status_code == 403
    assert (await at.act("k3", one, "open")).status_code == 403
    assert (await at.act("k2", one, "open")).json()["presiding"] == "k2"
    blocked = await at.act("k1", other, "open")
    assert rules_of(blocked) == ["session.another_open"]
    assert one not in blocked.text
    assert (await at.act("k2", other, "open")).status_code == 403


async def test_a_conflict_declared_after_an_item_was_closed_opens_it_for_the_substitute(staffed: Case) -> None:
    at = await sitting(staffed)
    one = at.applications[0]
    await at.begin(*FULL, "y1")
    await at.hear(one)
    await staffed.member("k2").post(f"{at.path}/conflicts", {"application_id": one})
    shown = await at.look("k1", one)
    assert (shown["state"], shown["awaited"]) == ("open", ["y1"])
    await staffed.score(at.call, one, "y1", 20)
    assert (await at.act("k1", one, "close")).status_code == 200


async def test_what_a_session_did_not_come_to_is_put_on_another_agenda(staffed: Case) -> None:
    at = await seated(staffed)
    one, other = at.applications
    await at.hear(one)
    later = {"starts": "14:00", "ends": "15:00", "slots": slots([other], "14:00")}
    assert rules_of(await at.summon(**later)) == ["session.item_placed"]
    staffed.room.clock.at = BEGIN + timedelta(hours=2)
    assert (await at.summon(**later)).status_code == 201
    heard = await at.summon(starts="15:00", ends="16:00", slots=slots([one], "15:00"))
    assert rules_of(heard) == ["session.item_placed"]
    await at.begin(number=2, at=BEGIN + timedelta(hours=4))
    await at.hear(other)
    assert (await staffed.conclude(at.call)).status_code == 200


async def test_once_a_session_has_sat_no_other_members_are_named(staffed: Case) -> None:
    at = await seated(staffed)
    late = await staffed.appoint(at.call)
    assert (late.status_code, rules_of(late)) == (409, ["committee.has_sat"])


async def test_an_application_that_ended_leaves_the_agenda(staffed: Case) -> None:
    at = await seated(staffed)
    one, other = at.applications
    await at.act("k1", one, "open")
    await at.carry(one, kind="recommend")
    await staffed.end(at.call, one)
    await at.hear(other)
    assert (await staffed.conclude(at.call)).status_code == 200


async def test_sessions_end_with_the_conclusion(staffed: Case) -> None:
    at = await concluded(staffed, "75")
    for answer in (
        await at.summon([], day="2027-03-09"),
        await at.begin(),
        await at.act("k1", at.applications[0], "open"),
        await at.act("k2", at.applications[0], "motions", kind="recommend"),
    ):
        assert (answer.status_code, rules_of(answer)) == (409, ["committee.not_open"])


@pytest.mark.parametrize(
    "changes",
    [
        {"day": "2027-02-30"},
        {"starts": "25:00"},
        {"place": " "},
        {"slots": [{"application_id": "a", "starts": "10:00", "minutes": 0}]},
        {"slots": [{"application_id": "a", "starts": "10:00", "minutes": 30.5}]},
        {"slots": [{"application_id": "a", "starts": "10:00"}]},
        {"more": 1},
    ],
)
async def test_what_is_no_session_is_refused_by_name(staffed: Case, changes: dict[str, Any]) -> None:
    call, _ = await open_with(staffed, "75")
    refused = await staffed.officer.post(f"/calls/{call}/committee/sessions", {**calling([]), **changes})
    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"].startswith(next(iter(changes)))


async def test_the_day_is_the_one_in_istanbul(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75")
    at = Sitting(staffed, call, [])
    answer = await at.summon(starts="00:30", ends="01:30")
    assert answer.json()["sessions"][0]["starts_at"] == "2027-03-07T21:30:00Z"
    assert DAY == "2027-03-08"


async def test_what_is_on_no_agenda_any_more_waits_as_a_task_of_the_officer(staffed: Case) -> None:
    at = await seated(staffed)
    one, _ = at.applications
    kinds = [task["kind"] for task in (await staffed.officer.get("/tasks")).json()["tasks"]]
    assert "committee.call_session" not in kinds
    await at.hear(one)
    staffed.room.clock.forward(days=1)
    (task,) = [
        task
        for task in (await staffed.officer.get("/tasks")).json()["tasks"]
        if task["kind"] == "committee.call_session"
    ]
    assert (task["call_id"], task["missing"]) == (at.call, 1)
    for client in (
        staffed.room.api.as_("k2", "committee_member", "ministry_officer"),
        staffed.room.api.as_("someone", "ministry_officer", tax_number=FIRM.tax_number),
    ):
        assert "committee.call_session" not in str((await client.get("/tasks")).json())

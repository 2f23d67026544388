"""The committee of a call, from its appointment to the ranking, on a real database."""

import asyncio

import pytest

from grants.breach import NotYet
from grants.rules.ranking import lot
from tests.retold import fell, retold
from tests.services.evaluation.acts import CHAIR, FIRM, FULL, Case, nominees, open_with, rules_of

pytestmark = pytest.mark.servers


async def test_a_committee_is_refused_with_everything_that_is_wrong(case: Case) -> None:
    call = await case.publish()
    members = nominees(
        k2={"background": "academic"}, k3={"background": "public_staff"}, k4={"seat": "substitute"}, y2={"ordinal": 1}
    )
    members[-1]["person_id"] = "k1"
    refused = await case.officer.post(f"/calls/{call}/committee", {"members": members, "chair": "y1"})
    assert refused.status_code == 422
    assert sorted(rules_of(refused)) == sorted(
        [
            *["committee.background"] * 2,
            "committee.full_members",
            "committee.substitutes",
            "committee.person_twice",
            "committee.ordinal_twice",
            "committee.chair",
        ]
    )
    assert [e["field"] for e in refused.json()["errors"] if e["rule"] == "committee.background"] == [
        "members[1].background",
        "members[2].background",
    ]


async def test_a_committee_is_appointed_by_the_ministry_alone_and_anew_until_it_has_sat(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75")
    body = {"members": nominees(), "chair": CHAIR}
    for role in ("committee_chair", "evaluator", "coordinator", "inspector", "ministers_office", "administrator"):
        refused = await staffed.room.api.as_("someone", role).post(f"/calls/{call}/committee", body)
        assert refused.status_code == 403, role
    body["chair"] = "k2"
    assert (await staffed.officer.post(f"/calls/{call}/committee", body)).status_code == 201
    await staffed.appoint(call)
    await staffed.attend(call)
    late = await staffed.officer.post(f"/calls/{call}/committee", body)
    assert (late.status_code, rules_of(late)) == (409, ["committee.has_sat"])
    assert (await staffed.officer.post("/calls/none/committee", body)).status_code == 404


async def test_the_committee_opens_once_all_its_applications_are_decided(staffed: Case) -> None:
    call = await staffed.publish()
    application = await staffed.admit(call)
    for unready in ([application], ["unheard-of"]):
        with pytest.raises(NotYet):
            await staffed.convene(call, unready)
    with pytest.raises(NotYet):
        await staffed.advance_committee(call)
    ready = await staffed.passed(call)
    state = await staffed.convene(call, [ready], key="open")
    assert state.due_at is not None
    assert not state.concluded
    assert await staffed.convene(call, [ready], key="open") == state
    assert await staffed.convene(call, [ready]) == state
    assert await staffed.room.told_types(call) == ["evaluation.committee.opened.v1"]


async def test_an_eliminated_application_is_not_put_before_the_committee(staffed: Case) -> None:
    call = await staffed.publish()
    passed, failed = await staffed.passed(call), await staffed.passed(call, "59.99")
    await staffed.appoint(call)
    await staffed.convene(call, [passed, failed])
    items = (await staffed.officer.get(f"/calls/{call}/committee")).json()["items"]
    assert [item["application_id"] for item in items] == [passed]


@pytest.mark.parametrize(("there", "status"), [(FULL[:2], 409), (FULL[:3], 200)])
async def test_three_of_five_are_a_quorum_and_two_are_not(staffed: Case, there: tuple[str, ...], status: int) -> None:
    call, (application,) = await open_with(staffed, "75")
    await staffed.attend(call, *there)
    await staffed.score_all(call, application, 30, there)
    answer = await staffed.conclude(call)
    assert answer.status_code == status
    if status == 409:
        assert answer.json()["type"].endswith("quorum_missing")
        assert [(e["rule"], e["field"], e["asked"]) for e in answer.json()["errors"]] == [
            ("committee.quorum", application, "2")
        ]


async def test_substitutes_sit_in_their_order_and_the_others_do_not_score(staffed: Case) -> None:
    call, (application,) = await open_with(staffed, "75")
    await staffed.attend(call, "k1", "k2", "k3", "y2", "y3", "y1")
    for person_id, status in (("y1", 200), ("y2", 200), ("y3", 409), ("k4", 409), ("k1", 200)):
        answer = await staffed.score(call, application, person_id, 30)
        assert answer.status_code == status, person_id
    shown = (await staffed.officer.get(f"/calls/{call}/committee")).json()["items"][0]
    assert shown["sitting"] == ["k1", "k2", "k3", "y1", "y2"]
    assert shown["awaited"] == ["k2", "k3"]


async def test_a_conflict_seats_the_substitute_for_that_application_only(staffed: Case) -> None:
    call, (one, other) = await open_with(staffed, "75", "80")
    await staffed.attend(call, *FULL, "y1")
    await staffed.score(call, one, "k2", 30)
    path = f"/calls/{call}/committee/conflicts"
    assert (await staffed.member("k2").post(path, {"application_id": one})).status_code == 200
    assert (await staffed.member("k2").post(path, {"application_id": one})).status_code == 200
    items = {i["application_id"]: i for i in (await staffed.officer.get(f"/calls/{call}/committee")).json()["items"]}
    assert items[one]["sitting"] == ["k1", "k3", "k4", "k5", "y1"]
    assert items[other]["sitting"] == list(FULL)
    assert (await staffed.room.told_types(call)).count("evaluation.committee.conflict_declared.v1") == 1
    assert (await staffed.member("k2").post(path, {"application_id": "none"})).status_code == 404


async def test_conflicts_of_members_are_computed_before_anybody_declares_one(staffed: Case) -> None:
    call = await staffed.publish()
    application = await staffed.passed(call)
    await staffed.appoint(
        call, k2={"employer_tax_number": FIRM.tax_number}, k3={"person_id": "d1"}, k4={"person_id": "koordinator"}
    )
    await staffed.convene(call, [application])
    await staffed.attend(call, "k1", "k2", "d1", "koordinator", "k5")
    shown = (await staffed.officer.get(f"/calls/{call}/committee")).json()["items"][0]
    assert shown["sitting"] == ["k1", "k5"]


@pytest.mark.parametrize("score", [-1, 41])
async def test_points_outside_the_scale_are_refused(staffed: Case, score: int) -> None:
    call, (application,) = await open_with(staffed, "75")
    await staffed.attend(call)
    refused = await staffed.score(call, application, "k1", score)
    assert (refused.status_code, rules_of(refused)) == (422, ["committee.points_range"])
    assert refused.json()["errors"][0]["field"] == "score"


@pytest.mark.parametrize("score", [30.5, "30", True, None])
async def test_points_that_are_no_whole_number_are_refused(staffed: Case, score: object) -> None:
    call, (application,) = await open_with(staffed, "75")
    await staffed.attend(call)
    assert (await staffed.score(call, application, "k1", score)).status_code == 422


async def test_points_0_and_40_count_and_may_be_changed_until_the_conclusion(staffed: Case) -> None:
    call, (application,) = await open_with(staffed, "75")
    await staffed.attend(call)
    assert (await staffed.score(call, application, "k1", 0)).status_code == 200
    await staffed.score_all(call, application, 40)
    assert (await staffed.conclude(call)).json()["placed"][0]["total"] == "85"
    ranking = (await staffed.officer.get(f"/calls/{call}/ranking")).json()["placed"][0]
    assert set(ranking["scores"].values()) == {40}
    late = await staffed.score(call, application, "k1", 1)
    assert (late.status_code, rules_of(late)) == (409, ["committee.not_open"])


async def test_nobody_scores_before_attendance_or_without_a_seat(staffed: Case) -> None:
    call, (application,) = await open_with(staffed, "75")
    assert (await staffed.score(call, application, "k2", 30)).status_code == 409
    await staffed.attend(call)
    assert (await staffed.score(call, application, "stranger", 30)).status_code == 403
    assert (await staffed.score(call, "none", "k2", 30)).status_code == 404


async def test_attendance_and_conclusion_are_the_chair_s(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75")
    others = (staffed.member("k2"), staffed.officer, staffed.room.api.as_("k2", "committee_chair", "committee_member"))
    for client in others:
        assert (await client.post(f"/calls/{call}/committee/attendance", {"present": ["k2"]})).status_code == 403
        assert (await client.post(f"/calls/{call}/committee/conclude")).status_code == 403
    stranger = await staffed.attend(call, "k1", "nobody")
    assert (stranger.status_code, rules_of(stranger)) == (422, ["committee.not_a_member"])


async def test_missing_scores_are_named_each(staffed: Case) -> None:
    call, (one, other) = await open_with(staffed, "75", "80")
    await staffed.attend(call)
    await staffed.score_all(call, one, 30)
    await staffed.score_all(call, other, 30, FULL[:3])
    refused = await staffed.conclude(call)
    assert refused.status_code == 409
    named = {(error["field"], error["asked"]) for error in refused.json()["errors"]}
    assert named == {(other, "k4"), (other, "k5")}


@pytest.mark.parametrize(
    ("mean", "score", "total", "decision"),
    [("75", 25, "70", "selected"), ("74.99", 25, "69.994", "eliminated"), ("75", 24, "69", "eliminated")],
)
async def test_a_total_of_70_passes_and_less_is_eliminated(
    staffed: Case, mean: str, score: int, total: str, decision: str
) -> None:
    call, (application,) = await open_with(staffed, mean)
    await staffed.attend(call)
    await staffed.score_all(call, application, score)
    placed = (await staffed.conclude(call)).json()["placed"]
    assert [(one["total"], one["decision"]) for one in placed] == [(total, decision)]
    state = await staffed.advance_committee(call)
    assert state.concluded
    assert [(one.application_id, one.rank) for one in state.placed] == [(application, 1 if total == "70" else 0)]


async def test_the_board_s_mean_keeps_its_fraction(staffed: Case) -> None:
    call, (application,) = await open_with(staffed, "80")
    await staffed.attend(call, "k1", "k2", "k3")
    for person_id, score in (("k1", 30), ("k2", 30), ("k3", 31)):
        await staffed.score(call, application, person_id, score)
    assert (await staffed.conclude(call)).json()["placed"][0]["total"] == "235/3"


async def test_two_conclusions_at_once_are_one(staffed: Case) -> None:
    call, (application,) = await open_with(staffed, "75")
    await staffed.attend(call)
    await staffed.score_all(call, application, 30)
    answers = await asyncio.gather(*(staffed.conclude(call) for _ in range(4)))
    assert sorted(answer.status_code for answer in answers) == [200, 409, 409, 409]
    assert (await staffed.room.told_types(call)).count("evaluation.committee.concluded.v1") == 1


async def test_a_withdrawal_and_a_conclusion_at_once_leave_one_clear_result(staffed: Case) -> None:
    call, (one, other) = await open_with(staffed, "75", "80")
    await staffed.attend(call)
    await staffed.score_all(call, one, 30)
    await staffed.score_all(call, other, 30)
    answer, _ = await asyncio.gather(staffed.conclude(call), staffed.end(call, one))
    assert answer.status_code == 200
    placed = {line.application_id for line in (await staffed.advance_committee(call)).placed}
    assert placed == {line["application_id"] for line in answer.json()["placed"]}
    assert other in placed


async def test_equal_totals_are_ranked_the_same_whoever_came_first(staffed: Case) -> None:
    for number, order in enumerate(("ab", "ba")):
        call = await staffed.publish()
        lead = f"koordinator-{number}"
        applications = [
            await staffed.passed(call, "75", application_id=f"{number}-{name}", coordinator_id=lead) for name in order
        ]
        await staffed.appoint(call)
        await staffed.convene(call, applications)
        await staffed.attend(call, *FULL[:3])
        for application in applications:
            await staffed.score_all(call, application, 30, FULL[:3])
        placed = (await staffed.conclude(call)).json()["placed"]
        by_lot = sorted(applications, key=lot)
        assert [(one["application_id"], one["rank"]) for one in placed] == [(by_lot[0], 1), (by_lot[1], 2)]


async def test_past_the_deadline_a_reminder_gives_a_new_date_and_nothing_else(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75")
    before = await staffed.advance_committee(call)
    assert before.due_at is not None
    staffed.room.clock.at = before.due_at
    after = await staffed.advance_committee(call)
    assert after.due_at is not None
    assert after.due_at > before.due_at
    assert await staffed.advance_committee(call) == after
    (overdue,) = [event for event in await staffed.room.told(call) if event.type == "evaluation.committee.overdue.v1"]
    assert fell(overdue.data) == ("committee", "overdue")
    assert "set_at" not in retold(overdue.data).inputs


async def test_an_application_that_ended_leaves_the_table_and_an_empty_table_ends_the_committee(staffed: Case) -> None:
    call, (one, other) = await open_with(staffed, "75", "80")
    await staffed.end(call, one)
    items = (await staffed.officer.get(f"/calls/{call}/committee")).json()["items"]
    assert [item["application_id"] for item in items] == [other]
    await staffed.end(call, other)
    state = await staffed.advance_committee(call)
    assert (state.concluded, state.placed) == (True, ())


async def test_everybody_finds_the_tasks_of_the_role(staffed: Case) -> None:
    call = await staffed.publish()
    application = await staffed.passed(call)
    await staffed.convene(call, [application])

    async def kinds(client: object) -> list[str]:
        return [task["kind"] for task in (await client.get("/tasks")).json()["tasks"]]

    assert await kinds(staffed.officer) == ["committee.appoint"]
    await staffed.appoint(call)
    assert await kinds(staffed.officer) == []
    assert await kinds(staffed.chair) == ["committee.attend"]
    await staffed.attend(call)
    assert await kinds(staffed.member("k2")) == ["committee.declare_conflict"]
    await staffed.declare_none(call)
    assert await kinds(staffed.chair) == ["committee.score", "committee.conclude"]
    assert await kinds(staffed.member("k2")) == ["committee.score"]
    await staffed.score(call, application, "k2", 30)
    assert await kinds(staffed.member("k2")) == []
    waiting = await staffed.admit(call)
    await staffed.open(waiting)
    assert await kinds(staffed.evaluator("d1")) == ["assignment.answer"]
    await staffed.answer(waiting, "d1")
    assert await kinds(staffed.evaluator("d1")) == ["assignment.score"]
    await staffed.answer(waiting, "d2", accept=False)
    await staffed.answer(waiting, "d1", accept=False)
    await staffed.advance(waiting)
    assert await kinds(staffed.officer) == ["evaluation.assign"]
    assert await kinds(staffed.room.api.as_("koordinator", "coordinator")) == []


async def test_every_act_of_the_committee_is_told_in_order(staffed: Case) -> None:
    call, (application,) = await open_with(staffed, "75")
    await staffed.attend(call)
    await staffed.score_all(call, application, 30)
    await staffed.conclude(call)
    told = await staffed.room.told(call)
    assert [event.type.split(".")[2] for event in told] == [
        "appointed",
        "opened",
        "attended",
        *["scored"] * 5,
        "concluded",
    ]
    assert told[-1].actorrole == "committee_chair"
    assert {event.regime.split("@")[0] for event in told} == {"kdp-2014"}


async def test_a_refusal_is_on_record(staffed: Case) -> None:
    call, _ = await open_with(staffed, "75")
    await staffed.conclude(call)
    last = (await staffed.room.told(call))[-1]
    assert (last.type, last.data["rule"]) == ("evaluation.act.refused.v1", "quorum_missing")

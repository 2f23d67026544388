"""Who sees what: evaluators nothing of each other, applicants nothing, a conflicted person nothing of the file."""

import json
from typing import Any

import pytest

from grants.decisions import recompute
from grants.explanation import Explanation
from runtime.cloudevents import CloudEvent
from tests.arranged import arranged
from tests.rooms import ApiClient
from tests.services.evaluation.acts import CHAIR, FIRM, FULL, PAPER, Case, nominees

pytestmark = pytest.mark.servers

OUTSIDERS = (
    "coordinator",
    "consortium_member",
    "evaluator",
    "committee_member",
    "committee_chair",
    "finance_officer",
    "monitoring_officer",
    "independent_auditor",
)
SECRETS = ('"d1"', '"d2"', "71.25", "Gizli vizyon metni")


def readings(case_id: dict[str, str]) -> list[str]:
    """Every reading address that tells of one application."""
    return [
        "/evaluators",
        "/assignments",
        f"/assignments/{case_id['assignment']}",
        f"/applications/{case_id['application']}/pre-evaluation",
        f"/calls/{case_id['call']}/committee",
        f"/calls/{case_id['call']}/committee/applications/{case_id['application']}",
        f"/calls/{case_id['call']}/ranking",
        f"/calls/{case_id['call']}/assignment-proposals",
        f"/calls/{case_id['call']}/assignment-proposals/{case_id.get('proposal', 'none')}",
        "/tasks",
        f"/calls/{case_id['call']}/funding-combinations",
        f"/calls/{case_id['call']}/funding-combinations/1",
        f"/calls/{case_id['call']}/approval-packs",
        f"/calls/{case_id['call']}/approval-packs/1",
        f"/calls/{case_id['call']}/approval-packs/1/paper.pdf",
        f"/applications/{case_id['application']}/feedback",
        f"/applications/{case_id['application']}/feedback.pdf",
        f"/calls/{case_id['call']}/evaluators-report",
        f"/calls/{case_id['call']}/evaluators-report.csv?table=applications",
        f"/applications/{case_id['application']}/assessments",
        f"/applications/{case_id['application']}/conflicts",
        "/evaluators/d1",
        f"/calls/{case_id['call']}/committee/sessions",
        f"/calls/{case_id['call']}/committee/items/{case_id['application']}",
        f"/calls/{case_id['call']}/committee/minutes",
        f"/calls/{case_id['call']}/committee/minutes.pdf",
        f"/assignments/{case_id['assignment']}/papers/{PAPER.document}",
        f"/calls/{case_id['call']}/committee/applications/{case_id['application']}/papers/{PAPER.document}",
    ]


async def read_all(client: ApiClient, case_id: dict[str, str]) -> str:
    """Everything this person is shown, refusals left out."""
    answers = [await client.get(path) for path in readings(case_id)]
    assert all(answer.status_code < 500 for answer in answers)
    return "\n".join(answer.text for answer in answers if answer.status_code == 200)


@arranged
async def deliberated(case: Case) -> dict[str, str]:
    """An application scored by d1 (71.25) and d2, decided, before its committee, and concluded."""
    call = await case.publish()
    application = await case.admit(call)
    await case.open(application)
    await case.assess(application, "d1", "71.25")
    await case.assess(application, "d2", "80")
    await case.advance(application)
    await case.appoint(call)
    await case.convene(call, [application])
    return {"call": call, "application": application, "assignment": await case.assignment(application, "d1")}


async def test_a_stranger_of_any_role_is_shown_nothing(staffed: Case) -> None:
    at = await deliberated(staffed)
    entitled = await read_all(staffed.inspector, at)
    assert all(secret in entitled for secret in SECRETS)
    for role in OUTSIDERS:
        shown = await read_all(staffed.room.api.as_("stranger", role), at)
        assert [secret for secret in (*SECRETS, at["application"]) if secret in shown] == [], role


async def test_applicants_are_shown_nothing_even_if_they_hold_another_role(staffed: Case) -> None:
    at = await deliberated(staffed)
    for role in ("coordinator", "consortium_member", "ministry_officer", "inspector", "evaluator"):
        own = staffed.room.api.as_("koordinator", role)
        member = staffed.room.api.as_("someone", role, tax_number=FIRM.tax_number)
        for applicant in (own, member):
            statuses = [(await applicant.get(readings(at)[place])).status_code for place in (2, 3, 5)]
            assert statuses == [403, 403, 403], role
            shown = await read_all(applicant, at)
            assert [one for one in ("71.25", "Gizli vizyon metni", at["application"]) if one in shown] == [], role


async def test_without_sign_in_nothing_is_shown(staffed: Case) -> None:
    at = await deliberated(staffed)
    for path in readings(at):
        assert (await staffed.room.api.get(path)).status_code == 401


async def test_an_evaluator_sees_nothing_of_the_other_before_the_decision_not_even_by_another_role(
    staffed: Case,
) -> None:
    call = await staffed.publish()
    application = await staffed.admit(call)
    await staffed.open(application)
    await staffed.assess(application, "d1", "71.25")
    at = {
        "call": call,
        "application": application,
        "assignment": await staffed.assignment(application, "d1"),
    }
    roles = ("evaluator", "committee_member", "ministry_officer", "inspector")
    for client in (staffed.evaluator("d2"), staffed.room.api.as_("d2", *roles)):
        assert (await client.get(readings(at)[2])).status_code == 403
        assert (await client.get(readings(at)[3])).status_code == 403
    shown = await read_all(staffed.evaluator("d2"), at)
    assert not [one for one in ("71.25", '"d1"', '"d3"', "choice") if one in shown]
    assert [one["status"] for one in (await staffed.evaluator("d2").get("/assignments")).json()] == ["invited"]


async def test_an_evaluator_never_acts_on_another_s_assignment(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    path = f"/assignments/{await staffed.assignment(application, 'd1')}"
    for client in (staffed.evaluator("d2"), staffed.officer, staffed.room.api.as_("d1", "coordinator")):
        assert (await client.post(f"{path}/answer", {"accept": True})).status_code == 403
        assert (await client.post(f"{path}/assessment", {"scores": {}, "justifications": {}})).status_code == 403


async def test_the_file_opens_only_after_accepting_and_closes_with_a_tie(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    evaluator = staffed.evaluator("d1")
    path = f"/assignments/{await staffed.assignment(application, 'd1')}"
    invited = (await evaluator.get(path)).json()
    assert invited["content"] is None
    assert [member["name"] for member in invited["members"]] == [FIRM.name, "Örnek Üniversitesi"]
    await staffed.answer(application, "d1")
    assert (await evaluator.get(path)).json()["content"]["form"] == {"vision": "Gizli vizyon metni"}
    await staffed.answer(application, "d1", accept=False, conflict=True)
    assert (await evaluator.get(path)).status_code == 403
    assert (await evaluator.get("/assignments")).json() == []


async def test_only_officer_and_inspector_learn_who_evaluated(staffed: Case) -> None:
    at = await deliberated(staffed)
    for role in ("ministry_officer", "inspector", "commission_member"):
        shown = (await staffed.room.api.as_("someone", role).get(readings(at)[3])).json()
        assert {one["evaluator_id"] for one in shown["evaluators"]} == {"d1", "d2"}, role
    for client in (staffed.room.api.as_("someone", "ministers_office"), staffed.member("k2")):
        shown = (await client.get(readings(at)[3])).json()
        assert shown["mean"] == "75.625"
        assert shown["evaluators"] == []
        assert shown["totals"] == []
        assert shown["explanation"] is None


async def test_who_may_choose_the_third_evaluator_does_not_know_the_points_before_the_decision(staffed: Case) -> None:
    application = await staffed.admit(await staffed.publish())
    await staffed.open(application)
    await staffed.assess(application, "d1", "71.25")
    reading = f"/assignments/{await staffed.assignment(application, 'd1')}"
    for role in ("ministry_officer", "commission_member"):
        client = staffed.room.api.as_("someone", role)
        for path in (f"/applications/{application}/pre-evaluation", reading):
            answer = await client.get(path)
            assert answer.status_code == 200
            assert "71.25" not in answer.text
        assert (await client.get(reading)).json()["scores"] == {}
    assert "71.25" in (await staffed.inspector.get(reading)).text
    await staffed.assess(application, "d2", "80")
    await staffed.advance(application)
    assert "71.25" in (await staffed.officer.get(reading)).text


async def test_an_officer_asked_to_evaluate_learns_of_the_others_by_no_way_round(case: Case) -> None:
    await case.register("d1")
    await case.register("d2")
    application = await case.admit(await case.publish())
    await case.open(application)
    await case.answer(application, "d1", accept=False)
    await case.advance(application)
    both = case.room.api.as_("d2", "evaluator", "ministry_officer")
    kinds = [task["kind"] for task in (await both.get("/tasks")).json()["tasks"]]
    assert kinds == ["assignment.answer"]
    assert [task["kind"] for task in (await case.officer.get("/tasks")).json()["tasks"]] == ["evaluation.assign"]
    for person_id in ("d1", "d2", "nobody"):
        path = f"/applications/{application}/assignments"
        assert (await both.post(path, {"evaluator_id": person_id})).status_code == 403


async def test_an_evaluator_who_declared_a_tie_sees_nothing_of_the_file_by_another_role_even_after_the_decision(
    staffed: Case,
) -> None:
    call = await staffed.publish()
    application = await staffed.admit(call)
    await staffed.open(application)
    await staffed.answer(application, "d1", accept=False, conflict=True)
    await staffed.advance(application)
    await staffed.assess(application, "d2", "71.25")
    await staffed.assess(application, "d3", "80")
    await staffed.advance(application)
    await staffed.appoint(call)
    await staffed.convene(call, [application])
    at = {"call": call, "application": application, "assignment": await staffed.assignment(application, "d2")}
    tied = staffed.room.api.as_("d1", "evaluator", "ministry_officer", "commission_member", "inspector")
    shown = await read_all(tied, at)
    assert [one for one in ("71.25", "Gizli vizyon metni", application) if one in shown] == []
    assert [(await tied.get(readings(at)[place])).status_code for place in (2, 3, 5)] == [403, 403, 403]
    body = {"envelope": "90000000.00", "reason": "G"}
    assert (await tied.post(f"/calls/{call}/committee/envelope", body)).status_code == 403


async def test_who_works_for_an_applicant_is_known_by_its_name_too(staffed: Case) -> None:
    at = await deliberated(staffed)
    for role in ("ministry_officer", "inspector"):
        for name in (FIRM.name, "ANKARA DOKUM AS"):
            applicant = staffed.room.api.as_("someone", role, organisation=name)
            shown = await read_all(applicant, at)
            assert [one for one in ("71.25", "Gizli vizyon metni", at["application"]) if one in shown] == [], name


async def test_who_works_for_an_applicant_neither_names_the_board_nor_accepts_to_evaluate_nor_scores(
    staffed: Case,
) -> None:
    at = await deliberated(staffed)
    officer = staffed.room.api.as_("someone", "ministry_officer", tax_number=FIRM.tax_number)
    refused = await officer.post(f"/calls/{at['call']}/committee", {"members": nominees(), "chair": CHAIR})
    assert refused.status_code == 403
    member = staffed.room.api.as_("k2", "committee_member", tax_number=FIRM.tax_number)
    await staffed.attend(at["call"])
    given = {"application_id": at["application"], "score": 40}
    assert (await member.post(f"/calls/{at['call']}/committee/scores", given)).status_code == 403
    waiting = await staffed.admit(at["call"])
    await staffed.open(waiting)
    path = f"/assignments/{await staffed.assignment(waiting, 'd1')}/answer"
    evaluator = staffed.room.api.as_("d1", "evaluator", tax_number=FIRM.tax_number)
    assert (await evaluator.get("/tasks")).json() == {"tasks": []}
    assert (await evaluator.post(path, {"accept": True})).status_code == 403
    assert (await evaluator.post(path, {"accept": False, "conflict": True})).status_code == 200


async def test_the_board_is_not_told_how_many_were_asked_to_evaluate(staffed: Case) -> None:
    at = await deliberated(staffed)
    for client in (staffed.room.api.as_("someone", "ministers_office"), staffed.member("k2")):
        shown = (await client.get(readings(at)[3])).json()
        assert (shown["wanted"], shown["submitted"], shown["missing"]) == (None, None, None)
    shown = (await staffed.officer.get(readings(at)[3])).json()
    assert (shown["wanted"], shown["submitted"], shown["missing"]) == (2, 2, 0)


async def test_what_each_member_scored_is_for_the_ministry_alone_even_in_the_ranking(staffed: Case) -> None:
    at = await deliberated(staffed)
    await staffed.attend(at["call"])
    await staffed.score_all(at["call"], at["application"], 30)
    concluded = (await staffed.conclude(at["call"])).json()
    path = f"/calls/{at['call']}/ranking"
    of_the_minister = (await staffed.room.api.as_("someone", "ministers_office").get(path)).json()
    for shown in (concluded, of_the_minister):
        assert shown["placed"][0]["scores"] == {}
        assert not [person for person in (*FULL, "d1", "d2") if f'"{person}"' in json.dumps(shown)]
        assert shown["placed"][0]["rank"] == 1
    for client in (staffed.officer, staffed.inspector):
        assert (await client.get(path)).json()["placed"][0]["scores"] == dict.fromkeys(FULL, 30)


async def test_a_conflicted_chair_cannot_work_out_the_hidden_place_amount_or_reason(staffed: Case) -> None:
    call = await staffed.publish("1999999.99")
    hidden, seen = await staffed.passed(call, "90", requested="1234567.89"), await staffed.passed(call, "80")
    await staffed.appoint(call)
    await staffed.convene(call, [hidden, seen])
    await staffed.raise_envelope(call, "2500000.00", f"{hidden} için ek bütçe")
    await staffed.chair.post(f"/calls/{call}/committee/conflicts", {"application_id": hidden})
    await staffed.attend(call)
    await staffed.score_all(call, seen, 30)
    await staffed.score_all(call, hidden, 30, FULL[1:])
    concluded = await staffed.conclude(call)
    assert concluded.status_code == 200
    (line,) = concluded.json()["placed"]
    assert (line["application_id"], line["rank"], line["decision"]) == (seen, None, "selected")
    assert (line["cumulative"], line["explanation"], concluded.json()["explanation"]) == (None, None, None)
    for secret in (hidden, "1234567.89", "2234567.89", "ek bütçe"):
        assert secret not in concluded.text
    whole = (await staffed.officer.get(f"/calls/{call}/ranking")).json()
    assert [(one["application_id"], one["rank"]) for one in whole["placed"]] == [(hidden, 1), (seen, 2)]
    assert whole["placed"][1]["cumulative"] == "2234567.89"
    assert hidden in whole["over_envelope_reason"]


async def test_a_conflicted_member_chair_included_sees_nothing_of_the_item(staffed: Case) -> None:
    at = await deliberated(staffed)
    other = await staffed.passed(at["call"])
    await staffed.convene(at["call"], [at["application"], other])
    for person_id in ("k1", "k2"):
        member = staffed.member(person_id)
        body = {"application_id": at["application"]}
        answer = await member.post(f"/calls/{at['call']}/committee/conflicts", body)
        assert answer.status_code == 200
        shown = await read_all(member, at)
        assert at["application"] not in shown
        assert "Gizli vizyon metni" not in shown
        assert other in shown
        assert (await member.get(readings(at)[5])).status_code == 403
        assert (await member.get(readings(at)[3])).status_code == 403
        refused = await staffed.score(at["call"], at["application"], person_id, 30)
        assert refused.status_code == 403


async def test_a_conflicted_chair_concludes_and_is_not_shown_the_item_s_place(staffed: Case) -> None:
    at = await deliberated(staffed)
    other = await staffed.passed(at["call"])
    await staffed.convene(at["call"], [at["application"], other])
    chair = staffed.chair
    await chair.post(f"/calls/{at['call']}/committee/conflicts", {"application_id": at["application"]})
    await staffed.attend(at["call"])
    await staffed.score_all(at["call"], other, 30)
    early = await staffed.conclude(at["call"])
    assert early.status_code == 409
    assert at["application"] not in early.text
    await staffed.score_all(at["call"], at["application"], 30, FULL[1:])
    concluded = await staffed.conclude(at["call"])
    assert concluded.status_code == 200, concluded.text
    assert [one["application_id"] for one in concluded.json()["placed"]] == [other]
    ranking = (await staffed.officer.get(f"/calls/{at['call']}/ranking")).json()
    assert {one["application_id"] for one in ranking["placed"]} == {other, at["application"]}


async def test_a_member_does_not_see_how_the_others_scored(staffed: Case) -> None:
    at = await deliberated(staffed)
    await staffed.attend(at["call"])
    await staffed.score(at["call"], at["application"], "k2", 37)
    shown = (await staffed.member("k3").get(f"/calls/{at['call']}/committee")).json()["items"][0]
    assert shown["own_score"] is None
    assert shown["scores"] == {}
    mine = (await staffed.member("k2").get(f"/calls/{at['call']}/committee")).json()["items"][0]
    assert mine["own_score"] == 37


async def test_the_ranking_is_for_the_ministry_and_the_chair_once_it_stands(staffed: Case) -> None:
    at = await deliberated(staffed)
    path = f"/calls/{at['call']}/ranking"
    assert (await staffed.officer.get(path)).status_code == 409
    await staffed.attend(at["call"])
    await staffed.score_all(at["call"], at["application"], 30)
    await staffed.conclude(at["call"])
    for client in (staffed.officer, staffed.inspector, staffed.chair):
        assert (await client.get(path)).status_code == 200
    assert (await staffed.member("k2").get(path)).status_code == 403


def explained(events: list[CloudEvent]) -> list[dict[str, Any]]:
    """Every explanation the room has told."""
    return [one for event in events for one in event.data.get("explanations", ())]


async def test_what_the_room_explains_names_no_evaluator_member_or_body_and_can_be_made_again(staffed: Case) -> None:
    call = await staffed.publish()
    application = await staffed.admit(call)
    await staffed.open(application)
    await staffed.assess(application, "d1", "50")
    await staffed.assess(application, "d2", "80")
    await staffed.advance(application)
    await staffed.assess(application, "d3", "78.5")
    await staffed.advance(application)
    other = await staffed.passed(call)
    await staffed.appoint(call)
    await staffed.convene(call, [application, other])
    await staffed.attend(call)
    for one in (application, other):
        await staffed.score_all(call, one, 30)
    await staffed.conclude(call)
    of_file, of_call = explained(await staffed.room.told(application)), explained(await staffed.room.told(call))
    assert [one["decision"] for one in of_file] == [
        *["conflict", "choice"] * 2,
        "pre_evaluation",
        *["conflict", "choice"],
        "pre_evaluation",
        "quorum",
        "placement",
    ]
    assert [one["outcome"] for one in of_file[4:]] == [
        *("third_needed", "clear", "chosen", "passed", "quorate", "selected")
    ]
    assert [one["decision"] for one in of_call] == [*["membership"] * 8, "ranking"]
    for raw in (*of_file, *of_call):
        assert recompute(Explanation.model_validate(raw)).model_dump(mode="json") == raw
    weighed = json.dumps([one for one in of_file if one["decision"] not in {"conflict", "choice"}])
    assert not [person for person in (*FULL, "d1", "d2", "d3") if f'"{person}"' in weighed]
    assert FIRM.name not in json.dumps(of_file)
    assert FIRM.tax_number not in json.dumps(of_file)
    assert other not in json.dumps(of_file)


async def proposed(case: Case) -> dict[str, str]:
    """A proposal of d1, d2 for a file that nobody was asked about yet."""
    call = await case.publish()
    application = await case.admit(call)
    made = await case.officer.post(f"/calls/{call}/assignment-proposals")
    assert made.status_code == 201, made.text
    return {"call": call, "application": application, "assignment": "none", "proposal": made.json()["id"]}


async def test_whom_the_room_would_ask_is_for_officers_the_commission_and_the_inspector_alone(staffed: Case) -> None:
    at = await proposed(staffed)
    path = f"/calls/{at['call']}/assignment-proposals"
    for role in ("ministry_officer", "commission_member", "inspector"):
        shown = (await staffed.room.api.as_("someone", role).get(f"{path}/{at['proposal']}")).text
        assert '"d1"' in shown, role
        for secret in (FIRM.name, FIRM.tax_number, "Gizli vizyon metni", "D1", "d1 A.Ş."):
            assert secret not in shown, role
    for role in (*OUTSIDERS, "administrator", "ministers_office"):
        other = staffed.room.api.as_("stranger", role)
        for door in (path, f"{path}/{at['proposal']}"):
            assert (await other.get(door)).status_code == 403, role
        assert (await other.post(path)).status_code == 403, role
        assert (await other.post(f"{path}/{at['proposal']}/acceptance")).status_code == 403, role


async def test_no_reading_of_a_stranger_names_who_is_proposed(staffed: Case) -> None:
    at = await proposed(staffed)
    assert '"d2"' in await read_all(staffed.inspector, at)
    for role in OUTSIDERS:
        assert '"d2"' not in await read_all(staffed.room.api.as_("stranger", role), at), role


async def test_an_inspector_reads_a_proposal_and_neither_makes_nor_accepts_one(staffed: Case) -> None:
    at = await proposed(staffed)
    path = f"/calls/{at['call']}/assignment-proposals"
    assert (await staffed.inspector.post(path)).status_code == 403
    assert (await staffed.inspector.post(f"{path}/{at['proposal']}/acceptance")).status_code == 403


@pytest.mark.parametrize("who", ["of the pool", "coordinator", "of a member", "tied"])
async def test_who_may_be_asked_or_belongs_to_an_applicant_learns_of_a_proposal_by_no_other_role(
    staffed: Case, who: str
) -> None:
    at = await proposed(staffed)
    roles = ("ministry_officer", "commission_member", "inspector", "evaluator")
    if who == "tied":
        await staffed.open(at["application"])
        await staffed.answer(at["application"], "d1", accept=False, conflict=True)
    person = {
        "of the pool": staffed.room.api.as_("d3", *roles),
        "coordinator": staffed.room.api.as_("koordinator", *roles),
        "of a member": staffed.room.api.as_("someone", *roles, tax_number=FIRM.tax_number),
        "tied": staffed.room.api.as_("d1", *roles),
    }[who]
    path = f"/calls/{at['call']}/assignment-proposals"
    for door in (path, f"{path}/{at['proposal']}"):
        assert (await person.get(door)).status_code == 403
    for door in (path, f"{path}/{at['proposal']}/acceptance"):
        assert (await person.post(door)).status_code == 403
    assert "proposal.accept" not in (await person.get("/tasks")).text
    assert "proposal.accept" in (await staffed.officer.get("/tasks")).text


async def test_what_is_told_of_a_proposal_names_nobody_on_the_call_and_of_a_change_only_on_its_file(
    staffed: Case,
) -> None:
    at = await proposed(staffed)
    change = {"application_id": at["application"], "instead_of": "d1", "evaluator_id": "d3", "reason": "Daha yakın"}
    path = f"/calls/{at['call']}/assignment-proposals/{at['proposal']}/acceptance"
    assert (await staffed.officer.post(path, {"changes": [change]})).status_code == 200
    told = json.dumps([event.data for event in await staffed.room.told(at["call"])])
    assert [one for one in ("d1", "d2", "d3", at["application"], FIRM.name) if f'"{one}"' in told] == []
    of_file = [one.type for one in await staffed.room.told(at["application"])]
    assert sorted(of_file) == [*["evaluation.assignment.made.v1"] * 2, "evaluation.proposal.changed.v1"]

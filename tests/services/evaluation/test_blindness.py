"""Who sees what: evaluators nothing of each other, applicants nothing, a conflicted person nothing of the file."""

import pytest

from tests.rooms import ApiClient
from tests.services.evaluation.acts import FIRM, FULL, Case

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
        "/tasks",
    ]


async def read_all(client: ApiClient, case_id: dict[str, str]) -> str:
    """Everything this person is shown, refusals left out."""
    answers = [await client.get(path) for path in readings(case_id)]
    assert all(answer.status_code < 500 for answer in answers)
    return "\n".join(answer.text for answer in answers if answer.status_code == 200)


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
    assert "71.25" not in shown
    assert '"d1"' not in shown
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
        assert shown["explanation"] == {}


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

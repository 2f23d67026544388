"""Who sees what of a committee at work: who is in conflict nothing of the item, applicants nothing, secrets nobody."""

from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader

from grants.contracts.application_events import CallPublished
from grants.regimes import load
from runtime.identifiers import new_id
from services.evaluation.store import holdings
from tests.arranged import arranged
from tests.rooms import ApiClient
from tests.services.evaluation.acts import CHAIR, FIRM, FULL, Case, rules_of
from tests.services.evaluation.sitting import Sitting, concluded, seated, sitting

pytestmark = pytest.mark.servers

POINT = "Yalnız kurulun bildiği nokta"


async def shown(at: Sitting, client: ApiClient, application: str) -> str:
    """Everything this person may read of the committee at work, refusals left out; papers as their text."""
    paths = [at.path, f"{at.path}/sessions", f"{at.path}/items/{application}", f"{at.path}/minutes", "/tasks"]
    answers = [await client.get(path) for path in (*paths, f"/calls/{at.call}/ranking")]
    paper = await client.get(f"{at.path}/minutes.pdf")
    assert all(answer.status_code < 500 for answer in (*answers, paper))
    texts = [answer.text for answer in answers if answer.status_code == 200]
    if paper.status_code == 200:
        texts += [page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages]
    return "\n".join(texts)


@arranged
async def worked(case: Case) -> tuple[Sitting, str, str]:
    """Two applications heard with a motion on each, "k2" in conflict with the first; concluded, minutes prepared."""
    at = await sitting(case)
    one, other = at.applications
    await case.member("k2").post(f"{at.path}/conflicts", {"application_id": one})
    await at.begin(*FULL)
    for application, people in ((one, ("k1", *FULL[2:])), (other, FULL)):
        await at.act("k1", application, "open")
        await at.act("k3", application, "motions", kind="negotiate", points=[{"title": POINT}])
        for person in people:
            await at.act(person, application, "motions/1/votes", vote="yes")
        await at.act("k1", application, "motions/1/decide")
        await case.score_all(at.call, application, 30, people)
        await at.act("k1", application, "close")
    await case.conclude(at.call)
    await case.chair.post(f"{at.path}/minutes")
    return at, one, other


async def test_a_member_in_conflict_sees_the_other_item_and_nothing_of_its_own_by_no_role(staffed: Case) -> None:
    at, one, other = await worked(staffed)
    roles = ("committee_member", "ministry_officer", "inspector", "commission_member")
    for client in (staffed.member("k2"), staffed.room.api.as_("k2", *roles)):
        text = await shown(at, client, one)
        assert one not in text
        assert other in text
        for act in ("open", "close", "motions/1/decide"):
            assert (await at.act(client, one, act)).status_code == 403
        assert (await at.act(client, one, "motions", kind="defer")).status_code == 403
        assert (await at.act(client, one, "motions/1/votes", vote="no")).status_code == 403
        assert (await at.act(client, one, "motions/1/dissent", text="x")).status_code == 403


async def test_a_conflicted_chair_learns_of_no_item_by_a_refusal(staffed: Case) -> None:
    at = await sitting(staffed)
    one, other = at.applications
    await staffed.chair.post(f"{at.path}/conflicts", {"application_id": one})
    await at.begin()
    agenda = (await staffed.chair.get(f"{at.path}/sessions")).json()["sessions"][0]["slots"]
    assert [slot["application_id"] for slot in agenda] == [other]
    await at.act("k2", one, "open")
    refused = await at.act("k1", other, "open")
    assert rules_of(refused) == ["session.another_open"]
    early = await staffed.conclude(at.call)
    for answer in (refused, early):
        assert one not in answer.text
    assert "committee.hidden_not_ready" in rules_of(early)


async def test_applicants_and_strangers_are_shown_nothing_of_the_committee_at_work(staffed: Case) -> None:
    at, one, _ = await worked(staffed)
    strangers = (
        "coordinator",
        "consortium_member",
        "evaluator",
        "committee_member",
        "finance_officer",
        "administrator",
    )
    for role in strangers:
        assert POINT not in await shown(at, staffed.room.api.as_("someone", role), one)
    for role in ("coordinator", "ministry_officer", "inspector"):
        for client in (
            staffed.room.api.as_("koordinator", role),
            staffed.room.api.as_("someone", role, tax_number=FIRM.tax_number),
        ):
            text = await shown(at, client, one)
            assert [secret for secret in (POINT, one) if secret in text] == [], role


async def test_without_sign_in_nothing_of_it_is_shown(staffed: Case) -> None:
    at = await seated(staffed, "75")
    for path in ("sessions", f"items/{at.applications[0]}", "minutes", "minutes.pdf"):
        assert (await staffed.room.api.get(f"{at.path}/{path}")).status_code == 401


async def test_no_event_of_a_vote_or_a_score_says_how(staffed: Case) -> None:
    at, one, other = await worked(staffed)
    given = [event for event in await staffed.room.told(at.call) if event.type.split(".")[2] in {"voted", "scored"}]
    assert not [event for event in given if {"vote", "score", "salt"} & set(event.data)]
    seals = [event.data["seal"] for event in given]
    assert len(set(seals)) == len(seals) > len(FULL), "all voted and scored the same: a salt of its own hides each"
    async with staffed.room.desk.database.transaction() as session:
        held = await holdings.of_application(session, other, at.call)
    salts = [row["salt"] for table in ("committee_ballot", "committee_score") for row in held[table]]
    assert len(set(salts)) == len(salts) == 2 * len(FULL)
    for person in FULL:
        text = await shown(at, staffed.member(person), one) + await shown(at, staffed.member(person), other)
        assert [secret for secret in (*salts, *seals, '"salt"') if secret in text] == []


async def test_the_minutes_wait_as_a_task_for_the_chair_and_then_for_everyone_who_sat(staffed: Case) -> None:
    at = await concluded(staffed, "75")

    async def kinds(person: str) -> list[str]:
        return [task["kind"] for task in (await staffed.member(person).get("/tasks")).json()["tasks"]]

    assert await kinds(CHAIR) == ["minutes.prepare"]
    assert await kinds("k2") == []
    document = (await staffed.chair.post(f"{at.path}/minutes")).json()["document"]
    for person in FULL[:3]:
        assert await kinds(person) == ["minutes.sign"]
        await staffed.member(person).post(f"{at.path}/minutes/signature", {"document": document})
    assert [await kinds(person) for person in (*FULL, "y1")] == [[]] * 6


async def test_a_motion_waits_as_a_task_for_who_has_not_voted(staffed: Case) -> None:
    at = await seated(staffed, "75")
    (one,) = at.applications
    await at.act("k1", one, "open")
    await at.act("k2", one, "motions", kind="recommend")
    await at.vote(one, "+")
    for person, waits in (("k1", False), ("k2", True), ("y1", False)):
        kinds = [task["kind"] for task in (await staffed.member(person).get("/tasks")).json()["tasks"]]
        assert ("committee.vote" in kinds) is waits, person


async def secretly(case: Case) -> tuple[str, str, list[str]]:
    """A call under a regime that keeps points secret, with one application that was scored and concluded."""
    rules, call = load("kdp-2022"), new_id()
    moments = dict.fromkeys(("opens_at", "closes_at"), case.room.clock.at)
    facts: dict[str, Any] = {"call_id": call, "name": "4. Çağrı", "regime": rules.key, "revision": rules.revision}
    await case.hear(CallPublished(**facts, **moments, envelope="25000000.00"), call)
    application = await case.passed(call)
    people = [f"u{place}" for place in range(1, rules.committee.full_members.value + 1)]
    members = [
        {"person_id": one, "name": one.upper(), "background": "academic", "seat": "full", "ordinal": place}
        for place, one in enumerate(people, start=1)
    ]
    answer = await case.officer.post(f"/calls/{call}/committee", {"members": members, "chair": "u1"})
    assert answer.status_code == 201, answer.text
    await case.convene(call, [application])
    chair = case.room.api.as_("u1", "committee_chair", "committee_member")
    await chair.post(f"/calls/{call}/committee/attendance", {"present": people})
    for one, score in zip(people, (31, 32, 33, 34, 35, 36, 37), strict=True):
        given = {"application_id": application, "score": score}
        member = case.room.api.as_(one, "committee_member")
        assert (await member.post(f"/calls/{call}/committee/scores", given)).status_code == 200
    concluding = await chair.post(f"/calls/{call}/committee/conclude", {})
    assert concluding.status_code == 200, concluding.text
    return call, application, people


async def test_where_points_are_secret_nobody_but_the_member_ever_learns_them(staffed: Case) -> None:
    call, application, people = await secretly(staffed)
    chair = staffed.room.api.as_("u1", "committee_chair", "committee_member")
    await chair.post(f"/calls/{call}/committee/minutes")
    at = Sitting(staffed, call, [application])
    for client in (staffed.inspector, staffed.officer, chair, staffed.room.api.as_("u7", "committee_member")):
        seen = await client.get(f"/calls/{call}/committee")
        assert seen.json()["items"][0]["scores"] == {}
        ranking = await client.get(f"/calls/{call}/ranking")
        if ranking.status_code == 200:
            assert ranking.json()["placed"][0]["scores"] == {}
        paper = await client.get(f"{at.path}/minutes.pdf")
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(paper.content)).pages)
        assert "Kurulun ortalaması: 34." in text
        assert not [one for one in people if f"{one.upper()} 3" in text]
    own = (await staffed.room.api.as_("u7", "committee_member").get(f"/calls/{call}/committee")).json()
    assert own["items"][0]["own_score"] == 37

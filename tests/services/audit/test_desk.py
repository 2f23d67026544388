"""The inspector draws files, works on each, and signs; leads come with their events; nobody else sees the desk."""

from datetime import datetime
from decimal import Decimal

import pytest
from sqlalchemy import text

from grants.contracts import application_events as application
from grants.contracts.stages import Stage
from grants.regimes import load
from services.audit.app import PLAN
from services.audit.domain.samples import TooManyFiles
from services.audit.domain.sampling import Candidate, Method, draw, population
from services.audit.store import desk as store
from services.audit.store import tree
from services.audit.usecases.leads import LOOKED_BACK
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import NOON, File, hear, said

pytestmark = pytest.mark.servers
WISH = {"method": "lot", "size": 2, "reason": "Yıllık denetim planı."}


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def inspector(room: Room) -> ApiClient:
    return room.api.as_("mufettis-1", "inspector")


async def call_of_four(audit: Room) -> list[File]:
    """Four files of a call of their own."""
    files = [File() for _ in range(4)]
    for one in files:
        one.call_id = files[0].call_id
        await hear(audit, one.by_coordinator(one.submitted()))
    return files


async def test_a_sample_is_drawn_so_that_anybody_draws_it_again(audit: Room) -> None:
    files = await call_of_four(audit)
    answer = await inspector(audit).post("/desk/samples", {**WISH, "call_id": files[0].call_id})
    assert answer.status_code == 201, answer.text
    sample, papers = answer.json()["sample"], answer.json()["papers"]
    candidates = [Candidate(one.id, Decimal("12413400.00")) for one in files]
    assert sample["population"] == population(candidates)
    assert [one["application_id"] for one in papers] == list(draw(Method.LOT, candidates, 2, sample["seed"]))
    assert {one["title"] for one in papers} == {"OSTİM"}
    asked, told = await audit.told(sample["id"])
    assert (asked.type, asked.data["population"]) == ("audit.sample.asked.v1", sample["population"])
    assert (told.type, told.data["seed"], told.data["seed_given"]) == ("audit.sample.drawn.v1", sample["seed"], False)
    listed = (await inspector(audit).get("/desk/samples")).json()["entries"]
    assert listed[0] == sample


async def test_a_file_that_was_taken_over_with_its_contract_is_drawn_under_its_name(audit: Room) -> None:
    one = File()
    await hear(audit, one.by_coordinator(one.concluded()))
    answer = await inspector(audit).post("/desk/samples", {**WISH, "size": 1, "call_id": one.call_id})
    (paper,) = answer.json()["papers"]
    assert (paper["application_id"], paper["title"], paper["amount"]) == (one.id, "OSTİM", "12413400.00")


async def test_the_amount_of_a_drawn_file_comes_with_the_currency_of_its_rules(audit: Room) -> None:
    one, other = File(), File()
    other.call_id = one.call_id
    abroad = {"regime": load("urge-2010-8").pinned}
    dollars = other.by_coordinator(other.submitted()).model_copy(update=abroad)
    await hear(audit, one.by_coordinator(one.submitted()), dollars)
    answer = await inspector(audit).post("/desk/samples", {**WISH, "call_id": one.call_id})
    papers = (await inspector(audit).get(f"/desk/samples/{answer.json()['sample']['id']}")).json()["papers"]
    assert {paper["application_id"]: paper["currency"] for paper in papers} == {one.id: "TRY", other.id: "USD"}


async def test_a_seed_by_chance_is_the_first_root_over_the_asking_so_that_nobody_chooses_it(audit: Room) -> None:
    files = await call_of_four(audit)
    seeds = set()
    for _ in range(2):
        answer = await inspector(audit).post("/desk/samples", {**WISH, "call_id": files[0].call_id})
        sample = answer.json()["sample"]
        async with audit.desk.database.transaction() as session:
            asked = "SELECT place FROM record WHERE about = :about ORDER BY chain_index LIMIT 1"
            place = await session.scalar(text(asked), {"about": sample["id"]})
            roots = await tree.roots(session, sample["root"] - 2, 2)
        before = [one.statement.size for one in roots if one.statement.number < sample["root"]]
        assert (sample["seed"], sample["seed_given"]) == (roots[-1].statement.root, False)
        assert max(before, default=0) < place <= roots[-1].statement.size
        seeds.add(sample["seed"])
    assert len(seeds) == 2


async def test_a_seed_that_was_given_is_marked_so_wherever_the_sample_is_told_of(audit: Room) -> None:
    files = await call_of_four(audit)
    wish = {**WISH, "call_id": files[0].call_id, "seed": "zar: 4"}
    sample = (await inspector(audit).post("/desk/samples", wish)).json()["sample"]
    assert (sample["seed"], sample["seed_given"], sample["root"]) == ("zar: 4", True, None)
    (told,) = await audit.told(sample["id"])
    assert (told.data["seed_given"], told.data["root"]) == (True, None)
    await hear(audit, told)
    (line,) = (await inspector(audit).get(f"/applications/{sample['id']}/story")).json()["entries"]
    assert "tohumu çeken kişi verdi: zar: 4" in line["text"]


async def test_on_a_drawn_file_the_inspector_notes_findings_and_signs_once(audit: Room) -> None:
    files = await call_of_four(audit)
    wish = {**WISH, "call_id": files[0].call_id, "seed": "zar: 4"}
    drawn = (await inspector(audit).post("/desk/samples", wish)).json()
    sample_id, about = drawn["sample"]["id"], drawn["papers"][0]["application_id"]
    paper = f"/desk/samples/{sample_id}/papers/{about}"
    mine = [one for one in await tasks(audit) if one["application_id"] == about]
    assert [one["kind"] for one in mine] == ["working_paper.write"]
    wrong = await inspector(audit).post(f"{paper}/notes", {"kind": "finding", "text": "Tutanak eksik."})
    assert (wrong.status_code, wrong.json()["errors"][0]["rule"]) == (422, "paper.severity")
    finding = {"kind": "finding", "text": "Tutanak eksik.", "severity": "major"}
    assert (await inspector(audit).post(f"{paper}/notes", finding)).status_code == 201
    remark = {"kind": "remark", "text": "Koordinatörle görüşüldü."}
    assert (await inspector(audit).post(f"{paper}/notes", remark)).status_code == 201
    signed = await inspector(audit).post(f"{paper}/sign", {"conclusion": "Bir bulgu dışında uygundur."})
    assert [one["kind"] for one in signed.json()["notes"]] == ["finding", "remark"]
    assert (await inspector(audit).post(f"{paper}/notes", remark)).status_code == 409
    assert (await inspector(audit).post(f"{paper}/sign", {"conclusion": "Tekrar."})).status_code == 409
    types = [event.type for event in await audit.told(about)]
    assert [kind for kind in types if "working_paper" in kind] == [
        "audit.working_paper.noted.v1",
        "audit.working_paper.noted.v1",
        "audit.working_paper.signed.v1",
    ]
    assert not [one for one in await tasks(audit) if one["application_id"] == about]


async def test_what_was_not_drawn_has_no_paper_and_nothing_is_drawn_from_nothing(audit: Room) -> None:
    files = await call_of_four(audit)
    drawn = (await inspector(audit).post("/desk/samples", {**WISH, "call_id": files[0].call_id})).json()
    chosen = {one["application_id"] for one in drawn["papers"]}
    other = next(one.id for one in files if one.id not in chosen)
    address = f"/desk/samples/{drawn['sample']['id']}/papers/{other}/sign"
    assert (await inspector(audit).post(address, {"conclusion": "Uygun."})).status_code == 404
    assert (await inspector(audit).post("/desk/samples", {**WISH, "call_id": "none"})).status_code == 404
    assert (await inspector(audit).get("/desk/samples/none")).status_code == 404


async def test_a_decision_minutes_before_its_deadline_is_a_lead_with_its_event(audit: Room) -> None:
    file = File()
    entered = application.StageEntered(
        application_id=file.id, call_id=file.call_id, stage=Stage.ADMINISTRATIVE_CHECK, due_at=NOON
    )
    officer = f"memur-{file.id}"
    admitted = said(file.admitted(), file.id, officer)
    await hear(audit, file.by_coordinator(file.submitted()), said(entered, file.id), admitted)
    found = (await inspector(audit).get("/desk/leads")).json()["entries"]
    (mine,) = (one for one in found if one["persons"] == [officer])
    assert (mine["kind"], mine["about"], mine["evidence"]) == ("last_minute", [file.id], [admitted.id])
    (trace,) = mine["traces"]
    assert (trace["title"], trace["at"], trace["due_at"]) == ("OSTİM", "2027-03-01T09:00:00Z", "2027-03-01T09:00:00Z")
    said_of_it = {"verdict": "dismissed", "reason": "Dosya o gün geldi."}
    answers = f"/desk/leads/{mine['id']}/answers"
    assert (await audit.api.as_("memur-9", "ministry_officer").post(answers, said_of_it)).status_code == 403
    answer = await inspector(audit).post(answers, said_of_it)
    assert (answer.status_code, answer.json()["status"]) == (201, "dismissed"), answer.text
    refused, told = await audit.told(mine["id"])
    assert (refused.type, told.type) == ("audit.act.refused.v1", "audit.lead.answered.v1")
    assert (told.data["persons"], told.data["evidence"]) == ([officer], [admitted.id])
    entries = (await inspector(audit).get("/desk/leads")).json()["entries"]
    (after,) = (one for one in entries if one["id"] == mine["id"])
    assert (after["status"], after["answer"]["reason"], after["fresh"]) == ("dismissed", "Dosya o gün geldi.", 0)
    assert (await inspector(audit).post(f"/desk/leads/{'0' * 64}/answers", said_of_it)).status_code == 404


@pytest.mark.parametrize("role", ["coordinator", "ministry_officer", "monitoring_officer", "administrator"])
async def test_nobody_but_an_inspector_sits_at_the_desk(audit: Room, role: str) -> None:
    person = audit.api.as_("birisi-1", role)
    for address in ("/desk/samples", "/desk/leads", "/desk/samples/any"):
        assert (await person.get(address)).status_code == 403
    assert (await person.post("/desk/samples", WISH)).status_code == 403


async def tasks(audit: Room) -> list[dict[str, str]]:
    entries: list[dict[str, str]] = (await inspector(audit).get("/tasks")).json()["entries"]
    return entries


async def test_what_leads_were_not_looked_for_in_is_said(audit: Room) -> None:
    files = await call_of_four(audit)
    await hear(audit, *(said(one.admitted(), one.id) for one in files))
    answer = (await inspector(audit).get("/desk/leads")).json()
    assert (datetime.fromisoformat(answer["since"]), answer["cut"]) == (audit.clock.at - LOOKED_BACK, False)
    async with audit.desk.database.transaction() as session:
        some = await store.traces(session, NOON - LOOKED_BACK, most=2)
    assert (len(some.found), some.since, some.is_cut) == (2, some.found[0].at, True)


async def test_from_more_files_than_are_looked_through_none_is_drawn_in_silence(audit: Room) -> None:
    files = await call_of_four(audit)
    async with audit.desk.database.transaction() as session:
        assert len(await store.candidates(session, files[0].call_id, most=4)) == 4
        with pytest.raises(TooManyFiles):
            await store.candidates(session, files[0].call_id, most=3)

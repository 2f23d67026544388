"""The story is read as of any day, and as a paper that a court can read: each step with who, what, why and its seal."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from pypdf import PdfReader

from grants.decisions import explain
from grants.regimes import load
from runtime.auth import Actor
from runtime.http.door import Door
from runtime.spoken import day
from services.audit.api.story import story_router
from services.audit.app import PLAN
from services.audit.usecases.story_paper import Speech, story_paper
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import NOON, File, hear

pytestmark = pytest.mark.servers


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def inspector(room: Room) -> ApiClient:
    return room.api.as_("mufettis-1", "inspector")


async def two_days(audit: Room) -> File:
    """Told of on one day until the assessment, and decided the day after."""
    file = File()
    decided = file.decided()
    why = explain("extension", EXTENSION, load("kdp-2014")).model_dump(mode="json")
    later = decided.model_copy(
        update={"time": NOON + timedelta(days=1), "data": {**decided.data, "explanations": [why]}}
    )
    await hear(audit, *file.until_assessed(), later)
    return file


EXTENSION = {
    "asked_end": "2022-11-02",
    "current_end": "2022-05-02",
    "contract_day": "2017-05-02",
    "ground": "technical",
    "asked_on": "2022-01-10",
}


def text_of(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text().split()) for page in PdfReader(BytesIO(content)).pages)


async def test_as_of_a_day_the_story_ends_with_that_day(audit: Room) -> None:
    file = await two_days(audit)
    address = f"/applications/{file.id}/story"
    counts = [
        len((await inspector(audit).get(address, as_of=str(day))).json()["entries"])
        for day in (NOON.date() - timedelta(days=1), NOON.date(), NOON.date() + timedelta(days=1))
    ]
    assert counts == [0, 5, 6]
    assert (await inspector(audit).get(address, as_of="1889-01-01")).status_code == 422


async def test_only_an_inspector_is_told_in_the_story_how_each_decision_came_about(audit: Room) -> None:
    file = await two_days(audit)
    address = f"/applications/{file.id}/story"
    for person, told in (
        (inspector(audit), [["extension"]]),
        (audit.api.as_("memur-3", "ministry_officer"), []),
        (audit.api.as_(file.coordinator, "coordinator"), []),
    ):
        lines = (await person.get(address)).json()["entries"]
        given = [line["explanations"] for line in lines if line["explanations"]]
        assert [[one["decision"] for one in explanations] for explanations in given] == told


async def test_the_paper_says_who_did_what_when_on_which_rule_and_how_it_is_sealed(audit: Room) -> None:
    file = await two_days(audit)
    answer = await inspector(audit).get(f"/applications/{file.id}/story.pdf")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    text = text_of(answer.content)
    ledger = (await inspector(audit).get(f"/applications/{file.id}/ledger")).json()["entries"]
    assert file.id in text
    assert file.coordinator in text
    assert day("tr", NOON.date()) in text
    compact = text.replace(" ", "")
    assert all(link["hash"] in compact for link in ledger)
    assert day("tr", date(2022, 11, 1)) in text, "the decision's own numbers"
    assert load("kdp-2014").pinned in compact


async def test_the_paper_shows_people_by_the_names_that_came_with_the_asking_and_keeps_nothing(audit: Room) -> None:
    file = await two_days(audit)
    address = f"/applications/{file.id}/story.pdf"
    names = {file.coordinator: "Deniz Akarsu", file.evaluator: "Aylin Ölçer", "memur-1": "x" * 300}
    answer = await inspector(audit).post(address, {"names": names}, key="")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    compact = text_of(answer.content).replace(" ", "")
    assert f"DenizAkarsu({file.coordinator})" in compact, "who acted"
    assert compact.count(f"AylinÖlçer({file.evaluator})") > 1, "who acted, and of whom a sentence speaks"
    assert "kayıttayalnızayraçiçindekikimliklerdurur" in compact
    doors = story_router(audit.platform.texts).routes
    assert [one.asks for one in doors if isinstance(one, Door)] == [False, False, True], "the last keeps no answer"
    assert "Akarsu" not in text_of((await inspector(audit).get(address)).content)
    stranger = audit.api.as_(file.coordinator, "coordinator")
    assert (await stranger.post(address, {"names": {}}, key="")).status_code == 403
    assert (await inspector(audit).post(address, {"names": {"a": "b"}, "more": 1}, key="")).status_code == 422


async def test_as_of_a_day_the_paper_ends_with_that_day(audit: Room) -> None:
    file = await two_days(audit)
    then = await inspector(audit).get(f"/applications/{file.id}/story.pdf", as_of=str(NOON.date()))
    text = text_of(then.content)
    assert f"{day('tr', NOON.date())} günü sonunda" in text
    assert day("tr", NOON.date() + timedelta(days=1)) not in text


@pytest.mark.parametrize("role", ["coordinator", "ministry_officer", "administrator"])
async def test_nobody_but_an_inspector_takes_the_paper(audit: Room, role: str) -> None:
    file = await two_days(audit)
    answer = await audit.api.as_(file.coordinator, role).get(f"/applications/{file.id}/story.pdf")
    assert answer.status_code == 403


async def test_a_paper_that_does_not_show_every_step_says_so(audit: Room) -> None:
    file = await two_days(audit)
    speech = Speech(audit.platform.texts, "en")
    async with audit.desk.unit(Actor("mufettis-1", "Müfettiş", roles=frozenset({"inspector"}))) as unit:
        whole, part = [text_of(await story_paper(unit, file.id, None, speech, most=most)) for most in (200, 2)]
    assert "the first" not in whole
    assert "The paper shows the first 2 steps; the story goes on" in part

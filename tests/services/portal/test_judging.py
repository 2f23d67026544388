"""An evaluator answers an invitation, writes the score sheet, looks at it once more, and gives it."""

import pytest

from services.evaluation.api.assignments import SubmitAssessment
from services.portal.judging_acts import ACCEPT, DECLINE, HARD_TIE, INVITATION, SOFT_TIE
from tests.services.portal.filling import as_the_room_asks, fill, form_of, pressed_twice, send, shown
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page

JUDGE, ANSWER, SHEET = "degerlendirici-1", "/assignments/a-2/answer", "/assignments/a-1/sheet"
WRITTEN = {
    "scores.capacity": "20,5",
    "scores.competitiveness.level": "18",
    "justifications.competitiveness": "Ölçülebilir hedefler\nve takvim var",
    "not_applicable.capacity": "",
}


@pytest.mark.parametrize("act", INVITATION, ids=lambda act: act.name)
async def test_an_answer_reaches_its_door_once_and_leads_on(stage: Stage, act) -> None:
    browser = await stage.signed_in(JUDGE)
    answers = await pressed_twice(browser, ANSWER, act)
    assert {one.headers["location"] for one in answers} == {act.leads or "/assignments/a-2"}
    (done,) = stage.rooms.done.values()
    as_the_room_asks(done.path, done.body)
    assert {**done.body, "reason": ""} == {**act.fixed, "reason": ""}


async def test_nobody_accepts_without_a_word_on_ties(stage: Stage) -> None:
    browser = await stage.signed_in(JUDGE)
    form = form_of((await browser.get(ANSWER)).text, ACCEPT.name)
    answer = await send(browser, form, {"do": ACCEPT.name})
    assert answer.status_code == 422
    assert 'id="invitation_accept-field-confirmed-wrong"' in answer.text
    assert stage.rooms.done == {}


async def test_who_has_accepted_may_still_step_back_and_is_not_asked_to_accept_again(stage: Stage) -> None:
    shown_acts = await page(stage, JUDGE, "/assignments/a-1/answer")
    assert [act for act in INVITATION if f'value="{act.name}"' in shown_acts] == [DECLINE, SOFT_TIE, HARD_TIE]


async def test_a_task_leads_to_what_is_asked_of_its_evaluator_now(stage: Stage) -> None:
    assert f'href="{ANSWER}"' in await page(stage, JUDGE, "/assignments/a-2")
    assert f'href="{SHEET}"' in await page(stage, JUDGE, "/assignments/a-1")


async def test_the_sheet_comes_with_its_draft_its_ranges_and_the_file_at_hand(stage: Stage) -> None:
    text = await page(stage, JUDGE, SHEET)
    values = shown(text, SHEET).values
    assert values["scores.competitiveness.level"] == "17,5"
    assert values["justifications.competitiveness"] == "Ölçülebilir <b>hedef</b>"
    assert values["not_applicable.capacity"] == "Yeni kurulan küme"
    assert "not_applicable.competitiveness" not in values
    assert "Ortak sınama altyapısı." in text
    assert "0 ile 25 arasında" in text


async def test_a_sheet_is_kept_as_far_as_it_is_written(stage: Stage) -> None:
    browser = await stage.signed_in(JUDGE)
    answer = await fill(browser, SHEET, **WRITTEN, do="keep")
    assert answer.headers["location"] == SHEET
    (done,) = stage.rooms.done.values()
    as_the_room_asks(done.path, done.body)
    assert done.body == {
        "scores": {"capacity": "20.5", "competitiveness.level": "18"},
        "justifications": {"competitiveness": "Ölçülebilir hedefler\nve takvim var"},
        "not_applicable": {},
    }


async def test_the_last_look_keeps_the_draft_gives_nothing_and_shows_the_total_of_the_room(stage: Stage) -> None:
    stage.rooms.said["evaluation/assignments/a-1/draft"] = (200, {"total": "51.33"})
    browser = await stage.signed_in(JUDGE)
    look = await fill(browser, SHEET, **WRITTEN, do="look")
    assert [done.path for done in stage.rooms.done.values()] == ["evaluation/assignments/a-1/draft"]
    assert "51,33" in look.text
    assert "Puan verilmedi" in look.text  # of the part without points
    given = await send(browser, shown(look.text, SHEET), {"do": "give"})
    assert given.headers["location"] == "/assignments/a-1"
    sent = [done for done in stage.rooms.done.values() if done.path.endswith("/assessment")]
    assert len(sent) == 1
    read = as_the_room_asks(sent[0].path, sent[0].body)
    assert isinstance(read, SubmitAssessment)
    assert read.justifications == {"competitiveness": "Ölçülebilir hedefler\nve takvim var"}


async def test_from_the_last_look_the_way_back_loses_nothing(stage: Stage) -> None:
    browser = await stage.signed_in(JUDGE)
    look = await fill(browser, SHEET, **WRITTEN, do="look")
    again = await send(browser, shown(look.text, SHEET), {"do": "edit"})
    assert {name: shown(again.text, SHEET).values[name] for name in WRITTEN} == WRITTEN


async def test_what_is_wrong_with_a_sheet_stands_beside_its_field_and_nothing_is_lost(stage: Stage) -> None:
    errors = [
        {"field": "scores.competitiveness.potential", "message": "Bu başlığa puan verin."},
        {"field": "justifications.capacity", "message": "Gerekçe kısa."},
    ]
    stage.rooms.said["evaluation/assignments/a-1/assessment"] = (422, {"title": "x", "errors": errors})
    browser = await stage.signed_in(JUDGE)
    answer = await fill(browser, SHEET, **WRITTEN, do="give")
    assert answer.status_code == 422
    assert 'id="field-scores-competitiveness-potential-wrong">Bu başlığa puan verin.' in answer.text
    assert 'id="field-justifications-capacity-wrong">Gerekçe kısa.' in answer.text
    assert shown(answer.text, SHEET).values["scores.capacity"] == "20,5"


async def test_a_sheet_is_open_to_be_written_only_while_it_is_awaited(stage: Stage) -> None:
    browser = await stage.signed_in(JUDGE)
    assert (await browser.get("/assignments/a-2/sheet")).status_code == 404

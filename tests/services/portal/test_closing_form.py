"""The closing report by its form: what came back comes back whole, and what was typed is kept until it is sent."""

import re

import httpx

from services.monitoring.api.closing import ClosingDraftIn, ClosingFull, ClosingIn
from services.monitoring.api.page import GrantPage
from tests.services.portal.filling import Shown, form_of, send
from tests.services.portal.recorded import GRANT as FACTS
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.recorded_closing import ASSETS, DOCUMENTS, RETURNED, closing_of
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import plain

FORM = f"/grants/{BUSY}/do/closing"
ROOM = f"monitoring/grants/{BUSY}/closing"
MINE = "koordinator-ostim"


async def opened(browser: httpx.AsyncClient) -> Shown:
    return form_of((await browser.get(FORM)).text, "closing_submit")


def ticked(form: Shown) -> list[str]:
    """Every paper a browser would send back."""
    return re.findall(r'name="documents" type="checkbox" value="([^"]+)" checked', form.page)


def sent_to(stage: Stage, path: str) -> list[object]:
    return [act.body for act in stage.rooms.done.values() if act.path == path]


def test_the_recorded_closing_is_one_the_room_gives() -> None:
    said = closing_of(BUSY)
    assert set(said) == set(ClosingFull.model_fields)
    assert ClosingFull.model_validate(said).reports[0].assets


async def test_a_returned_report_of_which_one_sentence_is_put_right_keeps_its_assets_and_papers(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    form = await opened(browser)
    there = {**form.values, "documents": ticked(form)}
    answer = await browser.post(form.address, data={**there, "aims": "Ortak fırın çalışıyor.", "do": "closing_submit"})
    assert answer.status_code == 303
    (body,) = sent_to(stage, ROOM)
    asked = ClosingIn.model_validate(body)
    assert asked.documents == DOCUMENTS
    assert asked.model_dump(mode="json")["assets"] == ASSETS
    assert (asked.aims, asked.left_open) == ("Ortak fırın çalışıyor.", RETURNED["left_open"])


async def test_each_paper_of_a_returned_report_is_ticked_and_one_unticked_is_left_out(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    form = await opened(browser)
    assert tuple(ticked(form)) == DOCUMENTS
    assert (await send(browser, form, {"documents": DOCUMENTS[1], "do": "closing_submit"})).status_code == 303
    (body,) = sent_to(stage, ROOM)
    assert ClosingIn.model_validate(body).documents == DOCUMENTS[1:]


async def test_what_was_typed_of_a_closing_report_is_kept_and_stands_there_again(stage: Stage) -> None:
    browser = await stage.signed_in(MINE)
    taken_out = {"assets[0].name": "", "assets[0].place": "", "assets[0].value": ""}
    words = {"aims": "Yarım <b>cümle", "assets[1].value": "yok", "documents": DOCUMENTS[0], "spending": ""}
    answer = await send(browser, await opened(browser), {**taken_out, **words, "do": "keep.closing_submit"})
    assert (answer.status_code, answer.headers["location"]) == (303, FORM)
    assert sent_to(stage, ROOM) == []
    (body,) = sent_to(stage, f"{ROOM}/draft")
    assert ClosingDraftIn.model_validate(body)
    page = (await browser.get(FORM)).text
    assert "Taslak kaydedildi" in plain(page)
    values = form_of(page, "closing_submit").values
    assert (values["aims"], values["spending"], values["documents"]) == ("Yarım <b>cümle", "", DOCUMENTS[0])
    assert (values["assets[0].name"], values["assets[0].value"]) == (ASSETS[1]["name"], "yok")
    assert "assets[1].name" not in values


async def test_a_draft_that_the_room_refuses_is_shown_as_it_was_typed(stage: Stage) -> None:
    stage.rooms.said[f"{ROOM}/draft"] = (409, {"title": "Kapanış açık değil"})
    browser = await stage.signed_in(MINE)
    answer = await send(browser, await opened(browser), {"aims": "Yeni", "do": "keep.closing_submit"})
    assert answer.status_code == 409
    assert "Kapanış açık değil" in answer.text
    assert form_of(answer.text, "closing_submit").values["aims"] == "Yeni"


async def test_no_other_act_is_kept_as_a_draft(stage: Stage) -> None:
    browser = await stage.signed_in("izleme-bir")
    form = form_of((await browser.get(FORM)).text, "closing_return")
    assert (await send(browser, form, {"do": "keep.closing_return"})).status_code == 404
    assert stage.rooms.done == {}


async def test_the_reports_that_hold_a_closing_back_are_named_with_period_status_and_link(stage: Stage) -> None:
    told = {"reports": FACTS["reports"], "status": "closing", "id": BUSY}
    assert GrantPage.model_validate({**FACTS, **told})
    for person, can, first in ((MINE, ["report.submit"], "report"), ("izleme-bir", [], "reports/2")):
        stage.rooms.instead[f"monitoring/grants/{BUSY}"] = {**FACTS, **told, "can": can}
        html = (await (await stage.signed_in(person)).get(FORM)).text
        listed = html.partition('id="undecided"')[2].partition("</ul>")[0]
        assert re.findall(r'href="([^"]+)"', listed) == [f"/grants/{BUSY}/{first}", f"/grants/{BUSY}/reports/3"]
        for words in ("2. faaliyet raporu", "2 Kasım 2017 – 1 Mayıs 2018", "Gecikti", "3. faaliyet raporu"):
            assert words in plain(listed), words
        assert "1. faaliyet raporu" not in plain(listed)


async def test_a_closing_that_no_report_holds_back_names_none(stage: Stage) -> None:
    accepted = [{**FACTS["reports"][0], "number": number} for number in (1, 2)]
    for told in ({"status": "closing", "reports": accepted}, {"status": "in_force"}):
        stage.rooms.instead[f"monitoring/grants/{BUSY}"] = {**FACTS, "id": BUSY, "can": [], **told}
        assert 'id="undecided"' not in (await (await stage.signed_in(MINE)).get(FORM)).text

"""The acts that come up most, as forms: the report, decisions on time, appropriations."""

import pytest

from services.monitoring.api.clock import ExtensionDecisionIn, ExtensionIn
from services.monitoring.api.lines import DraftIn
from services.monitoring.api.payments import AppropriationIn
from services.monitoring.api.reports import AcceptIn, ReportIn, ReturnIn
from services.monitoring.domain.report_facts import DocumentType
from services.portal.filled import flattened
from services.portal.pages.activity_report import DOCUMENTS
from tests.services.portal.filling import fill, send, shown
from tests.services.portal.recorded import OSTIM
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

GRANT = f"/grants/{OSTIM}"
REPORT = f"monitoring{GRANT}/reports/2"
LINE = {
    "lines[0].item": "I1",
    "lines[0].net": "1.000,00",
    "lines[0].vat": "180,00",
    "lines[0].paper.kind": "invoice",
    "lines[0].paper.number": "ABC2018000000001",
    "lines[0].paper.issued_on": "1.3.2018",
    "lines[0].paper.issuer": "Makina Ltd.",
    "lines[0].paper.issuer_tax_number": "1112223334",
}
TEXTS = {"technical": "Atölye <b>kuruldu</b>.", "administrative": "Yeni personel yok."}


def bodies(stage: Stage, path: str) -> list[object]:
    return [act.body for act in stage.rooms.done.values() if act.path == path]


def test_the_report_asks_for_the_papers_the_room_knows():
    assert set(DOCUMENTS) == {one.value for one in DocumentType}


async def test_a_person_is_led_to_the_acts_that_are_open_to_them_and_to_no_other(stage: Stage):
    mine = await page(stage, "koordinator-ostim", GRANT)
    for path in ("report", "changes", "extension", "force-majeure"):
        assert f'href="{GRANT}/{path}"' in mine
    officers = await page(stage, "izleme-bir", GRANT)
    assert f'href="{GRANT}/extension/e-1"' in officers
    assert f'href="{GRANT}/report"' not in officers


async def test_a_report_is_filed_once_as_the_room_asks_for_it(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(f"{GRANT}/report")).text)
    answers = [await send(browser, form, {**TEXTS, **LINE, "do": "send"}) for _ in range(2)]
    assert {one.headers["location"] for one in answers} == {GRANT}
    (body,) = bodies(stage, REPORT)
    asked = ReportIn.model_validate(body)
    (line,) = asked.lines
    assert (str(line.net), line.paper.issued_on.isoformat(), line.in_kind) == ("1000.00", "2018-03-01", False)


async def test_what_is_changed_on_a_page_that_was_sent_can_be_sent_as_a_second_act_and_never_goes_unasked(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(f"{GRANT}/report")).text)
    assert (await send(browser, form, {**TEXTS, **LINE, "do": "send"})).headers["location"] == GRANT
    again = await send(browser, form, {**TEXTS, **LINE, "technical": "İkinci metin", "do": "send"})
    assert again.status_code == 422
    assert "Bu sayfayı daha önce gönderdiniz" in plain(again.text)
    assert "Idempotency" not in again.text
    assert len(bodies(stage, REPORT)) == 1
    anew = shown(again.text)
    assert anew.values["technical"] == "İkinci metin"
    assert (await send(browser, anew, {"do": "send"})).headers["location"] == GRANT
    assert [ReportIn.model_validate(one).technical for one in bodies(stage, REPORT)] == [
        TEXTS["technical"],
        "İkinci metin",
    ]


async def test_a_report_is_kept_as_far_as_it_is_written_and_comes_back(stage: Stage):
    answer = await fill(await stage.signed_in("koordinator-ostim"), f"{GRANT}/report", technical="Yarısı", do="draft")
    assert answer.headers["location"] == f"{GRANT}/report"
    assert DraftIn.model_validate(bodies(stage, f"{REPORT}/draft")[0]).technical == "Yarısı"


@pytest.mark.parametrize(("language", "net"), [("tr", "99.000.000,50"), ("en", "99,000,000.50")])
async def test_amounts_of_a_kept_report_come_back_as_people_write_them_and_go_as_the_room_does(
    stage: Stage, language: str, net: str
):
    browser = await stage.signed_in("koordinator-ostim")
    browser.cookies.set("destek_language", language)
    await fill(browser, f"{GRANT}/report", **TEXTS, **LINE | {"lines[0].net": "99000000.50"}, do="draft")
    (typed,) = bodies(stage, f"{REPORT}/draft")
    stage.rooms.instead[f"{REPORT}/draft"] = DraftIn.model_validate(typed).model_dump(mode="json")
    form = shown((await browser.get(f"{GRANT}/report")).text)
    assert form.values["lines[0].net"] == net
    await send(browser, form, {"do": "draft"})
    assert bodies(stage, f"{REPORT}/draft") == [typed, typed]


async def test_what_is_wrong_with_a_line_stands_at_the_line(stage: Stage):
    errors = [{"field": "lines[0].paper.issuer_tax_number", "message": "Eksik hane."}]
    stage.rooms.said[REPORT] = (422, {"title": "x", "errors": errors})
    browser = await stage.signed_in("koordinator-ostim")
    answer = await fill(browser, f"{GRANT}/report", **TEXTS, **LINE, do="send")
    assert 'href="#field-lines-0-paper-issuer_tax_number"' in answer.text
    assert shown(answer.text).values["lines[0].net"] == "1.000,00"


async def test_a_line_in_kind_needs_no_paper_and_a_row_more_is_one_press_away(stage: Stage):
    browser = await stage.signed_in("koordinator-ostim")
    kind = {"lines[0].item": "I1", "lines[0].net": "5", "lines[0].in_kind": "1", "lines[0].paper.kind": "valuation"}
    rows = await fill(browser, f"{GRANT}/report", **TEXTS, **kind, do="rows")
    assert "lines[5].net" in shown(rows.text).values
    await send(browser, shown(rows.text), {"lines[0].in_kind": "1", "do": "send"})
    (line,) = ReportIn.model_validate(bodies(stage, REPORT)[0]).lines
    assert (line.in_kind, line.paper) == (True, None)


async def test_an_extension_is_asked_by_its_last_day_and_the_room_is_told_the_first_day_after(stage: Stage):
    typed = {"ground": "force_majeure", "new_end": "20.6.2022", "reason": "Sel"}
    await fill(await stage.signed_in("koordinator-ostim"), f"{GRANT}/extension", **typed)
    asked = ExtensionIn.model_validate(bodies(stage, f"monitoring{GRANT}/extensions")[0])
    assert asked.new_end.isoformat() == "2022-06-21"


async def test_an_officer_decides_on_an_extension_with_its_papers_in_view(stage: Stage):
    browser = await stage.signed_in("izleme-bir")
    text = plain((await browser.get(f"{GRANT}/extension/e-1")).text)
    for words in ("Sel nedeniyle duran işler", "Valilik yazısı", "20 Haziran 2022"):
        assert words in text
    undecided = await fill(browser, f"{GRANT}/extension/e-1", reason="Uygundur")
    assert (undecided.status_code, stage.rooms.done) == (422, {})
    assert (await fill(browser, f"{GRANT}/extension/e-1", decision="yes", reason="Uygundur")).status_code == 303
    assert ExtensionDecisionIn.model_validate(bodies(stage, "monitoring/extensions/e-1/decide")[0]).granted
    assert (await browser.get(f"{GRANT}/extension/e-9")).status_code == 404


async def test_appropriations_warn_and_a_finance_officer_records_one(stage: Stage):
    browser = await stage.signed_in("mali-uzman")
    shown_page = await browser.get("/appropriations")
    assert "kdp-2014 2018: kalan 1.000.000,00 TL" in plain(shown_page.text)
    typed = {"programme": "kdp-2022", "year": "2019", "amount": "20.000.000", "source": "2019 Bütçe Kanunu"}
    assert (await send(browser, shown(shown_page.text), typed)).status_code == 303
    (body,) = bodies(stage, "monitoring/appropriations/kdp-2022/2019")
    assert str(AppropriationIn.model_validate(body).amount) == "20000000.00"
    assert "Ödenek kaydet" not in plain(await page(stage, "izleme-bir", "/appropriations"))


@pytest.mark.parametrize(("field", "typed"), [("programme", "../x"), ("year", "20x9"), ("year", "1999")])
async def test_a_year_or_programme_that_is_none_is_asked_for_again(stage: Stage, field, typed):
    given = {"programme": "kdp-2022", "year": "2019", "amount": "1", "source": "x", field: typed}
    answer = await fill(await stage.signed_in("mali-uzman"), "/appropriations", **given)
    assert (answer.status_code, stage.rooms.done) == (422, {})
    assert f'href="#field-{field}"' in answer.text


def test_a_request_becomes_the_fields_it_was_made_of():
    content = {"a": "x", "lines": [{"net": "1.00", "paper": {"kind": "invoice", "document": None}, "in_kind": True}]}
    assert flattened(content) == {
        "a": "x",
        "lines[0].net": "1.00",
        "lines[0].paper.kind": "invoice",
        "lines[0].in_kind": "1",
    }


DECIDED = f"monitoring{GRANT}/reports/1"


async def test_an_officer_accepts_a_report_but_for_a_line_and_part_of_another(stage: Stage):
    browser = await stage.signed_in("izleme-bir")
    assert "Atölye açıldı." in plain((await browser.get(f"{GRANT}/reports/1")).text)
    typed = {"decision": "accept", "line.1.said": "Nakliye destek dışı", "line.1.amount": "200,50"}
    answer = await fill(browser, f"{GRANT}/reports/1", **typed)
    assert answer.headers["location"] == f"{GRANT}/reports/1"
    (left_out,) = AcceptIn.model_validate(bodies(stage, f"{DECIDED}/accept")[0]).disallowed
    assert (left_out.line, left_out.reason, str(left_out.amount)) == (1, "Nakliye destek dışı", "200.50")


async def test_an_officer_returns_a_report_and_what_is_wrong_with_that_stands_at_its_line(stage: Stage):
    errors = [
        {"field": "lines[0].remark", "message": "Çok uzun."},
        {"field": "remarks", "message": "Bu alan zorunludur."},
    ]
    stage.rooms.said[f"{DECIDED}/return"] = (422, {"title": "x", "errors": errors})
    browser = await stage.signed_in("izleme-bir")
    answer = await fill(browser, f"{GRANT}/reports/1", **{"decision": "return", "line.1.said": "Belge eksik"})
    assert 'href="#field-line-1-said"' in answer.text
    stage.rooms.said.clear()
    assert (
        await send(browser, shown(answer.text), {"decision": "return", "remarks": "Eksikler var"})
    ).status_code == 303
    said = ReturnIn.model_validate(bodies(stage, f"{DECIDED}/return")[0])
    assert (said.remarks, said.lines[0].remark) == ("Eksikler var", "Belge eksik")


async def test_only_who_decides_on_a_report_is_asked_for_a_decision(stage: Stage):
    assert "Kararı kaydet" not in plain(await page(stage, "uzman-bir", f"{GRANT}/reports/1"))

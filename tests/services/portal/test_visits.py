"""A visit told from a phone: found, photographed, written bit by bit, handed in once."""

import pytest

from services.monitoring.api.visit_forms import VisitDraftIn
from services.monitoring.api.visits import PhotographIn, VisitReportIn
from services.monitoring.domain.audit_facts import Severity
from services.monitoring.domain.risk_facts import PointAnswer, VisitPoint
from services.portal.pages.visits import ANSWERS, POINTS, SEVERITIES
from tests.services.portal.filling import Shown, send, shown
from tests.services.portal.pictures import photograph
from tests.services.portal.recorded_visits import PHOTOGRAPH, VISIT
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

FORM = f"/visits/{VISIT}"
ROOM = f"monitoring/visits/{VISIT}"
TYPED = {
    "place": "OSTİM 12. Cadde",
    "latitude": "39,968312",
    "longitude": "32.74321",
    **{f"points.{point}": "yes" for point in POINTS},
    "findings[0].text": "Tezgâh kurulu değil",
    "findings[0].severity": "major",
    "findings[0].amount": "1.250,50",
    "findings[0].due_on": "30.11.2018",
    "summary": "Atölye <b>boş</b>.",
}


async def opened(stage: Stage) -> tuple[object, Shown]:
    browser = await stage.signed_in("izleme-bir")
    return browser, shown((await browser.get(FORM)).text, FORM)


def acts(stage: Stage, ending: str) -> list[object]:
    return [act.body for act in stage.rooms.done.values() if act.path == f"{ROOM}/{ending}"]


def test_the_form_asks_what_the_room_knows():
    assert set(POINTS) == {one.value for one in VisitPoint}
    assert set(ANSWERS) == {one.value for one in PointAnswer}
    assert set(SEVERITIES) == {one.value for one in Severity}


async def test_the_visitor_finds_the_visit_and_what_was_photographed(stage: Stage):
    assert f'href="{FORM}"' in await page(stage, "izleme-bir", "/visits")
    assert 'href="/visits"' not in await page(stage, "koordinator-ostim", "/")
    shown_page = await page(stage, "izleme-bir", FORM)
    assert "Raporlar &lt;b&gt;gecikti&lt;/b&gt;." in shown_page
    assert f'href="{FORM}/photographs/{PHOTOGRAPH}"' in shown_page
    browser = await stage.signed_in("izleme-bir")
    picture = await browser.get(f"{FORM}/photographs/{PHOTOGRAPH}")
    assert (picture.status_code, picture.headers["content-disposition"][:10]) == (200, "attachment")


async def test_the_form_is_handed_in_as_the_room_asks_for_it_and_once(stage: Stage):
    browser, form = await opened(stage)
    assert form.values["visited_on"] == "2018-11-02"
    answers = [await send(browser, form, {**TYPED, "do": "send"}) for _ in range(2)]
    assert [one.status_code for one in answers] == [303, 303]
    (body,) = acts(stage, "report")
    said = VisitReportIn.model_validate(body)
    assert (said.place, str(said.latitude), said.points[VisitPoint.STAFF]) == ("OSTİM 12. Cadde", "39.968312", "yes")
    assert (str(said.findings[0].amount), str(said.findings[0].due_on)) == ("1250.50", "2018-11-30")


async def test_a_further_finding_and_a_draft_keep_what_was_typed(stage: Stage):
    browser, form = await opened(stage)
    answer = await send(browser, form, {**TYPED, "do": "add"})
    assert (answer.status_code, answer.headers["location"]) == (303, f"{FORM}?findings=2#findings")
    (body,) = acts(stage, "draft")
    assert VisitDraftIn.model_validate(body).typed["findings[0].due_on"] == "30.11.2018"
    there = await browser.get(answer.headers["location"])
    again = shown(there.text, FORM)
    assert {name: again.values[name] for name in TYPED} == TYPED
    assert again.values["findings[1].text"] == ""
    assert "Taslak" in plain(there.text)
    assert acts(stage, "report") == []


async def test_what_the_room_finds_wrong_stands_beside_the_right_row(stage: Stage):
    errors = [
        {"field": "findings[0].due_on", "message": "Bugünden önce olamaz."},
        {"field": "points", "message": "Eksik: Bildirilen personel."},
    ]
    stage.rooms.said[f"{ROOM}/report"] = (422, {"title": "Uygun değil", "errors": errors})
    browser, form = await opened(stage)
    blank_first = {**TYPED, "findings[0].text": "", "findings[0].amount": "", "findings[0].due_on": ""}
    typed = {**blank_first, "findings[1].text": "İkinci", "findings[1].due_on": "1.1.2018", "do": "send"}
    answer = await send(browser, form, typed)
    assert answer.status_code == 422
    assert shown(answer.text, FORM).values["findings[0].text"] == "İkinci"
    assert '<a href="#field-findings-0-due_on">Yanıtın son günü: Bugünden önce olamaz.</a>' in answer.text
    assert '<a href="#field-points-activities">Neye bakıldı: Eksik' in answer.text
    assert 'id="field-points-activities"' in answer.text


async def photographed(stage: Stage, *files: bytes, **typed: str):
    browser, form = await opened(stage)
    chosen = [("photo.chosen", (f"{number}.jpg", file, "image/jpeg")) for number, file in enumerate(files)]
    return await browser.post(FORM, data={**form.values, **typed}, files=chosen)


async def test_a_photograph_of_no_bytes_is_said_to_be_unreadable_and_not_passed_over(stage: Stage):
    answer = await photographed(stage, b"", do="photographs")
    assert answer.status_code == 422
    assert "0.jpg" in answer.text


async def test_photographs_go_up_with_their_own_place_and_time_and_each_once(stage: Stage):
    answer = await photographed(stage, photograph(), photograph(), photograph((32, 32)), do="photographs")
    assert answer.status_code == 303
    assert len(acts(stage, "draft")) == 1
    sent = [PhotographIn.model_validate(body) for body in acts(stage, "photographs")]
    assert len(sent) == 2, "the same picture, twice in one sending, is one"
    assert {(str(one.latitude), one.taken_at.isoformat()) for one in sent} == {
        ("39.968312", "2018-11-01T09:30:00+00:00")
    }


async def test_what_the_picture_does_not_tell_is_taken_from_the_form_or_asked_for(stage: Stage):
    silent = photograph(told=False)
    answer = await photographed(stage, silent, place="OSTİM")
    assert answer.status_code == 422
    assert "0.jpg: fotoğraf ne zaman çekildiğini söylemiyor" in plain(answer.text)
    assert shown(answer.text, FORM).values["place"] == "OSTİM"
    typed = {"photo.taken_at": "2018-11-02T09:15", "photo.note": "Kapı", "latitude": "39.5", "longitude": "32,25"}
    assert (await photographed(stage, silent, **typed)).status_code == 303
    (body,) = acts(stage, "photographs")
    said = PhotographIn.model_validate(body)
    assert (said.taken_at.isoformat(), str(said.longitude), said.note) == ("2018-11-02T06:15:00+00:00", "32.25", "Kapı")


async def test_what_is_no_photograph_is_named_and_the_others_are_kept(stage: Stage):
    answer = await photographed(stage, b"<script>", photograph(), do="send", **TYPED)
    assert answer.status_code == 422
    assert "0.jpg: fotoğraf olarak okunamadı" in plain(answer.text)
    assert (len(acts(stage, "photographs")), acts(stage, "report")) == (1, [])


async def test_what_the_room_says_of_a_photograph_stands_beside_it(stage: Stage):
    said = {"title": "x", "errors": [{"field": "taken_at", "message": "Ziyaretten önce."}]}
    stage.rooms.said[f"{ROOM}/photographs"] = (422, said)
    answer = await photographed(stage, photograph())
    assert '<a href="#field-photo-taken_at">Çekildiği an: 0.jpg: Ziyaretten önce.</a>' in answer.text


async def test_a_room_that_is_away_keeps_the_words_and_asks_for_the_pictures_again(stage: Stage):
    browser, form = await opened(stage)
    stage.rooms.down.add("monitoring")
    files = [("photo.taken", ("a.jpg", photograph(), "image/jpeg"))]
    away = await browser.post(FORM, data={**form.values, **TYPED, "do": "send"}, files=files)
    assert away.status_code == 503
    assert shown(away.text, FORM).values["summary"] == TYPED["summary"]
    assert "yeniden seçmeniz gerekebilir" in plain(away.text)


@pytest.mark.parametrize("count", [13, 1])
async def test_too_many_or_too_much_at_once_is_refused_with_a_page(stage: Stage, count):
    answer = await photographed(stage, *([b"x"] * count if count > 1 else [b"x" * 60_000_001]))
    assert answer.status_code in {400, 413}
    assert answer.text.count("<h1") == 1


async def test_only_on_the_page_of_a_visit_may_the_browser_be_asked_where_it_is(stage: Stage):
    browser = await stage.signed_in("izleme-bir")
    assert "geolocation=(self)" in (await browser.get(FORM)).headers["permissions-policy"]
    assert "geolocation=()" in (await browser.get("/")).headers["permissions-policy"]
    assert "script-src 'self';" in (await browser.get(FORM)).headers["content-security-policy"]

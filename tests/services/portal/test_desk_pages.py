"""The inspector draws, writes, signs, answers leads and takes dossiers away; the administrator erases; nobody else."""

from collections.abc import Mapping

import pytest

from runtime.messages import catalogue
from services.audit.api.desk import ConclusionIn, NoteIn, SampleIn
from services.audit.api.dossiers import DossierIn
from services.audit.api.erasure import ErasureIn
from services.audit.api.inspections import InspectionIn
from services.audit.api.leads import AnswerIn
from services.audit.api.shapes import Shape
from services.audit.api.story import NamesIn
from tests.services.portal.filling import fill, send, shown
from tests.services.portal.recorded import CALL, OSTIM, OTHER
from tests.services.portal.recorded_desk import DOSSIER_ID, LEAD_ID, RIGHTS, SAMPLE_ID, drawn
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

PAPER = f"/desk/samples/{SAMPLE_ID}/{OSTIM}"


async def test_the_desk_shows_samples_how_each_was_drawn_and_how_many_leads_are_open(stage: Stage) -> None:
    shown_there = plain(await page(stage, "mufettis", "/desk"))
    for words in ("16 dosyadan 2", "Kura ile", "1 ipucu yanıt bekliyor", "30 Ekim 2018 12.00"):
        assert words in shown_there
    sample = plain(await page(stage, "mufettis", f"/desk/samples/{SAMPLE_ID}"))
    for words in ("zar: 4", "ef" * 32, "1. OSTİM Temiz", "12.413.400,00 TL", "İmzalandı", "Açık", "madde 3&lt;/b&gt;"):
        assert words in sample


async def test_a_working_paper_shows_remarks_and_findings_and_takes_no_more_once_it_is_signed(stage: Stage) -> None:
    open_one = plain(await page(stage, "mufettis", PAPER))
    for words in ("Bulgu: Büyük", "Tutanak eksik", "Görüşüldü &lt;b&gt;tel", "Kâğıda yaz", "12.413.400,00 TL"):
        assert words in open_one
    signed = await page(stage, "mufettis", f"/desk/samples/{SAMPLE_ID}/{OTHER}")
    assert "Uygundur." in plain(signed)
    assert 'class="destek-form"' not in signed


async def test_a_lead_shows_its_evidence_beside_the_measure_and_what_was_said_to_it(stage: Stage) -> None:
    listed = plain(await page(stage, "mufettis", "/desk/leads"))
    for words in ("Sınırın hemen altında", "Yanıttan sonra 1 yeni olay", "İzleniyor"):
        assert words in listed
    one = plain(await page(stage, "mufettis", f"/desk/leads/{LEAD_ID}"))
    for words in (
        "4.990.000,00 TL; sınır 5.000.000,00 TL",
        "amir-1",
        "e-1",
        "Faturalar &lt;b&gt;tek",
        "2 Mayıs 2018 16.58",
    ):
        assert words in one
    assert "Süre sonu 2 Mayıs 2018 17.00" in plain(await page(stage, "mufettis", f"/desk/leads/{'12' * 32}"))


def last_asked(stage: Stage) -> dict[str, str]:
    """What the room that keeps the record was asked for last; by which names people are known, the others say."""
    return [query for _, room, _, query in stage.rooms.asked if room == "audit"][-1]


async def test_the_inspector_sees_with_which_rights_people_came_and_what_changed(stage: Stage) -> None:
    seen = plain(await page(stage, "mufettis", "/desk/rights?person=memur-9"))
    assert last_asked(stage) == {"limit": "50", "person_id": "memur-9"}
    for words in (
        "+ Bakanlık uzmanı",
        "− Bağımsız",
        "− Bir başkası adına",
        "yeni-rol",
        "Kurum: Sanayi &lt;b&gt;Bakanlığı",
    ):
        assert words in seen
    assert "İlk kez görüldü" in seen
    rooms = {one["room"] for one in RIGHTS["entries"]}
    assert rooms
    for room in rooms:
        assert catalogue("services.portal").say("tr", f"portal.room.{room}") in seen
    lead = await page(stage, "mufettis", f"/desk/leads/{'34' * 32}")
    assert 'href="/desk/rights?person=memur-9"' in lead


@pytest.mark.parametrize("person", ["mufettis", "yonetici"])
async def test_what_is_not_in_the_ledger_is_shown_with_its_reason_to_inspector_and_administrator(
    stage: Stage, person: str
) -> None:
    html = await page(stage, person, "/desk/ledger?after=3&gaps=01a2")
    asked = {path: query for _, _, path, query, *_ in stage.rooms.asked if "ledger/" in path}
    assert asked["/ledger/set-aside"] == {"limit": "50", "after": "3"}
    assert asked["/ledger/gaps"] == {"limit": "50", "after": "01a2"}
    for more in ("gaps=01a203b3&amp;after=3", "after=9&amp;gaps=01a2"):
        assert f'rel="next" href="/desk/ledger?{more}"' in html
    shown = plain(html)
    for words in (
        "birimin kendi kaydında başka türlü yazıyor",
        "/data/amount",
        "olayın bütünü",
        "3 kez istendi",
        "hattaki yeri 812; sıra no 4",
        "NotAnEvent at line 51 &lt;b&gt;",
        "Olay değil",
        "1200 bayt",
        "Hatta artık yok",
    ):
        assert words in shown, words

    assert 'href="/desk/ledger"' in await page(stage, person, "/"), "the way there stands above every page"


async def test_the_story_is_read_as_it_stood_on_a_day_with_every_decision_explained(stage: Stage) -> None:
    path = f"/applications/{OSTIM}/story"
    html = await page(stage, "mufettis", f"{path}?as_of=31.01.2016")
    assert last_asked(stage) == {"limit": "100", "as_of": "2016-01-31"}
    for words in ("31 Ocak 2016 günü sonundaki", "mufettis-7", "Nasıl hesaplandı?", "kişisel veriler silindi"):
        assert words in plain(html)
    assert f'href="{path}.pdf?as_of=2016-01-31"' in html
    assert f"{path}?after=e-9&amp;as_of=2016-01-31" in html
    browser = await stage.signed_in("mufettis")
    paper = await browser.get(f"{path}.pdf?as_of=2016-01-31")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    assert last_asked(stage) == {"as_of": "2016-01-31"}
    applicant = await page(stage, "koordinator-ostim", path)
    assert "story.pdf" not in applicant
    assert "dossiers" not in applicant


@pytest.mark.parametrize("day", ["yarın", "1889-01-01", "31.02.2016"])
async def test_a_day_that_is_none_is_said_beside_the_field_and_the_file_is_shown_as_it_stands(
    stage: Stage, day: str
) -> None:
    browser = await stage.signed_in("mufettis")
    answer = await browser.get(f"/applications/{OSTIM}/story", params={"as_of": day})
    assert answer.status_code == 422
    assert 'id="field-as_of-wrong">1990 ile 2190 arasında' in answer.text
    assert f'value="{day}"' in answer.text
    assert last_asked(stage) == {"limit": "100"}


async def test_dossiers_show_digest_and_who_asked_and_are_handed_through(stage: Stage) -> None:
    html = await page(stage, "mufettis", f"/applications/{OSTIM}/dossiers")
    assert f"dossiers/{'dc' * 32}" not in html, "what was destroyed cannot be taken"
    text = plain(html)
    for words in (DOSSIER_ID, "mufettis", "Kişisel veriler olmadan", "1.250.000 bayt", "1 Kasım 2018 12.00 anında"):
        assert words in text
    browser = await stage.signed_in("mufettis")
    answer = await browser.get(f"/applications/{OSTIM}/dossiers/{DOSSIER_ID}")
    assert (answer.headers["content-type"], answer.content) == ("application/zip", b"PK dossier")
    assert (await browser.get(f"/applications/{OSTIM}/dossiers/x")).status_code == 400


Typed = tuple[str, str, str, dict[str, str], type[Shape], dict[str, object]]
"""Who types what where, what the room is asked, by which shape, and with which body."""
ACTS: tuple[Typed, ...] = (
    (
        "mufettis",
        "/desk/draw",
        "desk/samples",
        {"method": "risk", "size": "5", "call_id": CALL, "reason": "Plan"},
        SampleIn,
        {"method": "risk", "size": 5, "call_id": CALL, "reason": "Plan"},
    ),
    (
        "mufettis",
        f"/desk/leads/{LEAD_ID}",
        f"desk/leads/{LEAD_ID}/answers",
        {"verdict": "dismissed", "reason": "Bakıldı"},
        AnswerIn,
        {"verdict": "dismissed", "reason": "Bakıldı"},
    ),
    (
        "mufettis",
        f"/applications/{OTHER}/inspection",
        f"applications/{OTHER}/inspections",
        {"remark": "İncelendi"},
        InspectionIn,
        {"remark": "İncelendi"},
    ),
    (
        "mufettis",
        f"/applications/{OSTIM}/dossiers",
        f"applications/{OSTIM}/dossiers",
        {"redacted": "1"},
        DossierIn,
        {"redacted": True, "documents": True},
    ),
    (
        "mufettis",
        PAPER,
        f"desk/samples/{SAMPLE_ID}/papers/{OSTIM}/sign",
        {"conclusion": "Uygun"},
        ConclusionIn,
        {"conclusion": "Uygun"},
    ),
    (
        "yonetici",
        f"/erasure/{OTHER}",
        f"applications/{OTHER}/erasure",
        {"reason": "Süre doldu", "confirmed": "1"},
        ErasureIn,
        {"reason": "Süre doldu"},
    ),
)


@pytest.mark.parametrize(("person", "path", "act", "typed", "model", "body"), ACTS, ids=[one[2] for one in ACTS])
async def test_what_is_typed_reaches_the_room_as_it_asks_for_it(
    stage: Stage,
    person: str,
    path: str,
    act: str,
    typed: dict[str, str],
    model: type[Shape],
    body: Mapping[str, object],
) -> None:
    stage.rooms.said[f"audit/{act}"] = (201, drawn(OTHER, OSTIM))
    browser = await stage.signed_in(person)
    answer = await fill(browser, path, **typed)
    assert answer.status_code == 303, answer.text
    (done,) = stage.rooms.done.values()
    assert (done.person, done.path, done.body) == (person, f"audit/{act}", body)
    assert model.model_validate(done.body)
    assert "govuk-notification-banner" in (await browser.get(answer.headers["location"])).text


async def test_a_finding_goes_onto_the_paper_and_what_is_wrong_with_it_stands_beside_the_field(stage: Stage) -> None:
    act = f"audit/desk/samples/{SAMPLE_ID}/papers/{OSTIM}/notes"
    wrong = {"title": "Kural", "errors": [{"field": "severity", "message": "Bir bulgunun önem derecesi olur."}]}
    stage.rooms.said[act] = (422, wrong)
    browser = await stage.signed_in("mufettis")
    first = next(part for part in (await browser.get(PAPER)).text.split("</form>") if 'name="kind"' in part)
    form = shown(first + "</form>", PAPER)
    answer = await send(browser, form, {"kind": "finding", "text": "Tutanak <b>eksik</b>"})
    assert answer.status_code == 422
    assert 'id="field-severity-wrong">Bir bulgunun önem derecesi olur.' in answer.text
    assert "Tutanak &lt;b&gt;eksik&lt;/b&gt;</textarea>" in answer.text
    del stage.rooms.said[act]
    typed = {"kind": "finding", "severity": "major", "text": "Tutanak eksik"}
    assert (await send(browser, form, typed)).status_code == 303
    (done,) = stage.rooms.done.values()
    assert (done.path, NoteIn.model_validate(done.body).model_dump(mode="json")) == (act, typed)


async def test_nothing_is_erased_before_it_is_confirmed(stage: Stage) -> None:
    browser = await stage.signed_in("yonetici")
    answer = await fill(browser, f"/erasure/{OTHER}", reason="Süre doldu")
    assert answer.status_code == 422
    assert "geri alınamayacağını onaylayın" in plain(answer.text)
    assert stage.rooms.done == {}
    listed = await page(stage, "yonetici", "/erasure")
    assert f'href="/erasure/{OTHER}"' in listed
    assert "/erasure/0190-eski" not in listed


@pytest.mark.parametrize("person", ["uzman-bir", "koordinator-ostim", "bagimsiz-denetci", "mali-uzman"])
async def test_others_are_led_neither_to_the_desk_nor_to_erasing(stage: Stage, person: str) -> None:
    html = await page(stage, person, "/")
    assert 'href="/desk"' not in html
    assert 'href="/erasure"' not in html


async def test_each_of_the_two_is_led_to_their_own_work_and_not_to_the_other_s(stage: Stage) -> None:
    inspector, administrator = await page(stage, "mufettis", "/"), await page(stage, "yonetici", "/")
    assert ('href="/desk"' in inspector, 'href="/erasure"' in inspector) == (True, False)
    assert ('href="/desk"' in administrator, 'href="/erasure"' in administrator) == (False, True)


async def test_what_was_written_on_a_paper_that_somebody_signed_meanwhile_is_not_lost(stage: Stage) -> None:
    browser = await stage.signed_in("mufettis")
    first = next(part for part in (await browser.get(PAPER)).text.split("</form>") if 'name="kind"' in part)
    stage.rooms.instead[f"audit/desk/samples/{SAMPLE_ID}"] = drawn(OSTIM, OTHER)
    over = {"title": "Kural", "errors": [{"field": "paper", "message": "Artık bir şey eklenmez."}]}
    stage.rooms.said[f"audit/desk/samples/{SAMPLE_ID}/papers/{OSTIM}/notes"] = (422, over)
    answer = await send(browser, shown(first + "</form>", PAPER), {"kind": "remark", "text": "Asıl fatura eksik"})
    assert answer.status_code == 422
    for words in ("Artık bir şey eklenmez.", "Asıl fatura eksik"):
        assert words in plain(answer.text)


async def test_the_paper_of_a_story_is_asked_for_with_the_names_its_page_shows(stage: Stage) -> None:
    browser = await stage.signed_in("mufettis")
    answer = await browser.get(f"/applications/{OSTIM}/story.pdf", params={"as_of": "1.3.2018"})
    assert (answer.status_code, answer.content) == (200, b"%PDF-1.7 story")
    (asked,) = [act for act in stage.rooms.tried if act.path == f"audit/applications/{OSTIM}/story.pdf"]
    assert NamesIn.model_validate(asked.body).names["mufettis-7"] == "Vedat Bakan"
    sent = [query for _, _, path, query in stage.rooms.asked if path.endswith("/story.pdf")]
    assert sent == [{"as_of": "2018-03-01"}]
    for room in ("application", "evaluation", "monitoring"):
        stage.rooms.refused[f"{room}/people"] = 503
    assert (await browser.get(f"/applications/{OSTIM}/story.pdf")).status_code == 200
    assert len(stage.rooms.tried) == 1, "with nobody's name known it is asked for without any"


@pytest.mark.parametrize("day", ["yarın", "2026-02-30", "1200-01-01"])
async def test_a_story_of_a_day_that_is_none_is_no_paper_of_another_day(stage: Stage, day: str) -> None:
    browser = await stage.signed_in("mufettis")
    answer = await browser.get(f"/applications/{OSTIM}/story.pdf", params={"as_of": day})
    assert answer.status_code == 303
    assert (await browser.get(answer.headers["location"])).status_code == 422


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/desk", "desk/samples"),
        ("/desk/draw", "desk/samples"),
        (PAPER, f"desk/samples/{SAMPLE_ID}"),
        ("/desk/leads", "desk/leads"),
        (f"/desk/leads/{LEAD_ID}", "desk/leads"),
        (f"/applications/{OSTIM}/dossiers", f"applications/{OSTIM}/dossiers"),
        (f"/applications/{OSTIM}/story.pdf", f"applications/{OSTIM}/story.pdf"),
        (f"/applications/{OTHER}/inspection", f"applications/{OTHER}/ledger/check"),
        (f"/erasure/{OTHER}", "erasures"),
    ],
)
async def test_what_the_room_refuses_is_no_page(stage: Stage, path: str, asked: str) -> None:
    stage.rooms.refused[f"audit/{asked}"] = 403
    browser = await stage.signed_in("uzman-bir")
    assert (await browser.get(path)).status_code == 403


@pytest.mark.parametrize("path", [f"/desk/leads/{'0' * 64}", f"/desk/samples/{SAMPLE_ID}/yok", "/desk/samples/yok"])
async def test_what_there_is_not_is_not_found(stage: Stage, path: str) -> None:
    assert (await (await stage.signed_in("mufettis")).get(path)).status_code == 404

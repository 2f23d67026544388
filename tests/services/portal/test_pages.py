"""Each page, over real HTTP, against rooms that answer in their own shapes."""

import re

import pytest

from services.portal.rooms import Room
from tests.services.portal.recorded import CALL, CONCLUDED_CALL, GRANT, LAPSED, OSTIM, OTHER
from tests.services.portal.recorded_applying import DRAFTED, MINE, OPEN_CALL, OTHER_TAX, SENT_BACK, TALKS
from tests.services.portal.recorded_calls import JUDGED
from tests.services.portal.recorded_changes import CHANGE
from tests.services.portal.recorded_desk import LEAD_ID, SAMPLE_ID
from tests.services.portal.recorded_visits import VISIT
from tests.services.portal.standin import Stage, open_stage

OF_CALLS = (
    *("/calls", "/calls/new", f"/calls/{OPEN_CALL}", f"/calls/{OPEN_CALL}/do/deadline"),
    *(f"/calls/{OPEN_CALL}/do/staffing", f"/proposals/{OPEN_CALL}/o-2/do", f"/combinations/{OPEN_CALL}/new"),
    *(f"/applications/{JUDGED}/evaluators", f"/applications/{JUDGED}/evaluators/a-7"),
)
PAGES = (
    ("uzman-bir", "/"),
    ("uzman-bir", "/applications"),
    ("uzman-bir", "/applications?stage=administrative_check"),
    ("uzman-bir", f"/applications/{OSTIM}"),
    ("uzman-bir", f"/applications/{OTHER}"),
    ("uzman-bir", f"/applications/{LAPSED}"),
    ("uzman-bir", f"/applications/{OTHER}/read"),
    ("uzman-bir", f"/applications/{LAPSED}/read"),
    ("uzman-bir", f"/applications/{OTHER}/do/check"),
    ("uzman-bir", "/grants"),
    ("uzman-bir", f"/grants/{OSTIM}"),
    ("uzman-bir", "/registry"),
    ("uzman-bir", "/registry?q=seramik"),
    ("koordinator-ostim", "/"),
    *(("uzman-bir", path) for path in OF_CALLS),
    ("koordinator-ostim", "/mails"),
    ("koordinator-ostim", "/apply"),
    ("koordinator-ostim", f"/calls/{OPEN_CALL}/apply"),
    ("koordinator-ostim", "/consortia/new"),
    ("koordinator-ostim", f"/consortia/{MINE}"),
    ("koordinator-ostim", f"/consortia/{MINE}/members/new"),
    ("koordinator-ostim", f"/consortia/{MINE}/members/{OTHER_TAX}"),
    ("uye-bir", f"/applications/{DRAFTED}/part"),
    ("koordinator-ostim", f"/applications/{DRAFTED}/part"),
    ("koordinator-ostim", f"/applications/{SENT_BACK}/completion"),
    ("koordinator-ostim", f"/applications/{TALKS}/talks"),
    ("koordinator-ostim", f"/applications/{TALKS}/talks/send"),
    ("koordinator-ostim", f"/applications/{TALKS}/talks/plan"),
    ("koordinator-ostim", f"/applications/{SENT_BACK}/completion/plan/1/items/0"),
    ("koordinator-ostim", f"/applications/{SENT_BACK}/completion/form/sustainability"),
    ("koordinator-ostim", f"/applications/{DRAFTED}/draft"),
    ("koordinator-ostim", f"/applications/{DRAFTED}/draft/form/competitiveness"),
    *(
        ("koordinator-ostim", f"/applications/{DRAFTED}/draft/plan{rest}")
        for rest in ("", "/indicators", "/new", "/0", "/0/activities/new", "/1/items/0", "/1/milestones/0")
    ),
    ("degerlendirici-1", "/"),
    ("degerlendirici-1", "/assignments/a-1"),
    ("degerlendirici-1", "/assignments/a-2"),
    ("uzman-bir", "/evaluators"),
    ("yonetici", "/evaluators"),
    ("degerlendirici-1", "/evaluators/degerlendirici-1"),
    ("yonetici", "/evaluators/degerlendirici-0"),
    ("kurul-baskani", "/"),
    ("uzman-bir", f"/proposals/{CALL}"),
    ("uzman-bir", f"/hands/{CALL}"),
    ("uzman-bir", f"/hands/{CONCLUDED_CALL}"),
    ("uzman-bir", f"/proposals/{CONCLUDED_CALL}"),
    ("kurul-baskani", f"/committees/{CALL}"),
    ("kurul-baskani", f"/committees/{CONCLUDED_CALL}"),
    ("kurul-baskani", f"/committees/{CALL}/items/{OTHER}"),
    ("uzman-bir", f"/combinations/{CALL}"),
    ("uzman-bir", f"/combinations/{CALL}/1"),
    ("uzman-bir", f"/combinations/{CALL}/comparison?one=1&other=2"),
    ("uzman-bir", f"/combinations/{CONCLUDED_CALL}"),
    ("kurul-baskani", f"/packs/{CALL}"),
    ("kurul-baskani", f"/packs/{CALL}/2"),
    ("uzman-bir", f"/packs/{CALL}/1"),
    ("uzman-bir", f"/packs/{CONCLUDED_CALL}"),
    ("koordinator-ostim", f"/applications/{OSTIM}/feedback"),
    ("uzman-bir", f"/applications/{OTHER}/feedback"),
    ("mali-uzman", "/"),
    ("mali-uzman", "/payments"),
    ("mali-uzman", "/payments/do/statement"),
    ("mali-uzman", "/payments/0190-talimat"),
    ("uzman-bir", "/indicators/KDP"),
    ("uye-bir", "/"),
    ("bagimsiz-denetci", "/"),
    ("bagimsiz-denetci", f"/grants/{OSTIM}"),
    ("uzman-bir", f"/grants/{OSTIM}/reports/1"),
    ("mufettis", "/"),
    ("mufettis", "/desk"),
    ("mufettis", "/desk/draw"),
    ("mufettis", f"/desk/samples/{SAMPLE_ID}"),
    ("mufettis", f"/desk/samples/{SAMPLE_ID}/{OSTIM}"),
    ("mufettis", f"/desk/samples/{SAMPLE_ID}/{OTHER}"),
    ("mufettis", "/desk/leads"),
    ("mufettis", "/desk/rights"),
    ("mufettis", "/desk/ledger"),
    ("yonetici", "/desk/ledger"),
    ("mufettis", f"/desk/leads/{LEAD_ID}"),
    ("mufettis", f"/applications/{OSTIM}/story"),
    ("koordinator-ostim", f"/applications/{OSTIM}/story?as_of=2016-01-31"),
    ("mufettis", f"/applications/{OTHER}/inspection"),
    ("mufettis", f"/applications/{OSTIM}/dossiers"),
    ("yonetici", "/erasure"),
    ("yonetici", f"/erasure/{OTHER}"),
    ("yonetici", "/"),
    ("bos", "/"),
    ("koordinator-ostim", f"/grants/{OSTIM}/force-majeure"),
    ("koordinator-ostim", f"/grants/{OSTIM}/extension"),
    ("koordinator-ostim", f"/grants/{OSTIM}/changes"),
    *(("koordinator-ostim", f"/grants/{OSTIM}/changes/{kind}") for kind in ("minor", "member", "budget_transfer")),
    ("koordinator-ostim", f"/grants/{OSTIM}/changes/coordinator"),
    ("izleme-bir", f"/changes/{CHANGE}"),
    ("koordinator-ostim", f"/grants/{OSTIM}/report"),
    ("izleme-bir", f"/grants/{OSTIM}/extension/e-1"),
    ("mali-uzman", "/appropriations"),
    ("izleme-bir", "/visits"),
    ("izleme-bir", f"/visits/{VISIT}"),
)


def plain(html: str) -> str:
    """The words of a page, as read."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html)).replace("\xa0", " ")


async def page(stage: Stage, person: str, path: str, language: str = "tr") -> str:
    browser = await stage.signed_in(person)
    browser.cookies.set("destek_language", language)
    answer = await browser.get(path)
    assert answer.status_code == 200, answer.text
    return answer.text


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize(("person", "path"), PAGES)
async def test_every_page_says_everything_in_words_of_its_language(stage, person, path, language):
    html = await page(stage, person, path, language)
    assert f'<html lang="{language}"' in html
    assert html.count("<h1") == 1
    shown = re.sub(r"[\w-]+@[\w.]+", "", plain(re.sub(r"kdp-\d{4}", "", html)))
    keys = re.findall(r"\b[a-z_]+(?:\.[a-z_]+)+\b", shown)
    assert keys == [], "a key stands where its text belongs"


async def test_tasks_come_soonest_first_and_overdue_is_said_in_words(stage):
    text = plain(await page(stage, "uzman-bir", "/"))
    order = [
        text.index(words) for words in ("Süresi geçenler", "2 gün gecikti", "Bu hafta", "3 gün kaldı", "Daha sonra")
    ]
    assert order == sorted(order)


@pytest.mark.parametrize(
    ("person", "words", "link"),
    [
        ("uye-bir", "Birliğe katılımınızı onaylayın", f"/applications/{OTHER}/part"),
        ("bagimsiz-denetci", "Bağımsız denetim raporunu verin (2)", f"/grants/{OSTIM}/do/audit-report"),
        ("mufettis", "Sona eren dosyayı inceleyin", f"/applications/{OTHER}/inspection"),
        ("yonetici", "NACE 30.20", "/evaluators/new/entry"),
    ],
)
async def test_every_role_is_shown_its_work_with_a_link_to_where_it_is_done(stage, person, words, link):
    html = await page(stage, person, "/")
    assert words in plain(html)
    assert re.findall(r'href="(/(?:applications|grants|evaluators)/[^"]+)"', html) == [link]


async def test_the_grant_shows_its_independent_audits(stage):
    text = plain(await page(stage, "uzman-bir", f"/grants/{OSTIM}"))
    for words in ("Sınırlı olumlu görüş", "Üç faturanın aslı dosyada yok", "Rapor bekleniyor", "1 Mayıs 2018"):
        assert words in text


async def test_the_grant_shows_findings_development_reports_and_whom_to_appoint(stage):
    text = plain(await page(stage, "uzman-bir", f"/grants/{OSTIM}"))
    for words in ("Ödemeyi durduruyor", "Asılları arşivden çıkarıldı", "DK-2019-4", "Göstergeler planla uyumlu"):
        assert words in text
    assert "Bağımsız denetçi görevlendirilecek: Şikâyet üzerine" in text


async def test_the_lines_of_a_report_show_papers_what_counts_and_what_was_said(stage):
    html = await page(stage, "uzman-bir", f"/grants/{OSTIM}/reports/1")
    text = plain(html)
    for words in ("Fatura ABC2017000000001", "Makina Ltd. (1112223334)", "1.200,00 TL", "Nakliye destek dışı"):
        assert words in text
    assert 'href="/grants/baska-destek"' in html


async def test_the_grant_shows_its_plan_in_force_and_what_each_change_of_it_did(stage):
    text = plain(await page(stage, "uzman-bir", f"/grants/{OSTIM}"))
    for words in ("İş planı (sürüm 2)", "ORA1.AA1.T1.E1", "Atölye açıldı", "1 Mayıs 2019", "24", "27, 34"):
        assert words in text
    for words in ("Kalemler arası bütçe aktarımı", "Kalem maliyeti I1: 1000.00 → 1200.00", "1.200,00 TL"):
        assert words in text
    for words in ("Mücbir sebeple 11 Mayıs 2019", "20 Mayıs 2019", "Gecikti", "belge 1", "Yerinde görüldü."):
        assert words in text, "when it was planned, reached and confirmed"
    for words in ("Valilik yazısı yeterlidir.", "belge sayısı: 1"):
        assert words in text, "what force majeure rests on, and why it was accepted"


async def test_the_grant_shows_where_it_is_paid_to_what_stops_it_what_comes_back_and_its_books(stage):
    text = plain(await page(stage, "uzman-bir", f"/grants/{OSTIM}"))
    for words in ("TR33…1326", "Ziraat Bankası", "Bu desteğe şimdi ödeme yapılamaz", "GA0123456789AB", "Gecikmiş"):
        assert words in text
    for words in ("Taahhüt karşılığı", "-11.413.400,00 TL", "anapara 908,38 TL, faiz 0,00 TL"):
        assert words in text


async def test_the_grant_shows_its_risk_its_holds_and_what_a_visit_found(stage):
    text = plain(await page(stage, "uzman-bir", f"/grants/{OSTIM}"))
    for words in ("Geciken raporlar: 3 (1)", "Ziyaret öneriliyor", "Bulgu giderildi.", "1 Haziran 2018"):
        assert words in text
    for words in ("Makine ve teçhizat yerinde ve kullanımda: Kısmen", "39.968312, 32.743210", "Atölye girişi"):
        assert words in text


async def test_a_deadline_at_midnight_is_shown_as_the_end_of_the_day_before(stage):
    assert "5 Kasım 2018 gün sonu" in plain(await page(stage, "uzman-bir", f"/applications/{OTHER}"))


async def test_the_application_shows_its_way_its_money_and_who_acted(stage):
    text = plain(await page(stage, "uzman-bir", f"/applications/{OSTIM}"))
    for words in (
        "24.826.800,00 TL",
        "12.413.400,00 TL",
        "1.250.000,25 TL",
        "11.413.400,00 TL",
        "10 Temmuz 2015 11.00",
        "Komisyon üyesi",
        "Sözleşme imzalandı",
        "KDP-2017-001",
        "1 Mayıs 2022",
        "Kalem üç cihaza bölündü.",
        "Yanıt bekliyor",
    ):
        assert words in text, words


async def test_a_grant_shows_its_rules_their_audit_and_the_addendum_that_brought_them(stage):
    text = plain(await page(stage, "uzman-bir", f"/applications/{OSTIM}"))
    for words in (
        "Geçiş hükmü: çağrı önceki kurallarla sürer.",
        "kdp-2014 (0) yerine kdp-2014 (1)",
        "Yıllık denetim istendi",
        "En geç son: 1 Mayıs 2023 → 1 Mayıs 2024",
        "Hak edilen: 1.000.000,00 TL → 1.250.000,25 TL",
        "Her yıl · Şikâyet üzerine R.G. 29260",
    ):
        assert words in text, words


async def test_a_draft_that_lapsed_says_that_it_ended_and_why(stage):
    text = plain(await page(stage, "uzman-bir", f"/applications/{LAPSED}"))
    assert "Süresi doldu Çağrı kapandığında başvuru gönderilmemişti." in text


async def test_a_reminder_comes_on_the_same_day_above_and_in_the_table_of_dates(stage):
    first = {"name": "report_reminder", "number": 3, "at": "2018-12-15T21:00:00Z", "on": "2018-12-16", "steps": []}
    reminder = {**first, "ends": False, "due": "report_reminder"}
    coming = {"kind": "report_reminder", "at": first["at"], "number": 3}
    grant = {**GRANT, "dates": [*GRANT["dates"], reminder]}
    grant["deadlines"] = [coming, *GRANT["deadlines"]]
    stage.rooms.instead[f"monitoring/grants/{OSTIM}"] = grant
    for address in (f"/grants/{OSTIM}", f"/applications/{OSTIM}"):
        text = plain(await page(stage, "izleme-bir", address))
        assert "16 Aralık 2018" in text
        assert "15 Aralık 2018" not in text
        assert "20 Aralık 2018 gün sonu" in text, "what ends a day is still its end"


async def test_english_writes_money_dates_and_roles_in_english(stage):
    text = plain(await page(stage, "uzman-bir", f"/applications/{OSTIM}", "en"))
    for words in ("24,826,800.00 TL", "10 July 2015 11:00", "Commission member", "Work plan total"):
        assert words in text, words


async def test_what_people_wrote_never_becomes_markup(stage):
    html = await page(stage, "uzman-bir", f"/applications/{OSTIM}")
    assert "Bütçe &lt;b&gt;kalemi&lt;/b&gt;" in html
    assert "Rolsüz &lt;b&gt;Kişi&lt;/b&gt;" in await page(stage, "bos", "/")


async def test_rooms_are_asked_with_the_persons_own_token_and_language(stage):
    await page(stage, "mali-uzman", "/")
    assert {(person, room) for person, room, _, _ in stage.rooms.asked} == {
        ("mali-uzman", room) for room in ("application", "evaluation", "monitoring", "audit")
    }


async def test_the_list_is_filtered_by_stage_and_read_on_by_key(stage):
    first = await page(stage, "uzman-bir", "/applications")
    assert f"/applications?after={OSTIM}" in first
    filtered = await page(stage, "uzman-bir", "/applications?stage=administrative_check")
    assert OTHER in filtered
    assert f"/applications/{OSTIM}" not in filtered
    assert {"limit": "25", "stage": "administrative_check"} in [one[3] for one in stage.rooms.asked]


async def test_the_contract_is_handed_through_as_the_room_gave_it(stage):
    browser = await stage.signed_in("uzman-bir")
    answer = await browser.get(f"/applications/{OSTIM}/contract.pdf")
    assert (answer.headers["content-type"], answer.content) == ("application/pdf", b"%PDF-1.7 contract")


@pytest.mark.parametrize(
    ("room", "path", "words"),
    [
        ("monitoring", f"/applications/{OSTIM}", "yürüyen destek, raporlar ve ödemeler"),
        ("audit", f"/applications/{OSTIM}", "geçmiş"),
        ("evaluation", "/", "değerlendirme ve kurul"),
        ("application", "/", "başvurular ve sözleşmeler"),
    ],
)
async def test_a_room_that_is_down_is_named_and_the_rest_is_shown(stage, room, path, words):
    stage.rooms.down.add(room)
    text = plain(await page(stage, "uzman-bir", path))
    assert f"Şu anda gösterilemiyor: {words}" in text


async def test_without_its_own_room_a_page_says_what_to_do(stage):
    stage.rooms.down.add("application")
    browser = await stage.signed_in("uzman-bir")
    answer = await browser.get("/applications")
    assert answer.status_code == 503
    assert "Birkaç dakika sonra yeniden deneyin" in plain(answer.text)


@pytest.mark.parametrize("status", [403, 404, 409, 422])
async def test_a_refusal_of_a_room_is_a_page_in_plain_words(stage, status):
    stage.rooms.refused[f"application/applications/{OSTIM}"] = status
    browser = await stage.signed_in("uzman-bir")
    answer = await browser.get(f"/applications/{OSTIM}")
    assert answer.status_code == status
    assert "Bu dosya size açık değil" in answer.text
    assert answer.text.count("<h1") == 1


async def test_a_part_the_person_may_not_see_is_left_out_without_a_word(stage):
    stage.rooms.refused[f"monitoring/grants/{OSTIM}"] = 403
    text = plain(await page(stage, "uzman-bir", f"/applications/{OSTIM}"))
    assert "Yürüyen destek" not in text
    assert "Şu anda gösterilemiyor" not in text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/nowhere", 404),
        ("/applications/0190-yok", 404),
        ("/applications/..%2f..%2fhealth", 404),
        ("/applications/%3Cscript%3E", 400),
        ("/applications?stage=flying", 400),
        ("/applications?after=%00", 400),
        ("/registry?q=" + "a" * 101, 400),
        ("/language/xx", 404),
        ("/sign-out", 405),
    ],
)
async def test_a_mistaken_address_is_a_page_and_never_a_fault(stage, path, status):
    browser = await stage.signed_in("uzman-bir")
    answer = await browser.get(path)
    assert answer.status_code == status
    assert answer.text.count("<h1") == 1


async def test_the_navigation_offers_only_lists_the_person_may_ask_for(stage):
    assert 'href="/applications"' in await page(stage, "uzman-bir", "/")
    assert 'href="/applications"' not in await page(stage, "degerlendirici-1", "/")


@pytest.mark.parametrize("path", ["/health/live", "/health/ready", "/metrics"])
async def test_health_answers_though_every_room_is_down(stage, path):
    stage.rooms.down |= {room.value for room in Room}
    browser = stage.browser()
    assert (await browser.get(path)).status_code == 200


async def test_without_the_style_sheet_from_npm_the_pages_are_plain_and_whole(tmp_path):
    async with open_stage(tmp_path, vendor=tmp_path) as plain_stage:
        browser = await plain_stage.signed_in("uzman-bir")
        assert (await browser.get("/health/ready")).status_code == 200
        html = (await browser.get("/applications")).text
        await plain_stage.close_browsers()
    assert "vendor" not in html
    assert OTHER in html


async def test_an_application_shows_how_consortium_plan_and_evaluation_were_worked_out(stage):
    shown = plain(await page(stage, "uzman-bir", f"/applications/{OSTIM}"))
    assert "Nasıl hesaplandı? Birlikteliğin bileşimi" in shown
    assert "Ana faaliyet alanında iş birliği taahhüt eden firma sayısı 24; en az 20 gerekir" in shown
    assert "12.413.400,00 TL (50 % × 24.826.800,00 TL)" in shown
    assert "(75 + 80) / 2 = 77.5" in shown
    english = plain(await page(stage, "uzman-bir", f"/applications/{OSTIM}", "en"))
    assert "How was this worked out? Work plan and budget" in english


async def test_who_may_not_read_the_pre_evaluation_sees_no_more_of_the_page_for_it(stage):
    stage.rooms.refused[f"evaluation/applications/{OSTIM}/pre-evaluation"] = 403
    shown = plain(await page(stage, "koordinator-ostim", f"/applications/{OSTIM}"))
    assert "77.5" not in shown
    assert not [path for _, _, path, _ in stage.rooms.asked if path.endswith("/pre-evaluation")], "told as an attempt"
    assert "Nasıl hesaplandı? İş planı ve bütçesi" in shown


async def test_a_grant_shows_how_a_claim_was_worked_out_and_when(stage):
    shown = plain(await page(stage, "uzman-bir", f"/grants/{OSTIM}"))
    assert "Nasıl hesaplandı? Ödeme talebi (20 Ocak 2018 12.00)" in shown
    assert "Daha önce talep edilen 10,00 TL; şimdi talep edilebilecek 30,00 TL." in shown


async def test_a_concluded_committee_shows_the_ranking_and_each_place_with_its_sum(stage):
    shown = plain(await page(stage, "kurul-baskani", f"/committees/{CONCLUDED_CALL}"))
    assert "80 × 60 / 100 + 30 = 78" in shown
    assert "Sağlanmadı Toplam: 60 × 60 / 100 + 30 = 66; en az 70 gerekir" in shown
    stage.rooms.refused[f"evaluation/calls/{CONCLUDED_CALL}/ranking"] = 403
    assert "80 × 60" not in plain(await page(stage, "kurul-baskani", f"/committees/{CONCLUDED_CALL}"))


async def test_a_proposal_shows_whom_to_ask_who_was_not_chosen_and_why_and_what_is_lacking(stage):
    shown = plain(await page(stage, "uzman-bir", f"/proposals/{CALL}"))
    for words in (
        "degerlendirici-1 – uyum 4, açık dosya 1 → 3",
        "degerlendirici-2: işveren bağı",
        "1 kişi eksik",
        "dosya sınırı dolu: 7",
        "3 / 4",
        "Kabul edildi",
        "daha iyisinin olmadığı kanıtlanmadı",
        "Savunma sanayiini &lt;b&gt;bilir&lt;/b&gt;",
    ):
        assert words in shown
    assert "same employer" not in shown
    assert "tie by employer" in plain(await page(stage, "uzman-bir", f"/proposals/{CALL}", "en"))
    assert "henüz öneri istenmedi" in plain(await page(stage, "uzman-bir", f"/proposals/{CONCLUDED_CALL}"))


async def test_the_report_shows_hands_and_files_with_their_signs_and_can_be_downloaded(stage):
    shown = plain(await page(stage, "uzman-bir", f"/hands/{CALL}"))
    for words in (
        "Ayşe &lt;i&gt;Değer&lt;/i&gt;",
        "+4,85",
        "−4,85",
        "1 / 3",
        "yalnız görüştür",
        "2 öbek",
        "OSTİM &lt;b&gt;Temiz&lt;/b&gt;",
        "d-2: 20 (−45)",
    ):
        assert words in shown
    none = plain(await page(stage, "uzman-bir", f"/hands/{CONCLUDED_CALL}", "en"))
    assert "No pre-evaluation of this call is decided yet." in none
    assert "rank the calibrated mean" in none
    browser = await stage.signed_in("uzman-bir")
    paper = await browser.get(f"/hands/{CALL}/evaluators.csv")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "text/csv; charset=utf-8")
    assert paper.text.startswith("evaluator_id")
    assert (await browser.get(f"/hands/{CALL}/others.csv")).status_code == 400


async def test_only_who_may_read_the_report_is_led_to_it(stage):
    assert f'href="/hands/{CALL}"' in await page(stage, "uzman-bir", f"/committees/{CALL}")
    assert "/hands/" not in await page(stage, "kurul-baskani", f"/committees/{CALL}")


async def test_an_evaluator_s_page_shows_each_aspect_the_draft_and_what_was_taken_back(stage):
    shown = plain(await page(stage, "degerlendirici-1", "/assignments/a-1"))
    for words in (
        "Rekabetçilik: Düzey",
        "Rekabetçilik: Potansiyel",
        "17,5",
        "uygulanamaz",
        "henüz gönderilmedi",
        "Ölçülebilir &lt;b&gt;hedef&lt;/b&gt;",
        "yeniden açıldı",
        "O formun toplamı: 71,25.",
        "Gerekçe başka dosyaya ait",
    ):
        assert words in shown


async def test_the_committee_s_page_leads_to_its_items_and_to_the_signed_minutes(stage):
    sits = await page(stage, "kurul-baskani", f"/committees/{CALL}")
    assert f'href="/committees/{CALL}/items/{OTHER}"' in sits
    assert "minutes.pdf" not in sits
    assert "Salon dolu" in plain(sits)
    done = await page(stage, "kurul-baskani", f"/committees/{CONCLUDED_CALL}")
    assert f'href="/committees/{CONCLUDED_CALL}/minutes.pdf"' in done
    browser = await stage.signed_in("kurul-baskani")
    paper = await browser.get(f"/committees/{CONCLUDED_CALL}/minutes.pdf")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")
    item = plain(await page(stage, "kurul-baskani", f"/committees/{CALL}/items/{OTHER}"))
    for said in (
        "Çıkar çatışması nedeniyle bu başvuruya bakamaz",
        "müzakere edilecek noktalar",
        "Karşı oy : Bütçe yeterli",
    ):
        assert said.replace(" :", ":") in item.replace(" :", ":")


async def test_the_pool_shows_what_lies_with_each_and_how_the_dates_were_kept_and_an_erased_person_by_no_name(stage):
    shown = plain(await page(stage, "uzman-bir", "/evaluators"))
    for words in ("Aylin Ölçer", "2 / 4", "9 davet", "Ortalama 3,5 gün erken", "Ortalama 1 gün geç", "silindi"):
        assert words in shown
    assert "erased" in plain(await page(stage, "yonetici", "/evaluators", "en"))


async def test_an_officer_finds_the_ties_of_a_file_on_its_page_and_who_may_not_finds_no_word_of_them(stage):
    shown = plain(await page(stage, "uzman-bir", f"/applications/{OSTIM}"))
    for words in ("Çıkar ilişkileri", "Çalıştığı kurum", "Kesin", "Yanlış eşleşme", "Adres büyük bir iş merkezi"):
        assert words in shown
    stage.rooms.refused[f"evaluation/applications/{OSTIM}/conflicts"] = 403
    assert "Çıkar ilişkileri" not in plain(await page(stage, "koordinator-ostim", f"/applications/{OSTIM}"))


async def test_an_invited_evaluator_is_asked_for_a_declaration_before_anything_is_shown(stage):
    assert "çıkar ilişkiniz olup olmadığını bildirin" in plain(
        await page(stage, "degerlendirici-1", "/assignments/a-2")
    )

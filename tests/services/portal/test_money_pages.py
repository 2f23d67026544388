"""What is tried on the money of a call, the packs it is approved in, and what applicants learn after the decision."""

import pytest

from services.monitoring.api.tasks import TasksOut
from tests.services.portal.recorded import CALL, CONCLUDED_CALL, FINANCE_TASKS, OSTIM, OTHER
from tests.services.portal.recorded_money import PACK
from tests.services.portal.test_pages import page, plain


async def test_a_combination_shows_who_gets_what_what_falls_out_and_the_sums(stage):
    shown = plain(await page(stage, "uzman-bir", f"/combinations/{CALL}/1"))
    for words in (
        "OSTİM &lt;b&gt;Temiz&lt;/b&gt;",
        "kesim yerinin altında kalır",
        "1. sıraya kadar",
        "Ankara",
        "bilinmiyor",
        "Firma: 20",
        "1 başvuru tam puanlanmadığı için hesapta yok.",
        "hiçbir başvuruya ilişkin karar bunlarla verilmez",
        "Nasıl hesaplandı?",
    ):
        assert words in shown


async def test_combinations_are_listed_with_what_is_left_and_each_is_compared_with_the_one_before(stage):
    html = await page(stage, "uzman-bir", f"/combinations/{CALL}")
    shown = plain(html)
    for words in ("en az 70,5 puan", "-50,00 TL", "Kaynak yetmiyor", "2. onay dosyası"):
        assert words in shown
    assert f"/combinations/{CALL}/comparison?one=1&amp;other=2" in html
    compared = plain(await page(stage, "uzman-bir", f"/combinations/{CALL}/comparison?one=1&other=2", "en"))
    assert "Seramik" in compared
    same = plain(await page(stage, "uzman-bir", f"/combinations/{CALL}/comparison?one=2&other=1"))
    assert "aynı tutarları verir" in same
    assert "henüz bir deneme yapılmadı" in plain(await page(stage, "uzman-bir", f"/combinations/{CONCLUDED_CALL}"))


async def test_a_pack_shows_what_members_say_as_far_as_the_reader_may_know_and_who_is_asked(stage):
    shown = plain(await page(stage, "kurul-baskani", f"/packs/{CALL}/2"))
    for words in ("Görüşünüzü değiştirin", "katılmıyor", "Pay az", "dosya kapanınca gösterilir", "Ali Can bekleniyor"):
        assert words in " ".join(shown.replace("Görüş bekleniyor", "bekleniyor").split())
    assert "Onay dosyasını indir" not in shown
    closed = await page(stage, "uzman-bir", f"/packs/{CALL}/1")
    assert f'href="/packs/{CALL}/1/paper.pdf"' in closed
    browser = await stage.signed_in("uzman-bir")
    paper = await browser.get(f"/packs/{CALL}/1/paper.pdf")
    assert (paper.status_code, paper.headers["content-type"]) == (200, "application/pdf")


async def test_applicants_read_scores_and_justifications_until_when_to_object_and_nobody_s_name(stage):
    html = await page(stage, "koordinator-ostim", f"/applications/{OSTIM}")
    assert f'href="/applications/{OSTIM}/feedback"' in html
    shown = plain(await page(stage, "koordinator-ostim", f"/applications/{OSTIM}/feedback"))
    for words in (
        "Kapasite: 20,5 / 25",
        "Sürdürülebilirlik: uygulanamaz",
        "Ekip &lt;b&gt;güçlü&lt;/b&gt;.",
        "30 Kasım 2018 gün sonu",
        "77,5",
    ):
        assert words in shown
    browser = await stage.signed_in("koordinator-ostim")
    letter = await browser.get(f"/applications/{OSTIM}/feedback.pdf")
    assert (letter.status_code, letter.headers["content-type"]) == (200, "application/pdf")


async def test_an_officer_sees_what_betrays_somebody_what_was_changed_and_how_an_objection_was_decided(stage):
    shown = plain(await page(stage, "uzman-bir", f"/applications/{OTHER}/feedback"))
    for words in ("kimliği ele veriyor", "Komşum olan firma", "Kabul edildi", "Yeniden bakılacak", "okundu&lt;/i&gt;"):
        assert words in shown
    assert "Mektubu indir" not in shown


@pytest.mark.parametrize("path", [f"applications/{OSTIM}/feedback", f"calls/{CALL}/approval-packs"])
async def test_what_the_room_refuses_the_page_refuses(stage, path):
    stage.rooms.refused[f"evaluation/{path}"] = 403
    browser = await stage.signed_in("degerlendirici-1")
    own = path.replace("calls", "packs").removesuffix("/approval-packs")
    assert (await browser.get(f"/{own}")).status_code == 403


async def test_a_file_without_feedback_has_no_link_to_one(stage):
    stage.rooms.refused[f"evaluation/applications/{OSTIM}/feedback"] = 404
    assert "/feedback" not in await page(stage, "koordinator-ostim", f"/applications/{OSTIM}")


async def test_a_call_held_for_proposals_says_so_with_the_reason_and_who_is_lacking(stage):
    shown = plain(await page(stage, "uzman-bir", f"/proposals/{CALL}"))
    for words in ("Yalnızca kabul edilen önerilerle", "Komisyon &lt;b&gt;görmek", "2 dosyada 3 kişi eksik"):
        assert words in shown


async def test_evaluators_are_led_to_their_own_profile_with_contracts_and_what_is_due_to_them(stage):
    assert 'href="/evaluators/degerlendirici-1"' in await page(stage, "degerlendirici-1", "/assignments/a-1")
    shown = plain(await page(stage, "degerlendirici-1", "/evaluators/degerlendirici-1"))
    for words in ("S-1", "2.500,00 TL", "7.500,00 TL", "1 Ocak 2018 – 30 Haziran 2018", "Ankara &lt;b&gt;merkez"):
        assert words in shown
    assert "Sözleşmeler" not in plain(await page(stage, "uzman-bir", "/evaluators/degerlendirici-0"))


async def test_finance_officers_see_orders_each_payment_in_them_and_which_year_runs_out_of_money(stage):
    html = await page(stage, "mali-uzman", "/payments")
    assert 'href="/payments/0190-talimat"' in html
    assert 'href="/payments"' not in await page(stage, "koordinator-ostim", "/")
    for words in ("kdp-2014 2018", "azaldı", "1.000.000,00 TL", "23 Kasım 2018"):
        assert words in plain(html)
    order = plain(await page(stage, "mali-uzman", "/payments/0190-talimat"))
    for words in ("Banka &lt;b&gt;reddetti", "OSTİM &lt;i&gt;A.Ş.", "TR330006100519786457841326"):
        assert words in order


async def test_a_programme_s_targets_are_held_against_what_all_grants_reached(stage):
    shown = plain(await page(stage, "uzman-bir", "/indicators/KDP"))
    assert "görmediğiniz 2 destek bu sayılara katılmadı" in shown
    for words in ("İş birliği yapan firma", "610", "2017: 200, 2018: 420", "10 kuruluş birden çok destekte"):
        assert words in shown
    assert 'href="/indicators/KDP"' in await page(stage, "uzman-bir", "/grants")
    browser = await stage.signed_in("uzman-bir")
    paper = await browser.get("/indicators/KDP/table.csv")
    assert (paper.status_code, paper.text.partition(",")[0]) == (200, "code")


async def test_money_to_be_paid_back_and_a_guarantee_that_runs_out_wait_with_their_last_day_and_form(stage):
    (paid,) = FINANCE_TASKS["entries"]
    waits = {
        "recovery.open": ("r-1", "Geri ödenecek tutarı izleyin", "do/recovery"),
        "recovery.late": ("r-2", "Geri alım gecikti", "do/recovery"),
        "guarantee.end": ("g-1", "Teminatın süresi doluyor", "do/held-guarantee/g-1"),
    }
    due = {"number": None, "due_at": "2018-11-20T21:00:00Z"}
    told = {"entries": [{**paid, **due, "kind": kind, "part": part} for kind, (part, _, _) in waits.items()]}
    assert TasksOut.model_validate(told)
    stage.rooms.instead["monitoring/tasks"] = told
    html = await page(stage, "mali-uzman", "/")
    assert plain(html).count("20 Kasım 2018") == len(waits)
    for _, words, link in waits.values():
        assert words in plain(html)
        same = sum(one[2] == link for one in waits.values())
        assert html.count(f'href="/grants/{OSTIM}/{link}"') == same, link


@pytest.mark.parametrize("said", [True, False])
async def test_who_has_said_what_they_think_of_a_pack_is_not_told_that_it_is_awaited(stage, said):
    mine, *others = PACK["opinions"]
    opinions = [{**mine, "answered": said}, *others]
    stage.rooms.instead[f"evaluation/calls/{CALL}/approval-packs/2"] = {**PACK, "opinions": opinions}
    shown = plain(await page(stage, "kurul-baskani", f"/packs/{CALL}/2"))
    assert ("Görüşünüz bekleniyor." in shown) is not said
    assert ("Görüşünüzü değiştirin" in shown) is said

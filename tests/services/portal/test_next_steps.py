"""What can be done next, or against something, is shown where it is looked for."""

from tests.services.portal.filling import fill, shown
from tests.services.portal.recorded import CALL, EXCLUDED, OSTIM
from tests.services.portal.recorded_applying import OPEN_CALL
from tests.services.portal.recorded_sitting import SITTING
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page, plain

OFFICER, MINE, CHAIR, JUDGE = "uzman-bir", "koordinator-ostim", "kurul-baskani", "degerlendirici-1"
SHEET = "/assignments/a-1/sheet"


async def test_who_may_object_is_led_there_from_the_file_with_the_last_day(stage: Stage) -> None:
    file = await page(stage, MINE, f"/applications/{OSTIM}")
    assert "bir kez itiraz edebilirsiniz" in file
    assert f'href="/applications/{OSTIM}/do/objection"' in file
    for other in (OFFICER, "uye-bir"):
        assert "itiraz edebilirsiniz" not in await page(stage, other, f"/applications/{OSTIM}")


async def test_whose_application_was_excluded_reads_why_and_what_remains(stage: Stage) -> None:
    for person in (MINE, "uye-bir"):
        file = plain(await page(stage, person, f"/applications/{EXCLUDED}"))
        assert "İmza &lt;b&gt;yok&lt;/b&gt;" in file
        assert "Bu karara karşı sistem üzerinden itiraz yapılmaz." in file
    assert "itiraz yapılmaz" not in await page(stage, OFFICER, f"/applications/{EXCLUDED}")


async def test_only_a_closed_call_leads_to_a_committee_and_where_there_is_none_it_is_said_when(
    stage: Stage,
) -> None:
    assert f'href="/committees/{OPEN_CALL}"' not in await page(stage, OFFICER, f"/calls/{OPEN_CALL}")
    assert f'href="/committees/{CALL}"' in await page(stage, OFFICER, f"/calls/{CALL}")
    browser = await stage.signed_in(OFFICER)
    answer = await browser.get(f"/committees/{OPEN_CALL}")
    assert answer.status_code == 404
    assert "kurulu henüz oluşmadı" in answer.text
    assert f'href="/calls/{OPEN_CALL}"' in answer.text


async def test_who_gives_no_points_has_no_column_for_them_and_no_quorum_is_told_of_nobody(stage: Stage) -> None:
    assert "Puanınız" in await page(stage, CHAIR, f"/committees/{SITTING}")
    assert "Puanınız" not in await page(stage, OFFICER, f"/committees/{SITTING}")
    assert "Kurul henüz atanmadı" in await page(stage, OFFICER, f"/committees/{CALL}")


async def test_a_sheet_whose_total_cannot_be_reckoned_is_not_offered_to_be_given(stage: Stage) -> None:
    stage.rooms.said["evaluation/assignments/a-1/draft"] = (200, {"total": ""})
    look = await fill(await stage.signed_in(JUDGE), SHEET, **{"scores.capacity": "99"}, do="look")
    assert 'value="edit"' in look.text
    assert 'value="give"' not in look.text
    assert "henüz verilemez" in look.text
    assert shown(look.text, SHEET).values["scores.capacity"] == "99"

"""A site visit told from a phone: with an error beside its field, a photograph, and where the phone stands."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser.conftest import NARROW
from tests.browser.test_portal import BASICS
from tests.services.portal.pictures import photograph
from tests.services.portal.recorded_visits import VISIT

pytestmark = pytest.mark.browser
ROOM = f"monitoring/visits/{VISIT}"
WRONG = {"title": "Uygun değil", "errors": [{"field": "findings[0].due_on", "message": "Bugünden önce olamaz."}]}


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no-scripts"])
async def test_a_visit_is_told_from_a_phone(look, portal, tmp_path: Path, scripts):
    portal.rooms.forget()
    picture = tmp_path / "kapi.jpg"
    picture.write_bytes(photograph())
    page = await look("izleme-bir", NARROW, scripts=scripts)
    await page.context.grant_permissions(["geolocation"])
    await page.context.set_geolocation({"latitude": 39.9683121, "longitude": 32.7432104})
    await page.get_by_role("link", name="Ziyaretler").click()
    await page.get_by_role("link", name="OSTİM Küme Teşebbüsü").click()

    await page.get_by_label("Fotoğraf çek").set_input_files(picture)
    await page.get_by_label("Yer", exact=True).fill("OSTİM 12. Cadde")
    await page.get_by_role("button", name="Fotoğrafları kaydet").click()
    await expect(page.get_by_text("Fotoğraflar ve taslak kaydedildi.")).to_be_visible()
    await expect(page.get_by_label("Yer", exact=True)).to_have_value("OSTİM 12. Cadde")

    if scripts:
        await page.get_by_role("button", name="Bulunduğum yeri yaz").click()
        await expect(page.get_by_label("Enlem")).to_have_value("39.968312")
    for point in await page.get_by_label("Evet").all():
        await point.check()
    await page.get_by_label("Bulgu", exact=True).fill("Tezgâh kurulu değil")
    await page.get_by_label("Yanıtın son günü").fill("2018-01-01")
    await page.get_by_role("button", name="Bir bulgu daha").click()
    await page.get_by_role("group", name="2. bulgu").get_by_label("Bulgu", exact=True).fill("Kayıt yok")
    await page.get_by_label("Ne görüldü").fill("Atölye boş.")

    portal.rooms.said[f"{ROOM}/report"] = (422, WRONG)
    async with page.expect_response(lambda answer: answer.status == 422):
        await page.get_by_role("button", name="İmzala ve gönder").click()
    await expect(page.get_by_role("alert")).to_be_focused()
    if scripts:
        assert await page.evaluate(BASICS) == []
        assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]
    await page.get_by_role("link", name="Yanıtın son günü: Bugünden önce olamaz.").click()
    wrong = page.get_by_role("group", name="1. bulgu").get_by_label("Yanıtın son günü")
    await expect(wrong).to_be_focused()
    await expect(wrong).to_have_accessible_description("Boş bırakılırsa kuralların verdiği süre. Bugünden önce olamaz.")
    await expect(wrong).to_have_value("2018-01-01")

    portal.rooms.said.clear()
    await wrong.fill("2018-11-30")
    await page.get_by_role("button", name="İmzala ve gönder").dblclick()
    await expect(page.get_by_text("Ziyaret formu gönderildi.")).to_be_visible()
    (report,) = [act.body for act in portal.rooms.done.values() if act.path == f"{ROOM}/report"]
    assert [one["text"] for one in report["findings"]] == ["Tezgâh kurulu değil", "Kayıt yok"]
    assert ("latitude" in report) == scripts

"""The portal as people use it: by clicking, by keyboard, wide and narrow, with and without scripts."""

from pathlib import Path

import pytest
from playwright.async_api import Page, expect

from tests.browser.conftest import NARROW, NOWHERE, WIDE
from tests.services.portal.recorded import CALL, LISTED, OSTIM, OTHER, OTHER_LISTED
from tests.services.portal.recorded_acts import BUSY
from tests.services.portal.recorded_applying import DRAFTED, MINE, OPEN_CALL
from tests.services.portal.recorded_visits import VISIT

pytestmark = pytest.mark.browser

BASICS = Path(__file__).with_name("basics.js").read_text(encoding="utf-8")
PAGES = {
    "uzman-bir": (
        "/",
        "/applications",
        f"/applications/{OSTIM}",
        f"/applications/{OTHER}",
        "/grants",
        f"/grants/{OSTIM}",
        "/registry?q=seramik",
        "/mails",
        f"/combinations/{CALL}",
        f"/combinations/{CALL}/1",
        f"/combinations/{CALL}/comparison?one=1&other=2",
        f"/packs/{CALL}/2",
        f"/calls/{OPEN_CALL}/do/deadline",
        f"/applications/{OTHER}/feedback",
        NOWHERE,
    ),
    "degerlendirici-1": ("/", "/assignments/a-1"),
    "koordinator-ostim": (
        f"/grants/{OSTIM}/changes/major",
        f"/grants/{OSTIM}/report",
        f"/grants/{BUSY}/do/milestone/M1",
        f"/grants/{BUSY}/do/closing",
        f"/consortia/{MINE}/members/new",
        f"/applications/{DRAFTED}/draft/plan",
        f"/applications/{DRAFTED}/draft/plan/1/items/0",
    ),
    "izleme-bir": (
        f"/visits/{VISIT}",
        f"/grants/{OSTIM}/reports/1",
        "/appropriations",
        f"/grants/{BUSY}",
        f"/grants/{BUSY}/do/claim/c-m",
        f"/grants/{BUSY}/reports/1/disallow",
    ),
    "kurul-baskani": (f"/committees/{CALL}", f"/packs/{CALL}/2/do"),
    "mali-uzman": ("/payments", "/payments/0190-talimat", "/payments/do/statement", "/indicators/KDP"),
}


async def press_until(page: Page, name: str) -> None:
    """Go on by Tab until the thing of that name has the focus."""
    for _ in range(60):
        await page.keyboard.press("Tab")
        if await page.evaluate("document.activeElement?.textContent.trim()") == name:
            return
    raise AssertionError(f"{name!r} cannot be reached by keyboard")


async def test_somebody_signs_in_sees_the_tasks_and_opens_an_application(look):
    page = await look("uzman-bir")
    await expect(page.get_by_role("heading", level=1)).to_have_text("İşlerim")
    await page.get_by_role("link", name=OTHER_LISTED["title"]).click()
    await expect(page.get_by_role("heading", level=1)).to_have_text(OTHER_LISTED["title"])
    await expect(page.get_by_role("list").get_by_text("şu anda burada")).to_be_visible()
    await page.get_by_role("button", name="Çıkış yap").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("Giriş yapın")


async def test_the_keyboard_alone_is_enough(look, portal):
    page = await look()
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("link", name="Ana içeriğe geç")).to_be_focused()
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("main").get_by_text("Giriş yap", exact=True)).to_be_focused()
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{portal.issuer}/**")
    for _ in range(2):
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await page.wait_for_url(f"{portal.url}/")
    await press_until(page, "Başvurular")
    await page.keyboard.press("Enter")
    await page.wait_for_url("**/applications")
    await press_until(page, LISTED["title"])
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text(LISTED["title"])
    await press_until(page, "Çıkış yap")
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("Giriş yapın")


async def test_where_the_focus_is_can_be_seen(look):
    page = await look("uzman-bir")
    await press_until(page, "Çıkış yap")
    shown = await page.evaluate("getComputedStyle(document.activeElement).outlineStyle")
    assert shown != "none"


@pytest.mark.parametrize("language", ["tr", "en"])
@pytest.mark.parametrize("person", PAGES)
async def test_every_page_keeps_the_basics_and_never_scrolls_sideways(look, portal, person, language):
    """Wide and narrow, as one that is turned or made smaller."""
    page = await look(person)
    await page.goto(f"{portal.url}/language/{language}")
    for path in PAGES[person]:
        await page.goto(f"{portal.url}{path}")
        for width, height in (WIDE, NARROW):
            await page.set_viewport_size({"width": width, "height": height})
            assert await page.evaluate(BASICS) == [], (path, width)
            assert await page.evaluate("document.documentElement.scrollWidth") <= width, (path, width)


async def test_a_call_of_a_long_name_to_choose_from_makes_the_list_no_wider_than_the_window(look, portal):
    page = await look("uzman-bir", size=NARROW)
    await page.goto(f"{portal.url}/applications")
    await page.evaluate("document.querySelector('#call_id').add(new Option('Kümelenme Destek Programı '.repeat(9)))")
    assert await page.evaluate("document.documentElement.scrollWidth") <= NARROW[0]


async def test_the_sign_in_page_keeps_the_basics(look):
    page = await look(size=NARROW)
    assert await page.evaluate(BASICS) == []


async def test_everything_works_without_scripts(look, portal):
    page = await look("uzman-bir", scripts=False)
    await page.goto(f"{portal.url}/applications")
    await page.get_by_label("Aşama").select_option(label="İdari kontrol")
    await page.get_by_role("button", name="Süz").click()
    await expect(page.get_by_role("link", name=OTHER_LISTED["title"])).to_be_visible()
    await expect(page.get_by_role("link", name=LISTED["title"])).to_have_count(0)


async def test_english_is_one_click_away_and_stays(look):
    page = await look("uzman-bir")
    await page.get_by_role("link", name="English").click()
    await expect(page.get_by_role("heading", level=1)).to_have_text("My tasks")
    await page.get_by_role("link", name="Cluster inventory").click()
    await page.get_by_label("Search in the names").fill("seramik")
    await page.get_by_role("button", name="Search").click()
    await expect(page.get_by_text("Seramik İş Kümesi").first).to_be_visible()

"""A real browser before the real portal, and people who look at it."""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Browser, ConsoleMessage, Page, async_playwright, expect

from tests.browser.chromium import FLAGS, provide
from tests.services.portal.standin import PEOPLE, Stage, open_stage

WIDE, NARROW = (1280, 900), (360, 740)
PATIENCE = 60_000
"""Milliseconds for whatever is to be seen: how soon says how busy the machine is."""
NOWHERE = "/nowhere"
Look = Callable[..., Awaitable[Page]]


def _is_wrong(message: ConsoleMessage) -> bool:
    """Whether the browser complains; not of the page that is asked for because it is not there, nor of a form that is
    shown again as a room refused it.
    """
    is_said = "status of 422" in message.text
    return message.type == "error" and not is_said and not message.location["url"].endswith(NOWHERE)


@pytest.fixture(scope="session")
async def portal(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    async with open_stage(tmp_path_factory.mktemp("browser")) as stage:
        yield stage


@pytest.fixture(scope="session")
async def chromium() -> AsyncIterator[Browser]:
    expect.set_options(timeout=PATIENCE)
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=provide(), args=list(FLAGS))
        yield browser
        await browser.close()


@pytest.fixture
async def look(portal: Stage, chromium: Browser) -> AsyncIterator[Look]:
    """`page = await look("uzman-bir", size=NARROW)`: somebody who signed in by clicking; nobody when no one is named.

    A page that says anything on its console, such as what its security policy refused, fails the test.
    """
    said: list[str] = []
    contexts = []

    async def look_as(person: str | None = None, size: tuple[int, int] = WIDE, *, scripts: bool = True) -> Page:
        context = await chromium.new_context(
            viewport={"width": size[0], "height": size[1]}, java_script_enabled=scripts, locale="tr-TR"
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        page = await context.new_page()
        page.on("console", lambda message: said.append(message.text) if _is_wrong(message) else None)
        await page.goto(portal.url)
        if person:
            name = next(one.name for one in PEOPLE if one.id == person)
            await page.get_by_role("main").get_by_text("Giriş yap", exact=True).click()
            await page.get_by_role("button", name=name).click()
            await page.wait_for_url(f"{portal.url}/")
        return page

    yield look_as
    for context in contexts:
        await context.close()
    assert said == []

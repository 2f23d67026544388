"""Temporal's own pages, as an inspector uses them: what they cannot read the portal has opened for who may read it.

Only the pages' own server is started, and no program of ours behind the doors. What sends the reader's session along is
the setting of the pages' dialog "Data Encoder", as the dialog keeps it; without it nobody is signed in.
"""

import base64
from collections.abc import AsyncIterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect
from temporalio.api.common.v1 import Payload
from temporalio.client import Client
from temporalio.converter import DataConverter, PayloadCodec

from runtime.embedded.ports import HOST, free_port
from runtime.embedded.supervise import Supervisor
from runtime.embedded.temporal import DevServer, prepare
from tests.browser.conftest import PATIENCE
from tests.services.portal.standin import PEOPLE, Stage, open_stage

pytestmark = pytest.mark.browser
DECODE = "audit/codec/decode"
JSON = base64.b64encode(b"json/plain").decode()
OPENED = {"payloads": [{"metadata": {"encoding": JSON}, "data": base64.b64encode(b'"okunur"').decode()}]}
KEEP = """([pages, codec]) => {
    if (location.origin !== pages) return;
    localStorage.setItem("endpoint", JSON.stringify(codec));
    localStorage.setItem("includeCredentials", "true");
    localStorage.setItem("overrideRemoteCodecConfiguration", "true");
}"""


class Shut(PayloadCodec):
    """What a worker of ours would have put there, for anybody without the key."""

    async def encode(self, payloads):
        return [Payload(metadata={"encoding": b"binary/encrypted", "key": b"a-1/0001"}, data=b"x") for _ in payloads]

    async def decode(self, payloads):
        return list(payloads)


@dataclass(frozen=True)
class Pages:
    """Temporal's pages at `origin`, the portal of `stage`, and how the portal answered them, in order."""

    stage: Stage
    origin: str
    answered: list[int]

    async def look(self, chromium: Browser, *, credentials: bool) -> Page:
        """The page of the workflow, for an inspector who signed in at the portal in the same browser."""
        context = await chromium.new_context()
        context.set_default_timeout(PATIENCE)
        page = await context.new_page()
        await page.goto(self.stage.url)
        name = next(one.name for one in PEOPLE if one.id == "mufettis")
        await page.get_by_role("main").get_by_text("Giriş yap", exact=True).click()
        await page.get_by_role("button", name=name).click()
        await page.wait_for_url(f"{self.stage.url}/")
        if credentials:
            await page.goto(self.origin)
            await page.evaluate(KEEP, [self.origin, f"{self.stage.url}/codec"])
        async with page.expect_response(lambda answer: "/codec/decode" in answer.url, timeout=PATIENCE) as answer:
            await page.goto(f"{self.origin}/namespaces/destek/workflows/application%2Fa-1")
        self.answered.append((await answer.value).status)
        return page


@pytest.fixture
async def pages(tmp_path: Path) -> AsyncIterator[Pages]:
    port, supervisor = free_port(), Supervisor(tmp_path)
    origin = f"http://{HOST}:{port}"
    async with open_stage(tmp_path, codec_origin=origin) as stage:
        server = DevServer(free_port(), port, "destek", codec=f"{stage.url}/codec")
        try:
            await supervisor.start(server.spec())
            await prepare(server.address, "destek", {})
            converter = replace(DataConverter.default, payload_codec=Shut())
            client = await Client.connect(server.address, namespace="destek", data_converter=converter)
            await client.start_workflow("Nobodys", "gizli", id="application/a-1", task_queue="nobody")
            yield Pages(stage, origin, [])
        finally:
            await supervisor.stop(list(supervisor.children))
            supervisor.close()


async def test_what_temporals_pages_cannot_read_opens_for_who_is_signed_in_and_may_and_for_nobody_else(
    pages: Pages, chromium: Browser
) -> None:
    rooms = pages.stage.rooms
    rooms.said[DECODE] = (200, OPENED)
    page = await pages.look(chromium, credentials=True)
    await expect(page.get_by_text("okunur").first).to_be_visible(timeout=PATIENCE)
    (asked,) = {(one.person, one.path) for one in rooms.done.values()}
    assert asked == ("mufettis", DECODE)
    rooms.refused[DECODE] = 403
    page = await pages.look(chromium, credentials=True)
    await expect(page.get_by_role("alert")).to_contain_text("Codec Server could not connect", timeout=PATIENCE)
    await expect(page.get_by_text("okunur")).to_have_count(0)
    await pages.look(chromium, credentials=False)
    assert pages.answered == [200, 403, 401]

"""Long texts over real HTTP: what a field has room for is never too long to be sent, in whatever letters."""

import re

import pytest

from tests.services.portal.filling import send, shown
from tests.services.portal.recorded import OSTIM
from tests.services.portal.recorded_applying import MINE
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import plain

PATHS = tuple(f"/grants/{OSTIM}/{page}" for page in ("force-majeure", "extension", "report"))


@pytest.mark.parametrize("letter", ["ğ", "–", "\n."])
@pytest.mark.parametrize("path", [*PATHS, f"/consortia/{MINE}/members/new"])
async def test_what_a_field_has_room_for_is_never_too_long_to_be_sent(stage: Stage, path: str, letter: str):
    browser = await stage.signed_in("koordinator-ostim")
    form = shown((await browser.get(path)).text)
    room = {
        found[1]: int(found[2])
        for found in re.finditer(r'<textarea[^>]*name="([^"]+)"[^>]*maxlength="(\d+)"', form.page)
    }
    assert room
    longest = {name: (letter * most)[:most] for name, most in room.items()}
    answer = await send(browser, form, {**longest, "do": "rows"})
    assert answer.status_code in {200, 303, 422}, plain(answer.text)[:200]

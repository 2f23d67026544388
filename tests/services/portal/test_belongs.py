"""The page of an application tells who belongs to its grant today and since when, and who left."""

import pytest

from tests.services.portal.recorded import OSTIM
from tests.services.portal.standin import Stage
from tests.services.portal.test_pages import page


@pytest.mark.parametrize(("language", "title"), [("tr", "Bugünkü üyeler"), ("en", "Members today")])
async def test_who_belongs_today_is_counted_and_who_left_is_shown_with_the_day(
    stage: Stage, language: str, title: str
) -> None:
    html = await page(stage, "uzman-bir", f"/applications/{OSTIM}", language)
    section = html.partition('id="belongs"')[2].partition("</section>")[0]
    assert title in section
    assert "(2)" in section, "of three one has left"
    assert (section.count("2017"), section.count("2019")) == (3, 1)

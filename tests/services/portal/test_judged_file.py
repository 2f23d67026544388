"""Evaluators and the board read the applicants' file in one form; what each may see is its only difference."""

from tests.services.portal.standin import Stage
from tests.services.portal.test_judging import JUDGE
from tests.services.portal.test_pages import page, plain
from tests.services.portal.test_sitting import ITEM, r


def section(html: str, name: str) -> str:
    return html.partition(f'<section aria-labelledby="{name}">')[2].partition("</section>")[0]


async def test_members_and_what_they_wrote_stand_in_one_form_on_both_pages(stage: Stage) -> None:
    judged, heard = await page(stage, JUDGE, "/assignments/a-1"), await page(stage, r.CHAIR, f"{ITEM}/file")
    assert section(judged, "members") == section(heard, "members") != ""
    for html in (judged, heard):
        assert "govuk-details__summary-text" in section(html, "content"), "the form, section by section"


async def test_who_has_said_nothing_of_ties_sees_who_applies_and_not_what_they_wrote(stage: Stage) -> None:
    html = await page(stage, JUDGE, "/assignments/a-2")
    assert section(html, "members") == ""
    assert "Eskişehir Sanayi Odası" in html
    assert "govuk-details" not in section(html, "content")
    assert plain(section(html, "content")).strip() != ""

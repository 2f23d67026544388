"""Evaluators and the board read the applicants' file in one form; what each may see is its only difference."""

import pytest

from tests.services.portal import recorded
from tests.services.portal.recorded_sitting import JUDGED_PAPERS
from tests.services.portal.standin import Stage
from tests.services.portal.test_judging import JUDGE
from tests.services.portal.test_pages import page, plain
from tests.services.portal.test_sitting import ITEM, r

PLACES = [(JUDGE, "/assignments/a-1", "/assignments/a-1", b"judged"), (r.CHAIR, f"{ITEM}/file", ITEM, b"heard")]


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


@pytest.mark.parametrize(("person", "place", "below", "content"), PLACES)
async def test_whoever_judges_the_file_finds_its_papers_by_name_kind_and_size_to_be_saved(
    stage: Stage, person: str, place: str, below: str, content: bytes
) -> None:
    browser = await stage.signed_in(person)
    html = section((await browser.get(place)).text, "papers")
    address = f"{below}/papers/{JUDGED_PAPERS[0]['document']}"
    assert f'href="{address}"' in html
    said = plain(html)
    for words in ("beyanname &lt;imzalı&gt;.pdf", "Küme birlikteliği beyannamesi", "205 kB"):
        assert words in said
    answer = await browser.get(address)
    assert answer.content == b"%PDF-1.7 " + content
    assert answer.headers["content-disposition"] == f'attachment; filename="{JUDGED_PAPERS[0]["document"][:16]}.pdf"'
    assert (await browser.get(f"{below}/papers/{'0' * 64}")).status_code == 404


@pytest.mark.parametrize(
    ("language", "said"),
    [("tr", ("Adı silinmiş belge", "Diğer belge", "1,2 MB")), ("en", ("name was erased", "Another paper", "1.2 MB"))],
)
async def test_a_paper_whose_name_was_erased_is_called_so(stage: Stage, language: str, said: tuple[str, ...]) -> None:
    html = plain(section(await page(stage, JUDGE, "/assignments/a-1", language), "papers"))
    assert [words for words in said if words not in html] == []
    assert "–" not in html


async def test_a_file_without_papers_says_so_and_one_that_is_not_opened_says_nothing_of_them(stage: Stage) -> None:
    assert section(await page(stage, JUDGE, "/assignments/a-2"), "papers") == ""
    without = {**recorded.ASSIGNMENT, "content": {**recorded.ASSIGNMENT["content"], "papers": []}}
    stage.rooms.instead["evaluation/assignments/a-1"] = without
    assert "Gösterilecek belge yok." in section(await page(stage, JUDGE, "/assignments/a-1"), "papers")

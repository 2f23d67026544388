"""The decisions are numbered without a gap, listed, complete, and no longer than a page."""

import re

import pytest

from tests.docs.reading import DOCS, links

FOLDER = DOCS / "decisions"
PAGES = sorted(FOLDER.glob("0*.md"))
PAGE = 70
"""Lines."""


def test_the_numbers_have_no_gap_and_the_list_names_each_in_order():
    assert [int(page.name[:4]) for page in PAGES] == list(range(1, len(PAGES) + 1))
    listed = [target for _, target in links((FOLDER / "README.md").read_text(encoding="utf-8"))]
    assert listed == [page.name for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_a_decision_has_its_four_parts_on_one_page(page):
    text = page.read_text(encoding="utf-8")
    assert text.startswith(f"# {page.name[:4]} ")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences", "Alternatives"]
    assert len(text.splitlines()) <= PAGE

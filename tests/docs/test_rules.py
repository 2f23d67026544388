"""Each worked example in docs/rules is what the rule really answers, and each rule has its page."""

import doctest
import re

import pytest

import grants.rules
from tests.docs.reading import DOCS, ROOT, fences, links

FOLDER = DOCS / "rules"
PAGES = sorted(path for path in FOLDER.glob("*.md") if path.name != "README.md")
# exact.py is arithmetic that the rules share, no rule of the programme
RULES = {path.stem for path in (ROOT / "grants" / "rules").glob("*.py")} - {"__init__", "exact"}


def test_every_rule_has_its_page_and_every_page_its_rule():
    assert {path.stem for path in PAGES} == RULES
    assert grants.rules.__name__ == "grants.rules"


def test_the_list_of_rules_names_every_page_once():
    listed = [target for _, target in links((FOLDER / "README.md").read_text(encoding="utf-8"))]
    assert sorted(target for target in listed if target.endswith(".md")) == [page.name for page in PAGES]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_worked_example_is_what_the_rule_answers(page):
    examples = fences(page.read_text(encoding="utf-8"), "python")
    assert examples
    found = doctest.DocTestParser().get_doctest("\n".join(examples), {}, page.name, str(page), 0)
    assert found.examples
    said: list[str] = []
    results = doctest.DocTestRunner(verbose=False).run(found, out=said.append)
    assert results.failed == 0, "".join(said)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_every_page_tells_the_text_the_source_and_an_example(page):
    text = page.read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["What holds", "Source", "Worked example"]
    assert f"grants/rules/{page.stem}.py" in text

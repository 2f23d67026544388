"""What is wrong is said at the top of a form by the name of its field, on every form there is."""

import re
from pathlib import Path

import pytest

import services.portal

TEMPLATES = {
    path.name: path.read_text("utf-8") for path in Path(services.portal.__path__[0], "templates").glob("*.html")
}
FIELD = re.compile(r'f\.(?:text|area|day|moment|money|number|select|radios|check|checks|file)\([\w.]+, "([^"]+)"(?! ~)')
NAMED = re.compile(r"(?:f\.summary\(\w+, t, |set labels = )\{(.*?)\} ?[%)]")
"""Where a page gives the names of its fields to what is said at the top."""
FORMS = {name: fields for name, text in TEMPLATES.items() if (fields := set(FIELD.findall(text)))}


@pytest.mark.parametrize("page", sorted(FORMS))
def test_every_field_of_a_page_has_its_name_in_what_is_said_at_the_top(page: str) -> None:
    found = NAMED.search(TEMPLATES[page])
    assert found is not None
    assert FORMS[page] <= set(re.findall(r'"([^"]+)": ', found[1]))


def test_the_forms_are_found() -> None:
    assert {"visit.html", "erasure.html", "sample_draw.html", "change_form.html"} <= FORMS.keys()

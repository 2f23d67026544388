"""What is wrong is said at the top of a form by the names its fields are drawn with, which stand there once."""

import re
from pathlib import Path

import pytest

import services.portal
from services.portal.filled import Kind
from services.portal.forms import Fault, Form
from services.portal.looks import templates

TEMPLATES = {
    path.name: path.read_text("utf-8") for path in Path(services.portal.__path__[0], "templates").glob("**/*.html")
}
DRAWN = (
    "text",
    "area",
    "day",
    "moment",
    "money",
    "number",
    "select",
    "grouped",
    "radios",
    "check",
    "checks",
    "file",
    "papers",
    "cell",
    "person",
)
_GIVEN = {
    "text": "",
    "area": "",
    "file": ", '*'",
    "person": ", 'visitor', none",
    **dict.fromkeys(("select", "grouped", "radios", "checks"), ", ()"),
}


def test_no_page_draws_what_is_wrong_by_itself() -> None:
    assert [name for name, text in TEMPLATES.items() if re.search(r"\bf\.summary\(", text)] == ["frame.html"]


@pytest.mark.parametrize("macro", DRAWN)
def test_whatever_draws_a_field_gives_its_name_to_what_is_said_at_the_top(macro: str) -> None:
    form = Form("/", "", {"line[].name": Kind.TEXT}, {"line[0].name": "x"}, (Fault("line[0].name", "Yok."),))
    more = ", '', t" if macro == "papers" else _GIVEN.get(macro, "")
    text = (
        "{% import 'parts/forms.html' as f %}"
        f"{{% set inside %}}{{{{ f.{macro}(form, 'line[0].name', 'Adı'{more}) }}}}{{% endset %}}"
        "{{ f.summary(form, t) }}"
    )
    page = templates(styled=False).from_string(text).render(form=form, text="x", t=lambda key: key)
    assert '<a href="#field-line-0-name">Adı: Yok.</a>' in page

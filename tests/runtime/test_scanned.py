"""What is handed in as a paper is what it is said to be, and whole."""

from datetime import UTC, datetime

import pytest

from grants.breach import RulesBroken
from runtime.papers import lay_out
from runtime.scanned import PDF, is_whole_pdf, must_be

ON = datetime(2027, 3, 1, tzinfo=UTC)
STORY = {"language": "tr", "title": "Dosya", "subtitle": "", "proof": "", "scenes": []}
FIRST_LINE = 9


async def made() -> bytes:
    """A PDF as we write them ourselves."""
    return await lay_out("services.audit", "story.typ", ON, story=STORY)


@pytest.mark.parametrize("cut", [FIRST_LINE, 500, -200])
async def test_a_pdf_of_which_the_end_is_missing_is_refused_by_name(cut: int) -> None:
    content = await made()
    must_be(PDF, content)
    with pytest.raises(RulesBroken) as refused:
        must_be(PDF, content[:cut])
    assert [(one.rule, one.subject) for one in refused.value.breaches] == [("scan.cut_off", "content")]


@pytest.mark.parametrize("behind", [b"", b"\r\n", b"\x00" * 70_000, b"<html>sent by a portal</html>" * 100])
async def test_what_senders_put_behind_a_pdf_is_no_matter(behind: bytes) -> None:
    assert is_whole_pdf(await made() + behind)


def test_a_picture_is_asked_for_no_end() -> None:
    must_be("image/png", b"\x89PNG\r\n\x1a\n")

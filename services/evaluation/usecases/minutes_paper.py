"""The minutes of a committee as PDF. The same facts give the same bytes, on every machine."""

import asyncio
import hashlib
import json
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

import typst

from services.evaluation.domain.minutes_text import MinutesFacts, minutes_text

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


async def minutes_paper(facts: MinutesFacts) -> bytes:
    """The bytes of the PDF. Laid out apart from the event loop, because it takes a tenth of a second and more."""
    text = json.dumps(minutes_text(facts), ensure_ascii=False, sort_keys=True)
    return await asyncio.to_thread(_lay_out, text, facts.board.committee.concluded_at or _UNDATED)


def name_of(paper: bytes) -> str:
    """What a paper is kept under: the SHA-256 of its bytes."""
    return hashlib.sha256(paper).hexdigest()


def _lay_out(text: str, dated: datetime) -> bytes:
    """Only the fonts that come with the library are used, and the paper bears the moment of the conclusion."""
    paper = typst.compile(
        _layout(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"minutes": text},
        timestamp=dated.replace(microsecond=0),
    )
    return bytes(paper)


@cache
def _layout() -> bytes:
    return (files("services.evaluation") / "data" / "minutes.typ").read_bytes()

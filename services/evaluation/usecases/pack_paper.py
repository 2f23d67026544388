"""An approval pack as PDF. The same facts give the same bytes, on every machine."""

import asyncio
import json
from datetime import datetime
from functools import cache
from importlib.resources import files

import typst

from services.evaluation.domain.pack_text import PackFacts, pack_text


async def pack_paper(facts: PackFacts, closed_at: datetime) -> bytes:
    """The bytes of the PDF. Laid out apart from the event loop, because it takes a tenth of a second and more."""
    text = json.dumps(pack_text(facts, closed_at), ensure_ascii=False, sort_keys=True)
    return await asyncio.to_thread(_lay_out, text, closed_at)


def _lay_out(text: str, dated: datetime) -> bytes:
    """Only the fonts that come with the library are used, and the paper bears the moment it was closed."""
    paper = typst.compile(
        _layout(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"pack": text},
        timestamp=dated.replace(microsecond=0),
    )
    return bytes(paper)


@cache
def _layout() -> bytes:
    return (files("services.evaluation") / "data" / "pack.typ").read_bytes()

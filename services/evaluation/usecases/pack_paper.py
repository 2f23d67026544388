"""An approval pack as PDF."""

from datetime import datetime

from runtime.papers import lay_out
from services.evaluation.domain.pack_text import PackFacts, pack_text


async def pack_paper(facts: PackFacts, closed_at: datetime) -> bytes:
    """The bytes of the PDF; it bears the moment the pack was closed."""
    return await lay_out("services.evaluation", "pack.typ", closed_at, pack=pack_text(facts, closed_at))

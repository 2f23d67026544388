"""The minutes of a committee as PDF."""

import hashlib
from datetime import UTC, datetime

from runtime.papers import lay_out
from services.evaluation.domain.minutes_text import MinutesFacts, minutes_text

_UNDATED = datetime(2000, 1, 1, tzinfo=UTC)


async def minutes_paper(facts: MinutesFacts) -> bytes:
    """The bytes of the PDF; it bears the moment of the conclusion."""
    dated = facts.board.committee.concluded_at or _UNDATED
    return await lay_out("services.evaluation", "minutes.typ", dated, minutes=minutes_text(facts))


def name_of(paper: bytes) -> str:
    """What a paper is kept under: the SHA-256 of its bytes."""
    return hashlib.sha256(paper).hexdigest()

"""The feedback to applicants as a letter, as PDF. The same facts give the same bytes, on every machine."""

import asyncio
import json
from datetime import datetime
from functools import cache
from importlib.resources import files

import typst

from grants.breach import NotFound
from runtime.unit import Unit
from services.evaluation.domain.feedback_text import feedback_text
from services.evaluation.usecases.access import call_of
from services.evaluation.usecases.feedback import feedback_for


async def read_letter(unit: Unit, application_id: str) -> bytes:
    """The letter as it was sent. Raises NotFound, also for an officer while it is held; NotAllowed."""
    file, made = await feedback_for(unit, application_id)
    if made.issued_at is None:
        raise NotFound
    text = feedback_text(made, file, await call_of(unit, file.call_id))
    return await asyncio.to_thread(_lay_out, json.dumps(text, ensure_ascii=False, sort_keys=True), made.issued_at)


def _lay_out(text: str, dated: datetime) -> bytes:
    """Only the fonts that come with the library are used, and the paper bears the moment it was sent."""
    paper = typst.compile(
        _layout(),
        format="pdf",
        ignore_system_fonts=True,
        sys_inputs={"letter": text},
        timestamp=dated.replace(microsecond=0),
    )
    return bytes(paper)


@cache
def _layout() -> bytes:
    return (files("services.evaluation") / "data" / "feedback.typ").read_bytes()

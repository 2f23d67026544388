"""The feedback to applicants as a letter, as PDF."""

from grants.breach import NotFound
from runtime.papers import lay_out
from runtime.unit import Unit
from services.evaluation.domain.feedback_text import feedback_text
from services.evaluation.usecases.access import call_of
from services.evaluation.usecases.feedback import feedback_for


async def read_letter(unit: Unit, application_id: str) -> bytes:
    """The letter, bearing the moment it was sent. Raises NotFound, also for an officer while it is held; NotAllowed."""
    file, made = await feedback_for(unit, application_id)
    if made.issued_at is None:
        raise NotFound
    text = feedback_text(made, file, await call_of(unit, file.call_id))
    return await lay_out("services.evaluation", "feedback.typ", made.issued_at, letter=text)

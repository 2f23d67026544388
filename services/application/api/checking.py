"""Rules tried out over HTTP: a plan, a consortium, a sheet … held against a regime, and nothing is kept."""

from typing import Annotated, Any

from fastapi import APIRouter, Header
from pydantic import Field, StringConstraints

from grants.explanation import Explanation
from runtime.explained import said
from runtime.http.door import AskingDoor
from runtime.messages import catalogue, language_of
from services.application.api.shapes import Answered, TheUnit
from services.application.api.standing import Asked
from services.application.usecases import checking

router = APIRouter(route_class=AskingDoor, tags=["regimes"])

Word = Annotated[str, StringConstraints(max_length=80, pattern=r"^[a-z0-9_-]+$")]
Revision = Annotated[str, StringConstraints(max_length=80, pattern=r"^[0-9A-Za-z+-]+$")]


class CheckIn(Asked):
    """kind: of the decision, like "plan". input: what it is made of, in the shape `destek rules schema` gives."""

    regime: Word
    revision: Revision | None = None
    kind: Word
    input: Annotated[dict[str, Any], Field(max_length=50)]


class StepOut(Answered):
    """A step as a sentence, and whether the rule holds."""

    text: str
    held: bool


class CheckedOut(Answered):
    """The decision, and the same in the reader's language."""

    explanation: Explanation
    decision: str
    outcome: str
    steps: tuple[StepOut, ...]


@router.post("/rules/check")
async def check(asked: CheckIn, unit: TheUnit, accept_language: Annotated[str, Header()] = "") -> CheckedOut:
    """Hold something against the rules: what they say, step by step. Nothing is written."""
    made = await checking.check(unit, asked.regime, asked.revision, asked.kind, asked.input)
    told = said(catalogue("grants", "runtime"), language_of(accept_language), made)
    steps = tuple(StepOut.model_validate(step) for step in told.steps)
    return CheckedOut(explanation=made, decision=told.decision, outcome=told.outcome, steps=steps)

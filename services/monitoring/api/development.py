"""Development reports over HTTP."""

from datetime import date

from fastapi import APIRouter

from grants.regimes.words import Part
from grants.values import Line, Moment, Prose
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Key, Note, Number, TheUnit
from services.monitoring.domain.development import Decided
from services.monitoring.domain.report_facts import DevelopmentDecision, DevelopmentStatus
from services.monitoring.usecases import development

router = APIRouter(route_class=Door, tags=["development reports"])


class DevelopmentIn(Asked):
    """The parts the regime asks for, each as running text."""

    technical: Note = ""
    administrative: Note = ""
    financial: Note = ""


class DevelopmentDecisionIn(Asked):
    """The decision as its paper says. paper: its number; decided_on: its day, not before the report."""

    decision: DevelopmentDecision
    reason: Prose
    paper: Line
    decided_on: date


class DevelopmentOut(Answered):
    """due_at: as set, before force majeure is taken out. decision, paper, decided_on: once it is decided."""

    number: int
    period_starts_on: date
    period_ends_on: date
    status: DevelopmentStatus
    due_at: Moment
    was_late: bool
    technical: str
    administrative: str
    financial: str
    submitted_at: Moment | None
    decision: DevelopmentDecision | None
    reason: str
    paper: str
    decided_on: date | None


@router.post("/grants/{grant_id}/development-reports/{number}")
async def submit(grant_id: Key, number: Number, asked: DevelopmentIn, unit: TheUnit) -> DevelopmentOut:
    """File the report that was asked for; until it is decided on it can be filed better."""
    parts = {part: getattr(asked, part.value) for part in Part}
    return DevelopmentOut.model_validate(await development.submit_development(unit, grant_id, number, parts))


@router.post("/grants/{grant_id}/development-reports/{number}/decide")
async def decide(grant_id: Key, number: Number, asked: DevelopmentDecisionIn, unit: TheUnit) -> DevelopmentOut:
    """Put on record whether support goes on; where it ends, the grant is terminated."""
    decided = Decided(asked.decision, asked.reason, asked.paper, asked.decided_on)
    return DevelopmentOut.model_validate(await development.decide_development(unit, grant_id, number, decided))

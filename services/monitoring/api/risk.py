"""The risk of a grant and holds on its payments, over HTTP."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from grants.rules.risk import RiskLevel
from grants.values import Moment, Prose
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Empty, Key, TheUnit
from services.monitoring.usecases import risk

router = APIRouter(route_class=Door, tags=["risk"])


Day = Annotated[date, Field(ge=date(1990, 1, 1), le=date(2190, 12, 31))]
"""A day that calendar arithmetic never leaves the calendar from."""


class ReasonIn(Asked):
    reason: Prose


class HoldIn(Asked):
    """last_day: on which payments are held; the regime's days if none."""

    reason: Prose
    last_day: Day | None = None


class AssessmentOut(Answered):
    """is_open: whether what it proposes still waits for an officer."""

    number: int
    score: int
    level: RiskLevel
    assessed_at: Moment
    answered_at: Moment | None
    answer: str
    is_open: bool


class HoldOut(Answered):
    """ends_on: the first day on which payments are not held."""

    id: str
    number: int
    reason: str
    starts_on: date
    ends_on: date
    ordered_at: Moment
    lifted_at: Moment | None
    lift_reason: str


@router.post("/grants/{grant_id}/risk", status_code=201)
async def assess(grant_id: Key, _: Empty, unit: TheUnit) -> AssessmentOut:
    """How great a risk the grant is today, on record."""
    return AssessmentOut.model_validate(await risk.assess_risk(unit, grant_id))


@router.post("/grants/{grant_id}/risk/answer")
async def decline(grant_id: Key, asked: ReasonIn, unit: TheUnit) -> AssessmentOut:
    """Do without what the last assessment proposes."""
    return AssessmentOut.model_validate(await risk.decline_risk(unit, grant_id, asked.reason))


@router.post("/grants/{grant_id}/holds", status_code=201)
async def order(grant_id: Key, asked: HoldIn, unit: TheUnit) -> HoldOut:
    """Hold the payments of a grant from today on."""
    return HoldOut.model_validate(await risk.order_hold(unit, grant_id, asked.reason, asked.last_day))


@router.post("/holds/{hold_id}/lift")
async def lift(hold_id: Key, asked: ReasonIn, unit: TheUnit) -> HoldOut:
    return HoldOut.model_validate(await risk.lift_hold(unit, hold_id, asked.reason))

"""The negotiation, over HTTP."""

from typing import Annotated, Self

from fastapi import APIRouter, Depends
from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from grants.values import Line, Moment, Money, Prose
from grants.workplan import Key, WorkPlan
from runtime.http.door import Door, triable, unit_of_work
from runtime.unit import Unit
from services.application.api.standing import ApplicationKey, Asked, Standing, Written
from services.application.domain.records import PlanVersion, PointRecord
from services.application.usecases import negotiation
from services.application.usecases.negotiation import NewPoint

router = APIRouter(prefix="/applications/{application_id}/negotiation", tags=["negotiation"], route_class=Door)
At = Annotated[Unit, Depends(unit_of_work)]

PointId = Annotated[str, StringConstraints(max_length=64, pattern=r"^[0-9A-Za-z-]+$")]


class PointAsked(Asked):
    """item: key of a support item of the newest plan."""

    title: Line
    text: Prose
    item: Key | None = None


class PointsAsked(Asked):
    points: tuple[PointAsked, ...] = Field(min_length=1, max_length=50)


class AnswerGiven(Asked):
    point_id: PointId
    answer: Prose


class PlanOffered(Asked):
    """plan: the new version; or written: the one kept as written so far, by how often it was."""

    plan: WorkPlan | None = None
    why: Prose
    written: Written = None

    @model_validator(mode="after")
    def _is_said_once(self) -> Self:
        if (self.plan is None) == (self.written is None):
            raise ValueError("either a plan, or what was written")
        return self


class AgreementAsked(Asked):
    """version: of the plan that is agreed on; it must be the newest."""

    version: int = Field(ge=1, le=1_000_000)


class DeclineAsked(Asked):
    reason: Prose


class Point(BaseModel):
    """A point; answer empty while it is open."""

    model_config = ConfigDict(frozen=True)

    point_id: str
    round: int
    title: str
    text: str
    item: str
    plan_version: int
    raised_at: Moment
    answer: str
    answered_at: Moment | None

    @classmethod
    def of(cls, point: PointRecord) -> Self:
        return cls(
            point_id=point.id,
            round=point.round,
            title=point.title,
            text=point.text,
            item=point.item,
            plan_version=point.plan_version,
            raised_at=point.raised_at,
            answer=point.answer,
            answered_at=point.answered_at,
        )


class Points(BaseModel):
    model_config = ConfigDict(frozen=True)

    points: tuple[Point, ...]


class PlanOnTable(BaseModel):
    """The newest version of the plan, in the currency of its programme."""

    model_config = ConfigDict(frozen=True)

    version: int
    total: Money
    requested: Money

    @classmethod
    def of(cls, plan: PlanVersion) -> Self:
        return cls(version=plan.version, total=plan.total, requested=plan.requested)


@router.post("/points")
async def raise_points(application_id: ApplicationKey, asked: PointsAsked, unit: At) -> Points:
    new = [NewPoint(point.title, point.text, point.item or "") for point in asked.points]
    raised = await negotiation.raise_points(unit, application_id, new)
    return Points(points=tuple(Point.of(point) for point in raised))


@router.post("/answers")
async def answer(application_id: ApplicationKey, asked: AnswerGiven, unit: At) -> Point:
    return Point.of(await negotiation.answer_point(unit, application_id, asked.point_id, asked.answer))


@router.post("/plans")
async def revise_plan(application_id: ApplicationKey, asked: PlanOffered, unit: At) -> PlanOnTable:
    offered = asked.plan if asked.plan is not None else asked.written or 0
    return PlanOnTable.of(await negotiation.revise_plan(unit, application_id, offered, asked.why))


@router.post("/agree")
async def agree(application_id: ApplicationKey, asked: AgreementAsked, unit: At) -> Standing:
    return Standing.of(await negotiation.agree(unit, application_id, asked.version))


@router.post("/decline")
@triable
async def decline(application_id: ApplicationKey, asked: DeclineAsked, unit: At) -> Standing:
    return Standing.of(await negotiation.decline(unit, application_id, asked.reason))

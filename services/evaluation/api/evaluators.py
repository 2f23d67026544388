"""Evaluators over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from grants.values import Line, TaxNumber
from runtime.http.door import Door
from services.evaluation.api.shapes import After, Id, InUnit, Limit, Request
from services.evaluation.domain.records import Evaluator
from services.evaluation.usecases.evaluators import list_evaluators, register_evaluator

router = APIRouter(route_class=Door)

Nace = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{1,2}){0,2}$")]


class RegisterEvaluator(Request):
    """declared: tax numbers of bodies the evaluator has a tie with."""

    person_id: Id
    name: Line
    employer: Line | None = None
    employer_tax_number: TaxNumber | None = None
    nace: tuple[Nace, ...] = Field(default=(), max_length=50)
    declared: tuple[TaxNumber, ...] = Field(default=(), max_length=200)
    active: bool = True


@router.post("/evaluators", status_code=201)
async def register(body: RegisterEvaluator, unit: InUnit) -> Evaluator:
    facts = body.model_dump()
    return await register_evaluator(unit, Evaluator(**{**facts, "employer": body.employer or ""}))


@router.get("/evaluators")
async def read(unit: InUnit, after: After = "", limit: Limit = 50) -> tuple[Evaluator, ...]:
    return await list_evaluators(unit, after, limit)

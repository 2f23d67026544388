"""Evaluators over HTTP. What is answered to a change says nothing of the person: such answers are kept."""

from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import Field

from runtime.http.door import Door, recorded
from runtime.letters import MOST
from services.evaluation.api.shapes import After, InUnit, Limit, PathId, Reason, Request
from services.evaluation.domain.pool import (
    MOST_CONTRACTS,
    ContractTerms,
    Expertise,
    OwnWords,
    Personal,
    Registration,
    registration,
)
from services.evaluation.usecases import evaluators as pool
from services.evaluation.usecases.import_evaluators import import_evaluators
from services.evaluation.usecases.pool_views import Imported, PoolLine, ProfileView
from services.evaluation.usecases.views import View

router = APIRouter(route_class=Door)

MOST_TEXT = 1_900_000


class RegisterEvaluator(Expertise, Personal):
    """Everything of one evaluator; see `Expertise`, `Personal` and `ContractTerms`."""

    contracts: Annotated[tuple[ContractTerms, ...], Field(max_length=MOST_CONTRACTS)] = ()

    def registration(self) -> Registration:
        return registration(dict(self))


class ImportEvaluators(Request):
    """csv: the table as text; its columns stand in `domain.pool_file`."""

    csv: Annotated[str, Field(max_length=MOST_TEXT)]


class EraseEvaluator(Request):
    reason: Reason = ""


class EvaluatorKey(View):
    person_id: str


@router.post("/evaluators", status_code=201)
async def register(body: RegisterEvaluator, unit: InUnit) -> EvaluatorKey:
    await pool.register_evaluator(unit, body.registration())
    return EvaluatorKey(person_id=body.person_id)


@router.get("/evaluators")
@recorded
async def read(
    unit: InUnit, after: After = "", limit: Limit = 50, q: Annotated[str, Query(max_length=MOST)] = ""
) -> tuple[PoolLine, ...]:
    """Everyone of the pool; `q` finds letters in name and id."""
    return await pool.list_evaluators(unit, after, limit, q)


@router.post("/evaluators/import")
async def load(body: ImportEvaluators, unit: InUnit) -> Imported:
    return await import_evaluators(unit, body.csv)


@router.get("/evaluators/{person_id}")
@recorded
async def read_one(person_id: PathId, unit: InUnit) -> ProfileView:
    return await pool.read_evaluator(unit, person_id)


@router.post("/evaluators/{person_id}/profile")
async def change_own(person_id: PathId, body: OwnWords, unit: InUnit) -> EvaluatorKey:
    await pool.change_own_profile(unit, person_id, body)
    return EvaluatorKey(person_id=person_id)


@router.post("/evaluators/{person_id}/erasure")
async def erase(person_id: PathId, body: EraseEvaluator, unit: InUnit) -> EvaluatorKey:
    await pool.erase_evaluator(unit, person_id, body.reason)
    return EvaluatorKey(person_id=person_id)

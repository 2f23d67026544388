"""Funding combinations over HTTP: tried by an officer, listed, read, compared."""

from typing import Annotated

from fastapi import APIRouter, Path, Query
from pydantic import Field

from grants.decisions.combination import CutOffInput
from grants.values import Line, Money
from runtime.http.door import Door
from services.evaluation.api.shapes import Id, InUnit, Limit, PathId, Request
from services.evaluation.domain.combining import Wish
from services.evaluation.usecases import combine
from services.evaluation.usecases.combination_views import CombinationList, CombinationView, ComparisonView

router = APIRouter(route_class=Door, prefix="/calls/{call_id}/funding-combinations")

_MOST = 1_000_000
Number = Annotated[int, Path(ge=1, le=_MOST)]
Named = Annotated[int, Query(ge=1, le=_MOST)]


class TryCombination(Request):
    """cut_off: the last place that is paid, or the least total. amounts: instead of what is asked, by application."""

    name: Line
    cut_off: CutOffInput
    amounts: Annotated[dict[Id, Money], Field(default_factory=dict, max_length=5_000)]


@router.post("", status_code=201)
async def try_one(call_id: PathId, body: TryCombination, unit: InUnit) -> CombinationView:
    return await combine.try_combination(unit, call_id, body.name, Wish(body.cut_off, body.amounts))


@router.get("")
async def read_all(
    call_id: PathId, unit: InUnit, after: Annotated[int, Query(ge=0, le=_MOST)] = 0, limit: Limit = 50
) -> CombinationList:
    return await combine.list_combinations(unit, call_id, after, limit)


@router.get("/comparison")
async def compare(call_id: PathId, unit: InUnit, one: Named, other: Named) -> ComparisonView:
    return await combine.compare_combinations(unit, call_id, one, other)


@router.get("/{number}")
async def read(call_id: PathId, number: Number, unit: InUnit) -> CombinationView:
    return await combine.read_combination(unit, call_id, number)

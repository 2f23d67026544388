"""The report on the evaluators of a call over HTTP."""

from fastapi import APIRouter, Response

from runtime.http.door import Door, guarded, recorded
from services.evaluation.api.shapes import InUnit, PathId
from services.evaluation.domain.hands import HandsReport
from services.evaluation.domain.hands_table import Table, written
from services.evaluation.usecases.read_hands import read_hands

router = APIRouter(route_class=Door, prefix="/calls/{call_id}")


@router.get("/evaluators-report")
@recorded
async def report(call_id: PathId, unit: InUnit) -> HandsReport:
    return await read_hands(unit, call_id)


@router.get("/evaluators-report.csv", response_class=Response)
@guarded
async def table(call_id: PathId, unit: InUnit, table: Table = Table.EVALUATORS) -> Response:
    """A row an evaluator, or a row an application (`table=applications`)."""
    return Response(written(await read_hands(unit, call_id), table), media_type="text/csv; charset=utf-8")

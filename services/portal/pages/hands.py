"""How the evaluators of a call mark, for those who watch over them."""

from enum import StrEnum

from fastapi import APIRouter, Response

from services.portal.pages.applications import Key
from services.portal.reading_hands import Hands
from services.portal.rooms import Paper, Room
from services.portal.visit import Visitor, read, refusal

router = APIRouter()


class Table(StrEnum):
    EVALUATORS = "evaluators"
    APPLICATIONS = "applications"


@router.get("/hands/{call_id}")
async def hands(visit: Visitor, call_id: Key) -> Response:
    """Severe and lenient hands, drifts, marks that lie apart: advice, decided files only."""
    found = read(await visit.caller().get(Room.EVALUATION, f"/calls/{call_id}/evaluators-report"), Hands)
    return visit.page("hands.html", hands=found, call_id=call_id)


@router.get("/hands/{call_id}/{table}.csv")
async def table(visit: Visitor, call_id: Key, table: Table) -> Response:
    """One of the two tables for a spreadsheet, handed through."""
    path = f"/calls/{call_id}/evaluators-report.csv?table={table}"
    answer = await visit.caller().paper(Room.EVALUATION, path)
    if not isinstance(answer, Paper):
        raise refusal(answer)
    name = f'attachment; filename="{table}-{call_id}.csv"'
    return Response(answer.content, media_type="text/csv; charset=utf-8", headers={"Content-Disposition": name})

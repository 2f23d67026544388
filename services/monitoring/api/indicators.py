"""Indicators over HTTP: the evidence behind a report, and the targets of a programme."""

import csv
from io import StringIO
from typing import Annotated

from fastapi import APIRouter, Query, Response
from pydantic import Field, StringConstraints

from grants.regimes import Bilingual
from grants.values import Line, TaxNumber
from runtime.http.door import Door
from services.monitoring.api.lines import Code
from services.monitoring.api.shapes import Answered, Asked, Key, Number, TheUnit
from services.monitoring.domain.evidence import Entry, EvidenceKind
from services.monitoring.usecases import indicators
from services.monitoring.usecases.indicators import ProgrammeTotals

router = APIRouter(route_class=Door, tags=["indicators"])

MOST_ENTRIES = 5_000
Programme = Annotated[str, Query(pattern=r"^[A-Z][A-Z0-9-]{1,15}$")]
Shown = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]


class EntryIn(Asked):
    """One body, structure or product. tax_number: of a firm or another body; of a university where it is known."""

    code: Code
    kind: EvidenceKind
    name: Line
    tax_number: TaxNumber | None = None
    note: Shown = ""


class EvidenceIn(Asked):
    """The whole list of a report; it takes the place of what was listed with it before."""

    entries: Annotated[tuple[EntryIn, ...], Field(max_length=MOST_ENTRIES)]


class EntryOut(Answered):
    code: str
    kind: EvidenceKind
    name: str
    tax_number: str
    note: str


class EvidenceOut(Answered):
    entries: tuple[EntryOut, ...]


class TrendOut(Answered):
    """reached: the reported numbers of all grants at the end of the year, without regard to who is in several."""

    year: int
    growth: int
    reached: int


class TotalOut(Answered):
    """One measure. counted: towards the target, what is listed, each body once; twice: listed by more than one
    grant; unlisted: reported without evidence, and not counted. target, shortfall: none where the programme sets none.
    """

    code: str
    names: Bilingual
    target: int | None
    reported: int
    listed: int
    distinct: int
    twice: int
    unlisted: int
    counted: int
    shortfall: int | None
    trend: tuple[TrendOut, ...]


class TotalsOut(Answered):
    """left_out: grants not counted, because a conflict of interest keeps the reader from them."""

    programme: str
    measures: tuple[TotalOut, ...]
    left_out: int


_COLUMNS = ("code", "target", "counted", "shortfall", "reported", "listed", "distinct", "twice", "unlisted")
_HEADS = (*_COLUMNS[:-1], "unlisted_not_counted")


@router.post("/grants/{grant_id}/reports/{number}/evidence")
async def listed(grant_id: Key, number: Number, asked: EvidenceIn, unit: TheUnit) -> EvidenceOut:
    """List what stands behind the numbers of a report."""
    entries = [Entry(one.code, one.kind, one.name, one.tax_number or "", one.note) for one in asked.entries]
    return EvidenceOut.model_validate({"entries": await indicators.list_evidence(unit, grant_id, number, entries)})


@router.get("/grants/{grant_id}/reports/{number}/evidence")
async def evidence(grant_id: Key, number: Number, unit: TheUnit) -> EvidenceOut:
    return EvidenceOut.model_validate({"entries": await indicators.read_evidence(unit, grant_id, number)})


@router.get("/indicators")
async def totals(unit: TheUnit, programme: Programme) -> TotalsOut:
    """What all grants of a programme reached of its targets."""
    found = await indicators.programme_totals(unit, programme)
    return TotalsOut.model_validate({"programme": programme, "measures": found.measures, "left_out": found.left_out})


@router.get("/indicators.csv", response_class=Response)
async def table(unit: TheUnit, programme: Programme) -> Response:
    """The same as a table: a row a measure, and the years after it."""
    return Response(_written(await indicators.programme_totals(unit, programme)), media_type="text/csv; charset=utf-8")


def _written(found: ProgrammeTotals) -> str:
    years = sorted({point.year for one in found.measures for point in one.trend})
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow((*_HEADS, "name_tr", "name_en", "grants_left_out", *years))
    for one in found.measures:
        reached = {point.year: point.reached for point in one.trend}
        facts = ("" if getattr(one, name) is None else getattr(one, name) for name in _COLUMNS)
        writer.writerow(
            (*facts, one.names.tr, one.names.en, found.left_out, *(reached.get(year, "") for year in years))
        )
    return text.getvalue()

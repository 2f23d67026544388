"""Activity reports over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from grants.regimes.words import Currency
from grants.values import Moment, Money, Prose
from runtime.http.door import Door, recorded
from services.monitoring.api.lines import (
    MOST_LINES,
    Code,
    DisallowedIn,
    DraftIn,
    DraftOut,
    LineIn,
    LinesOut,
    RemarkIn,
    lines_of,
)
from services.monitoring.api.shapes import Answered, Asked, Key, Note, Number, TheUnit
from services.monitoring.domain import money
from services.monitoring.domain.lines import Disallowed, Remark
from services.monitoring.domain.reporting import Filed
from services.monitoring.domain.states import ReportStatus
from services.monitoring.usecases import reports

router = APIRouter(route_class=Door, tags=["reports"])

Count = Annotated[int, Field(ge=-(2**31), lt=2**31)]


class SpendingIn(Asked):
    """What was spent on a support item in the period, without a paper; where the regime lets such a sum stand."""

    item: Code
    realised: Money


class ReportIn(Asked):
    """indicators: a number for each measure of the regime, by its code. lines: spending with its papers."""

    technical: Prose
    administrative: Prose
    financial: Note = ""
    spending: Annotated[tuple[SpendingIn, ...], Field(max_length=MOST_LINES)] = ()
    lines: Annotated[tuple[LineIn, ...], Field(max_length=MOST_LINES)] = ()
    indicators: Annotated[dict[Code, Count], Field(max_length=200)]


class AcceptIn(Asked):
    """disallowed: what of the lines is not accepted; the rest counts."""

    note: Note = ""
    disallowed: Annotated[tuple[DisallowedIn, ...], Field(max_length=2 * MOST_LINES)] = ()


class ReturnIn(Asked):
    remarks: Prose
    lines: Annotated[tuple[RemarkIn, ...], Field(max_length=2 * MOST_LINES)] = ()


class ReportOut(Answered):
    """due_at: as set, before force majeure is taken out."""

    grant_id: str
    number: int
    status: ReportStatus
    due_at: Moment | None
    submitted_at: Moment | None
    decided_at: Moment | None


class AcceptedOut(Answered):
    """What has been accepted and earned so far, and what can now be claimed."""

    grant_id: str
    number: int
    status: ReportStatus
    realised: Money
    earned: Money
    claimable: Money
    currency: Currency


class KeptOut(Answered):
    """When the draft was kept."""

    kept_at: Moment


@router.post("/grants/{grant_id}/reports/{number}")
async def submit(grant_id: Key, number: Number, asked: ReportIn, unit: TheUnit) -> ReportOut:
    """File the report on a period that has ended; refused with everything that is wrong at once."""
    spending = tuple((line.item, line.realised) for line in asked.spending)
    lines = tuple(line.said() for line in asked.lines)
    filed = Filed(asked.technical, asked.administrative, spending, asked.indicators, asked.financial, lines)
    return ReportOut.model_validate(await reports.submit_report(unit, grant_id, number, filed))


@router.post("/grants/{grant_id}/reports/{number}/accept")
async def accept(grant_id: Key, number: Number, asked: AcceptIn, unit: TheUnit) -> AcceptedOut:
    disallowed = tuple(Disallowed(one.line, one.reason, one.amount) for one in asked.disallowed)
    file = await reports.accept_report(unit, grant_id, number, asked.note, disallowed)
    return AcceptedOut(
        grant_id=grant_id,
        number=number,
        status=ReportStatus.ACCEPTED,
        realised=file.grant.realised,
        earned=file.grant.earned,
        claimable=money.claimable(file),
        currency=file.grant.currency,
    )


@router.post("/grants/{grant_id}/reports/{number}/return")
async def give_back(grant_id: Key, number: Number, asked: ReturnIn, unit: TheUnit) -> ReportOut:
    """Return a report with remarks, as a whole and by line; the time to file it starts anew."""
    to_lines = tuple(Remark(one.line, one.remark) for one in asked.lines)
    return ReportOut.model_validate(await reports.return_report(unit, grant_id, number, asked.remarks, to_lines))


@router.post("/grants/{grant_id}/reports/{number}/draft")
async def keep_draft(grant_id: Key, number: Number, asked: DraftIn, unit: TheUnit) -> KeptOut:
    """Keep what was written so far; nothing of it is checked against the rules, and nothing of it counts."""
    content = asked.model_dump(mode="json", exclude_defaults=True)
    return KeptOut(kept_at=await reports.keep_draft(unit, grant_id, number, content))


@router.get("/grants/{grant_id}/reports/{number}/draft")
async def draft(grant_id: Key, number: Number, unit: TheUnit) -> DraftOut:
    content, kept_at = await reports.read_draft(unit, grant_id, number)
    return DraftOut.model_validate({**content, "kept_at": kept_at})


@router.get("/grants/{grant_id}/reports/{number}/lines")
@recorded
async def lines(grant_id: Key, number: Number, unit: TheUnit) -> LinesOut:
    """The lines of a report with what each counts, what was said to it, and what to look at."""
    return lines_of(await reports.read_lines(unit, grant_id, number))

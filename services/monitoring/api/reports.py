"""Activity reports over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from grants.regimes.words import Currency
from grants.values import Moment, Money, Prose
from runtime.http.door import Door
from services.monitoring.api.shapes import Answered, Asked, Key, Note, Number, TheUnit
from services.monitoring.domain import money
from services.monitoring.domain.reporting import Filed
from services.monitoring.domain.states import ReportStatus
from services.monitoring.usecases import reports

router = APIRouter(route_class=Door, tags=["reports"])

Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
Count = Annotated[int, Field(ge=-(2**31), lt=2**31)]


class SpendingIn(Asked):
    """What was spent on a support item in the period."""

    item: Code
    realised: Money


class ReportIn(Asked):
    """indicators: a number for each measure of the regime, by its code."""

    technical: Prose
    administrative: Prose
    spending: Annotated[tuple[SpendingIn, ...], Field(max_length=500)] = ()
    indicators: Annotated[dict[Code, Count], Field(max_length=200)]


class AcceptIn(Asked):
    note: Note = ""


class ReturnIn(Asked):
    remarks: Prose


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


@router.post("/grants/{grant_id}/reports/{number}")
async def submit(grant_id: Key, number: Number, asked: ReportIn, unit: TheUnit) -> ReportOut:
    """File the report on a period that has ended; refused with everything that is wrong at once."""
    spending = tuple((line.item, line.realised) for line in asked.spending)
    filed = Filed(asked.technical, asked.administrative, spending, asked.indicators)
    return ReportOut.model_validate(await reports.submit_report(unit, grant_id, number, filed))


@router.post("/grants/{grant_id}/reports/{number}/accept")
async def accept(grant_id: Key, number: Number, asked: AcceptIn, unit: TheUnit) -> AcceptedOut:
    file = await reports.accept_report(unit, grant_id, number, asked.note)
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
    """Return a report with remarks; the time to file it starts anew."""
    return ReportOut.model_validate(await reports.return_report(unit, grant_id, number, asked.remarks))

"""Spending of an accepted report disallowed, over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from grants.regimes.words import Currency
from grants.values import Money
from runtime.http.door import Door
from services.monitoring.api.lines import MOST_LINES, DisallowedIn
from services.monitoring.api.shapes import Answered, Asked, Key, Number, TheUnit
from services.monitoring.domain import money
from services.monitoring.domain.disallowing import Ground
from services.monitoring.domain.lines import Disallowed
from services.monitoring.domain.money_facts import DisallowedOn
from services.monitoring.usecases import disallowing

router = APIRouter(route_class=Door, tags=["reports"])


class TakenIn(Asked):
    """lines: each with its reason; all that still counts of it if no amount is named. finding: of an audit or visit."""

    lines: Annotated[tuple[DisallowedIn, ...], Field(min_length=1, max_length=2 * MOST_LINES)]
    ground: DisallowedOn = DisallowedOn.OFFICER
    finding: Annotated[int, Field(ge=0, le=10_000)] = 0


class LeftOut(Answered):
    """realised, earned: what is left over all reports. recovered: ordered back for spending disallowed so far."""

    grant_id: str
    realised: Money
    earned: Money
    claimable: Money
    recovered: Money
    currency: Currency


@router.post("/grants/{grant_id}/reports/{number}/disallow")
async def disallow(grant_id: Key, number: Number, asked: TakenIn, unit: TheUnit) -> LeftOut:
    """Disallow lines of an accepted report: unpaid, it lowers claims; paid, the rules say what follows."""
    taken = tuple(Disallowed(one.line, one.reason, one.amount) for one in asked.lines)
    file = await disallowing.disallow_lines(unit, grant_id, number, taken, Ground(asked.ground, asked.finding))
    return LeftOut(
        grant_id=file.grant.id,
        realised=file.grant.realised,
        earned=file.grant.earned,
        claimable=money.claimable(file),
        recovered=money.back_on_the_way(file),
        currency=file.grant.currency,
    )

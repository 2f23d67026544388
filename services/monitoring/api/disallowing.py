"""Spending of an accepted report disallowed, over HTTP."""

from typing import Annotated

from fastapi import APIRouter
from pydantic import Field

from grants.explanation import Explanation
from grants.regimes.words import Currency
from grants.values import Money
from runtime.http.door import AskingDoor, Door, guarded
from services.monitoring.api.lines import MOST_LINES, DisallowedIn
from services.monitoring.api.shapes import Answered, Asked, Key, Number, TheUnit
from services.monitoring.domain import money
from services.monitoring.domain.disallowing import Ground
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.lines import Disallowed
from services.monitoring.domain.lowering import lowered
from services.monitoring.domain.money_facts import DisallowedOn
from services.monitoring.domain.states import ClaimStatus
from services.monitoring.usecases import disallowing

router = APIRouter(route_class=Door, tags=["reports"])
asking = APIRouter(route_class=AskingDoor, tags=["reports"])


class TakenIn(Asked):
    """lines: each with its reason; all that still counts of it if no amount is named. finding: of an audit or visit."""

    lines: Annotated[tuple[DisallowedIn, ...], Field(min_length=1, max_length=2 * MOST_LINES)]
    ground: DisallowedOn = DisallowedOn.OFFICER
    finding: Annotated[int, Field(ge=0, le=10_000)] = 0

    @property
    def taken(self) -> tuple[Disallowed, ...]:
        return tuple(Disallowed(one.line, one.reason, one.amount) for one in self.lines)

    @property
    def why(self) -> Ground:
        return Ground(self.ground, self.finding)


class LeftOut(Answered):
    """realised, earned: what is left over all reports. recovered: ordered back for spending disallowed so far."""

    grant_id: str
    realised: Money
    earned: Money
    claimable: Money
    recovered: Money
    currency: Currency


class LoweredOut(Answered):
    """A claim that would be lowered, or lapse. number: the last report it rests on."""

    number: int
    before: Money
    after: Money
    status: ClaimStatus


class TriedOut(Answered):
    """What disallowing would come to. explanation: how it comes about."""

    before: LeftOut
    after: LeftOut
    claims: tuple[LoweredOut, ...]
    explanation: Explanation


@router.post("/grants/{grant_id}/reports/{number}/disallow")
async def disallow(grant_id: Key, number: Number, asked: TakenIn, unit: TheUnit) -> LeftOut:
    """Disallow lines of an accepted report: unpaid, it lowers claims; paid, the rules say what follows."""
    file = await disallowing.disallow_lines(unit, grant_id, number, asked.taken, asked.why)
    return _left(file)


@asking.post("/grants/{grant_id}/reports/{number}/disallow/preview")
@guarded
async def preview(grant_id: Key, number: Number, asked: TakenIn, unit: TheUnit) -> TriedOut:
    """What the decision would come to, and how. Nothing is kept."""
    tried = await disallowing.try_disallowing(unit, grant_id, number, asked.taken, asked.why)
    changed = lowered(tried.before, tried.after)
    return TriedOut(
        before=_left(tried.before),
        after=_left(tried.after),
        claims=tuple(
            LoweredOut(number=now.number, before=was.amount, after=now.amount, status=now.status)
            for was, now in changed
        ),
        explanation=tried.why,
    )


def _left(file: GrantFile) -> LeftOut:
    return LeftOut(
        grant_id=file.grant.id,
        realised=file.grant.realised,
        earned=file.grant.earned,
        claimable=money.claimable(file),
        recovered=money.back_on_the_way(file),
        currency=file.grant.currency,
    )

"""Duties that outlive a grant, and the opening again of a closed one, over HTTP."""

from datetime import date

from fastapi import APIRouter

from grants.regimes import Bilingual
from grants.values import Moment, Prose
from runtime.http.door import Door, triable
from services.monitoring.api.addenda import AddendumOut, PaperNumber
from services.monitoring.api.shapes import Answered, Asked, Key, Number, TheUnit
from services.monitoring.domain.addenda import Paper
from services.monitoring.domain.obligation_facts import Kept, ObligationStatus
from services.monitoring.domain.reopening import Reopening
from services.monitoring.usecases import obligations

router = APIRouter(route_class=Door, tags=["obligations"])


class LookIn(Asked):
    """found: whether the obligation was kept."""

    found: Kept
    note: Prose


class ReleaseIn(Asked):
    reason: Prose


class ReopeningIn(Asked):
    """number, signed_on: of the addendum. runs_until: the first day without support, where the grant runs again."""

    number: PaperNumber
    signed_on: date
    reason: Prose
    runs_until: date | None = None


class ObligationOut(Answered):
    """A duty that outlives the grant. ends_on: the first day without it. look_on: when an officer is asked to look."""

    number: int
    code: str
    since: date
    years: int
    ends_on: date
    look_on: date
    status: ObligationStatus
    found: Kept | None
    looked_at: Moment | None
    note: str
    ended_at: Moment | None


class ObligationLine(ObligationOut):
    """names: what the rule set calls it."""

    names: Bilingual | None


@router.post("/grants/{grant_id}/obligations/{number}/look")
async def look_at(grant_id: Key, number: Number, asked: LookIn, unit: TheUnit) -> ObligationOut:
    """Record what an officer found; looked at again, the later finding counts."""
    return ObligationOut.model_validate(await obligations.look_at(unit, grant_id, number, asked.found, asked.note))


@router.post("/grants/{grant_id}/obligations/{number}/release")
@triable
async def release(grant_id: Key, number: Number, asked: ReleaseIn, unit: TheUnit) -> ObligationOut:
    """Let an obligation go before its end."""
    return ObligationOut.model_validate(await obligations.release(unit, grant_id, number, asked.reason))


@router.post("/grants/{grant_id}/reopening", status_code=201)
@triable
async def reopen(grant_id: Key, asked: ReopeningIn, unit: TheUnit) -> AddendumOut:
    """Open a closed grant again by an addendum; there is no other way."""
    paper = Paper(asked.number, asked.signed_on, asked.reason)
    return AddendumOut.model_validate(await obligations.reopen(unit, grant_id, Reopening(paper, asked.runs_until)))

"""Addenda over HTTP."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import StringConstraints

from grants.values import Moment, Money, Prose
from runtime.http.door import Door, triable
from services.monitoring.api.shapes import Answered, Asked, Key, TheUnit
from services.monitoring.domain.addenda import Paper
from services.monitoring.usecases import addenda

router = APIRouter(route_class=Door, tags=["addenda"])

PaperNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
RegimeKey = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,80}$")]
RevisionName = Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z+-]{1,80}$")]


class AddendumIn(Asked):
    """regime, revision: the rules from now on. number, signed_on: of the paper both sides signed."""

    regime: RegimeKey
    revision: RevisionName
    reason: Prose
    number: PaperNumber
    signed_on: date


class DayChanged(Answered):
    """A date that the addendum moved; ends are the first day after."""

    name: str
    before: date
    after: date


class AmountChanged(Answered):
    """earned: by accepted spending; claimable: of it; allowed: what a settlement of that day would have allowed."""

    name: str
    before: Money
    after: Money


class RuleChanged(Answered):
    """A rule of money as it was and is, each with its source; none where one side has none."""

    path: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class Effect(Answered):
    """What the addendum changed, as computed when it was recorded. rules: paths of all other rules that differ."""

    dates: tuple[DayChanged, ...]
    amounts: tuple[AmountChanged, ...]
    money: tuple[RuleChanged, ...]
    rules: tuple[str, ...]


class AddendumOut(Answered):
    """A recorded addendum. old_regime, old_revision: the rules until then."""

    id: str
    grant_id: str
    number: str
    signed_on: date
    reason: str
    old_regime: str
    old_revision: str
    regime: str
    revision: str
    recorded_at: Moment
    effect: Effect


@router.post("/grants/{grant_id}/addenda", status_code=201)
@triable
async def record(grant_id: Key, asked: AddendumIn, unit: TheUnit) -> AddendumOut:
    """Move a running grant to other rules; answers with the difference they make."""
    paper = Paper(asked.number, asked.signed_on, asked.reason)
    done = await addenda.record_addendum(unit, grant_id, paper, asked.regime, asked.revision)
    return AddendumOut.model_validate(done)

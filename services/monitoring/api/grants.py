"""Grants over HTTP: the list and the page."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query

from grants.contracts.stages import GrantOutcome
from grants.regimes.words import Currency
from grants.values import Money
from runtime.http.door import Door
from runtime.letters import MOST
from services.monitoring.api.page import GrantPage, page_of
from services.monitoring.api.shapes import After, Answered, Key, Limit, TheUnit
from services.monitoring.domain.states import GrantStatus
from services.monitoring.store.grants import Wanted
from services.monitoring.usecases import reading

router = APIRouter(route_class=Door, tags=["grants"])


class GrantLineOut(Answered):
    """A grant in the list; money in its currency."""

    id: str
    application_id: str
    call_id: str
    number: str
    consortium_name: str
    enterprise_name: str
    province: str
    regime: str
    revision: str
    currency: Currency
    status: GrantStatus
    outcome: GrantOutcome | None
    starts_on: date
    support_ends_on: date
    total: Money
    approved: Money
    earned: Money
    paid: Money


class GrantList(Answered):
    """after: where the next page begins; none on the last."""

    entries: tuple[GrantLineOut, ...]
    after: str | None


@router.get("/grants")
async def listed(
    unit: TheUnit,
    after: After = "",
    limit: Limit = 50,
    status: GrantStatus | None = None,
    q: Annotated[str, Query(max_length=MOST)] = "",
) -> GrantList:
    """The grants this person may read, by id; `q` finds letters in the names and the number of its contract."""
    found = await reading.list_grants(unit, after, limit, Wanted(status, q))
    entries = tuple(GrantLineOut.model_validate(line) for line in found)
    return GrantList(entries=entries, after=entries[-1].id if len(entries) == limit else None)


@router.get("/grants/{grant_id}")
async def page(grant_id: Key, unit: TheUnit) -> GrantPage:
    return page_of(await reading.read_grant(unit, grant_id))

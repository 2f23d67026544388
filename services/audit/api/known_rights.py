"""With which rights people came, over HTTP: for the inspector, and each look is told."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict

from runtime.http.door import Door, recorded
from services.audit.api.shapes import AfterEvent, InUnit, Limit, Shape
from services.audit.usecases import known_rights

router = APIRouter(route_class=Door, tags=["audit"])
Person = Annotated[str, Query(max_length=200, pattern=r"^[^\x00]*$")]


class RightsOut(Shape):
    """What a room saw. added, gone: against what it had seen before, as "role:inspector"; first: nothing.

    about: the subject under which it stands in the ledger.
    """

    model_config = ConfigDict(frozen=True, from_attributes=True)

    event_id: str
    about: str
    room: str
    person_id: str
    roles: list[str]
    organisation: str
    tax_number: str
    issuer: str
    issued_at: datetime | None
    seen_at: datetime
    added: list[str]
    gone: list[str]
    first: bool


class RightsPage(Shape):
    """after: where the next page begins; none at the end."""

    entries: list[RightsOut]
    after: str | None


@router.get("/desk/rights")
@recorded
async def seen(unit: InUnit, person_id: Person = "", after: AfterEvent = None, limit: Limit = 50) -> RightsPage:
    """The rights people came with, the newest first."""
    found = await known_rights.seen(unit, person_id, after, limit)
    end = found[-1].event_id if len(found) == limit else None
    return RightsPage(entries=[RightsOut.model_validate(one) for one in found], after=end)

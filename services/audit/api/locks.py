"""What the store should have locked and has not, over HTTP."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Query
from pydantic import ConfigDict

from runtime.documents import Documents
from runtime.http.door import Door
from services.audit.api.shapes import ID, AfterIndex, InUnit, Limit, Shape
from services.audit.usecases import locks

AfterRun = Annotated[str, Query(max_length=100, pattern=f"{ID}|^$")]


class LooseOut(Shape):
    """Something in the store that is not locked, or not for as long as it should be, since when it lies there."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    name: str
    about: str
    path: str
    since: datetime


class LooseRuns(Shape):
    """is_locking: whether the store has object lock at all. after: give it to read on; none at the end."""

    is_locking: bool
    entries: list[LooseOut]
    after: str | None


class LooseRoots(Shape):
    """The same, by number."""

    is_locking: bool
    entries: list[LooseOut]
    after: int | None


def locks_router(documents: Documents) -> APIRouter:
    """The routes; `documents`: the store that is asked."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/archive/unlocked")
    async def of_runs(unit: InUnit, after: AfterRun = "", limit: Limit = 200) -> LooseRuns:
        """Of the next archived runs those that are not locked."""
        found, end = await locks.unlocked_runs(unit, documents, after, limit)
        entries = [LooseOut.model_validate(one) for one in found]
        return LooseRuns(is_locking=await documents.is_locking(), entries=entries, after=end)

    @router.get("/ledger/roots/unlocked")
    async def of_roots(unit: InUnit, after: AfterIndex = 0, limit: Limit = 200) -> LooseRoots:
        """Of the next roots those that are not locked where they are kept apart."""
        found, end = await locks.unlocked_roots(unit, documents, after, limit)
        entries = [LooseOut.model_validate(one) for one in found]
        return LooseRoots(is_locking=await documents.is_locking(), entries=entries, after=end)

    return router

"""Erasing what is personal in a finished file, for the administrator."""

from datetime import date, datetime

from fastapi import APIRouter
from pydantic import ConfigDict

from grants.values import Prose
from runtime.filed import Filed
from runtime.http.door import Door
from services.audit.api.shapes import AfterEvent, InUnit, Limit, Shape, Subject
from services.audit.usecases import erasure
from services.audit.usecases.erasure import Erasable


class ErasureIn(Shape):
    """reason: on what ground, in a few words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Prose


class ErasedOut(Shape):
    """keys, dossiers: how many were destroyed."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    application_id: str
    erased_at: datetime
    keys: int
    dossiers: int


class FinishedOut(Shape):
    """A finished file. first_day: on which it may be erased, by its rules; open: whether nothing is in the way now."""

    application_id: str
    title: str
    ending: str
    ended_at: datetime
    inspected: bool
    first_day: date | None
    open: bool
    erased_at: datetime | None


class FinishedList(Shape):
    """By id. after: give it to read on; none at the end."""

    entries: list[FinishedOut]
    after: str | None


def erasure_router(filed: Filed) -> APIRouter:
    """The routes; `filed` keeps the dossiers that go with what is erased."""
    router = APIRouter(route_class=Door, tags=["audit"])

    @router.get("/erasures")
    async def finished(unit: InUnit, after: AfterEvent = None, limit: Limit = 50) -> FinishedList:
        """Finished files, and from when on what is personal in each may be erased."""
        found = [_finished(one) for one in await erasure.finished(unit, after, limit)]
        return FinishedList(entries=found, after=found[-1].application_id if len(found) == limit else None)

    @router.post("/applications/{application_id}/erasure", status_code=201)
    async def erase(application_id: Subject, asked: ErasureIn, unit: InUnit) -> ErasedOut:
        """Erase what is personal in the records of a file, for good. What happened stays on record."""
        return ErasedOut.model_validate(await erasure.erase(unit, application_id, asked.reason, filed))

    return router


def _finished(one: Erasable) -> FinishedOut:
    return FinishedOut(
        application_id=one.file.about,
        title=one.file.title,
        ending=one.file.ending,
        ended_at=one.file.ended_at,
        inspected=one.file.signed_at is not None,
        first_day=one.first_day,
        open=not one.in_the_way and one.erased_at is None,
        erased_at=one.erased_at,
    )

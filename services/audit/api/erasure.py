"""Erasing what is personal in a finished file, for the administrator."""

from datetime import datetime

from fastapi import APIRouter
from pydantic import ConfigDict

from grants.values import Prose
from runtime.http.door import Door
from services.audit.api.shapes import InUnit, Shape, Subject
from services.audit.usecases import erasure

router = APIRouter(route_class=Door, tags=["audit"])


class ErasureIn(Shape):
    """reason: on what ground, in a few words."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    reason: Prose


class ErasedOut(Shape):
    """keys: how many were destroyed."""

    model_config = ConfigDict(frozen=True, from_attributes=True)

    application_id: str
    erased_at: datetime
    keys: int


@router.post("/applications/{application_id}/erasure", status_code=201)
async def erase(application_id: Subject, asked: ErasureIn, unit: InUnit) -> ErasedOut:
    """Erase what is personal in the records of a file, for good. What happened stays on record."""
    return ErasedOut.model_validate(await erasure.erase(unit, application_id, asked.reason))

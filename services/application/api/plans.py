"""Each version of a plan, as it was handed in, over HTTP."""

from typing import Annotated

from fastapi import APIRouter, Path

from grants.workplan import WorkPlan
from runtime.http.door import Door
from services.application.api.files import VersionOut
from services.application.api.shapes import TheUnit
from services.application.api.standing import ApplicationKey
from services.application.usecases import reading

router = APIRouter(route_class=Door, tags=["applications"])


class PlanVersionOut(VersionOut):
    """A version with its plan; 1 is the one that was submitted."""

    plan: WorkPlan


@router.get("/applications/{application_id}/plans/{version}")
async def read(
    application_id: ApplicationKey, version: Annotated[int, Path(ge=1, le=1_000_000)], unit: TheUnit
) -> PlanVersionOut:
    """One version of its plan, for whoever may read the application."""
    return PlanVersionOut.model_validate(await reading.version(unit, application_id, version))

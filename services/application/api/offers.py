"""What is written to be handed in later, over HTTP."""

from fastapi import APIRouter

from grants.workplan import WorkPlan
from runtime.http.door import Door
from services.application.api.applications import Form
from services.application.api.shapes import Answered, TheUnit
from services.application.api.standing import ApplicationKey, Asked
from services.application.usecases import offers

router = APIRouter(route_class=Door, tags=["applications"])


class OfferIn(Asked):
    """The whole plan, and sections of the form by name; what is not given stays as it was written.

    anew: what was written before is thrown away.
    """

    plan: WorkPlan | None = None
    form: Form | None = None
    anew: bool = False


class OfferKept(Answered):
    """count: how often it was written; whoever hands it in says so."""

    count: int


@router.post("/applications/{application_id}/offer")
async def write(application_id: ApplicationKey, asked: OfferIn, unit: TheUnit) -> OfferKept:
    """Keep what is to complete an application, or to be offered in the talks; nothing of it counts as yet."""
    kept = await offers.write(unit, application_id, asked.plan, asked.form, anew=asked.anew)
    return OfferKept(count=kept.count)

"""What the room hears from the others."""

from collections.abc import Mapping

from grants.contracts.application_events import ApplicationAdmitted, ApplicationEnded, CallPublished
from grants.contracts.plan_events import PlanChanged
from grants.contracts.privacy_events import PersonalDataErased
from runtime.cloudevents import CloudEvent
from runtime.consumer import Handler
from runtime.erasure import on_erased
from runtime.unit import Unit
from services.evaluation.store.personal import PERSONAL
from services.evaluation.usecases import hear


async def on_call_published(unit: Unit, event: CloudEvent) -> None:
    await hear.call_published(unit, CallPublished.model_validate(event.data))


async def on_application_admitted(unit: Unit, event: CloudEvent) -> None:
    await hear.application_admitted(unit, ApplicationAdmitted.model_validate(event.data))


async def on_application_ended(unit: Unit, event: CloudEvent) -> None:
    await hear.application_ended(unit, ApplicationEnded.model_validate(event.data), event.time)


async def on_plan_changed(unit: Unit, event: CloudEvent) -> None:
    await hear.plan_changed(unit, PlanChanged.model_validate(event.data))


HEARS: Mapping[str, Mapping[str, Handler]] = {
    "application": {
        CallPublished.type_name(): on_call_published,
        ApplicationAdmitted.type_name(): on_application_admitted,
        ApplicationEnded.type_name(): on_application_ended,
    },
    "monitoring": {PlanChanged.type_name(): on_plan_changed},
    "audit": {PersonalDataErased.type_name(): on_erased(PERSONAL)},
}

ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "application": (CallPublished.SUBJECT, ApplicationAdmitted.SUBJECT, ApplicationEnded.SUBJECT),
    "monitoring": (PlanChanged.SUBJECT,),
    "audit": (PersonalDataErased.SUBJECT,),
}

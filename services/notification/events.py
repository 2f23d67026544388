"""What the room hears: who coordinates what, and everything somebody is written to about."""

from collections import defaultdict

from grants.contracts import application_events as application
from grants.contracts import plan_events as plan
from grants.contracts.event import EventData
from grants.contracts.privacy_events import PersonalDataErased
from runtime.cloudevents import CloudEvent
from runtime.consumer import Handler
from runtime.erasure import on_erased
from runtime.unit import Unit
from services.notification.domain.letters import LETTERS
from services.notification.store import PERSONAL
from services.notification.usecases import remember
from services.notification.usecases.write import write


def _writing(kind: type[EventData]) -> Handler:
    async def on_event(unit: Unit, event: CloudEvent) -> None:
        await write(unit, event, kind.model_validate(event.data))

    return on_event


_HANDLERS: dict[type[EventData], Handler] = {
    application.CallPublished: remember.remember_call,
    application.ConsortiumCreated: remember.remember_consortium,
    application.ApplicationDrafted: remember.remember_draft,
    application.ApplicationAdmitted: remember.remember_admitted,
    application.ContractConcluded: remember.remember_contract,
    **{kind: _writing(kind) for kind in LETTERS},
    plan.PlanChanged: remember.remember_plan,
    PersonalDataErased: on_erased(PERSONAL),
}


def _by_room() -> tuple[dict[str, dict[str, Handler]], dict[str, tuple[str, ...]]]:
    hears: dict[str, dict[str, Handler]] = defaultdict(dict)
    addresses: dict[str, tuple[str, ...]] = defaultdict(tuple)
    for kind, handler in _HANDLERS.items():
        room = kind.SUBJECT.partition(".")[0]
        hears[room][kind.type_name()] = handler
        addresses[room] = (*addresses[room], kind.SUBJECT)
    return dict(hears), dict(addresses)


HEARS, ADDRESSES = _by_room()

"""What the room hears from the others: when the board hears an application, what it wants, its pack, who is kept,
and who leads the grant that came of it.
"""

from collections.abc import Mapping

from grants.contracts.committee_events import CommitteeSessionCalled, CommitteeSessionChanged
from grants.contracts.evaluation_events import (
    ApplicationPlaced,
    ConflictDeclared,
    ConflictDismissed,
    ConflictFound,
    ConflictWaived,
)
from grants.contracts.pack_events import ApprovalPackClosed, ApprovalPackOpened
from grants.contracts.plan_events import PlanChanged
from grants.contracts.privacy_events import PersonalDataErased
from runtime.auth import system_actor
from runtime.cloudevents import CloudEvent
from runtime.consumer import Handler
from runtime.erasure import on_erased
from runtime.unit import Unit
from services.application.store.personal import PERSONAL
from services.application.usecases import barring, board, leading, letting_go, packs


def _unnamed(unit: Unit) -> Unit:
    """Who acted in the other room stays there: what follows here is for applicants' eyes."""
    unit.actor = system_actor(unit.room)
    return unit


async def on_session_called(unit: Unit, event: CloudEvent) -> None:
    await board.session_called(_unnamed(unit), CommitteeSessionCalled.model_validate(event.data))


async def on_session_changed(unit: Unit, event: CloudEvent) -> None:
    await board.session_called(_unnamed(unit), CommitteeSessionChanged.model_validate(event.data))


async def on_application_placed(unit: Unit, event: CloudEvent) -> None:
    await board.placed(_unnamed(unit), ApplicationPlaced.model_validate(event.data))


async def on_pack_opened(unit: Unit, event: CloudEvent) -> None:
    await packs.opened(unit, ApprovalPackOpened.model_validate(event.data))


async def on_pack_closed(unit: Unit, event: CloudEvent) -> None:
    await packs.closed(unit, ApprovalPackClosed.model_validate(event.data), event.time)


async def on_plan_changed(unit: Unit, event: CloudEvent) -> None:
    """Somebody else may act for the grant from now on."""
    await leading.plan_changed(unit, PlanChanged.model_validate(event.data), event.time)


async def on_conflict(unit: Unit, event: CloudEvent) -> None:
    data = _CONFLICTS[event.type].model_validate(event.data)
    await barring.said(unit, data.application_id, data.person_id, event.time, barred=data.barred)


async def on_personal_data_erased(unit: Unit, event: CloudEvent) -> None:
    """Of a file; with the last one of its consortium, who acts for that goes as well."""
    await _erase(unit, event)
    await letting_go.after(unit, event.subject)


_erase = on_erased(PERSONAL)
_CONFLICTS: Mapping[str, type[ConflictFound | ConflictDeclared | ConflictWaived | ConflictDismissed]] = {
    kind.type_name(): kind for kind in (ConflictFound, ConflictDeclared, ConflictWaived, ConflictDismissed)
}

HEARS: Mapping[str, Mapping[str, Handler]] = {
    "evaluation": {
        CommitteeSessionCalled.type_name(): on_session_called,
        CommitteeSessionChanged.type_name(): on_session_changed,
        ApplicationPlaced.type_name(): on_application_placed,
        ApprovalPackOpened.type_name(): on_pack_opened,
        ApprovalPackClosed.type_name(): on_pack_closed,
        **dict.fromkeys(_CONFLICTS, on_conflict),
    },
    "monitoring": {PlanChanged.type_name(): on_plan_changed},
    "audit": {PersonalDataErased.type_name(): on_personal_data_erased},
}

ADDRESSES: Mapping[str, tuple[str, ...]] = {
    "evaluation": (
        CommitteeSessionCalled.SUBJECT,
        CommitteeSessionChanged.SUBJECT,
        ApplicationPlaced.SUBJECT,
        ApprovalPackOpened.SUBJECT,
        ApprovalPackClosed.SUBJECT,
        *(kind.SUBJECT for kind in _CONFLICTS.values()),
    ),
    "monitoring": (PlanChanged.SUBJECT,),
    "audit": (PersonalDataErased.SUBJECT,),
}

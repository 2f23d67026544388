"""What this room hears: the contract with which a grant begins, and whom a conflict of interest keeps from it."""

from collections.abc import Mapping

from grants.contracts import queues
from grants.contracts.application_events import ContractConcluded
from grants.contracts.evaluation_events import ConflictDeclared, ConflictDismissed, ConflictFound, ConflictWaived
from grants.contracts.privacy_events import PersonalDataErased
from runtime.cloudevents import CloudEvent
from runtime.consumer import Handler
from runtime.erasure import on_erased
from runtime.unit import Unit
from services.monitoring.store.personal import PERSONAL
from services.monitoring.usecases import barring
from services.monitoring.usecases.open_grant import open_grant


async def on_contract_concluded(unit: Unit, event: CloudEvent) -> None:
    """The support contract is signed: the grant begins."""
    await open_grant(unit, ContractConcluded.model_validate(event.data))


async def on_conflict(unit: Unit, event: CloudEvent) -> None:
    """Something was said of a tie between a person and a file."""
    data = _CONFLICTS[event.type].model_validate(event.data)
    await barring.said(unit, data.application_id, data.person_id, event.time, barred=data.barred)


_CONFLICTS: Mapping[str, type[ConflictFound | ConflictDeclared | ConflictWaived | ConflictDismissed]] = {
    kind.type_name(): kind for kind in (ConflictFound, ConflictDeclared, ConflictWaived, ConflictDismissed)
}

HEARS: Mapping[str, Mapping[str, Handler]] = {
    queues.APPLICATION: {ContractConcluded.type_name(): on_contract_concluded},
    queues.EVALUATION: dict.fromkeys(_CONFLICTS, on_conflict),
    queues.AUDIT: {PersonalDataErased.type_name(): on_erased(PERSONAL)},
}
ADDRESSES = {
    queues.APPLICATION: (ContractConcluded.SUBJECT,),
    queues.EVALUATION: tuple(kind.SUBJECT for kind in _CONFLICTS.values()),
    queues.AUDIT: (PersonalDataErased.SUBJECT,),
}

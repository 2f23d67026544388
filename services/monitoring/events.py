"""What this room hears."""

from grants.contracts import queues
from grants.contracts.application_events import ContractConcluded
from runtime.cloudevents import CloudEvent
from runtime.unit import Unit
from services.monitoring.usecases.open_grant import open_grant


async def on_contract_concluded(unit: Unit, event: CloudEvent) -> None:
    """The support contract is signed: the grant begins."""
    await open_grant(unit, ContractConcluded.model_validate(event.data))


HEARS = {queues.APPLICATION: {ContractConcluded.type_name(): on_contract_concluded}}
ADDRESSES = {queues.APPLICATION: (ContractConcluded.SUBJECT,)}

"""Withdrawal: the coordinator takes the application back, at any time before the contract."""

from grants.policy import Action
from runtime.unit import Unit
from services.application.domain.records import ApplicationRecord
from services.application.domain.stages import Act
from services.application.usecases.acting import held, take


async def withdraw(unit: Unit, application_id: str, reason: str) -> ApplicationRecord:
    """End the application as withdrawn."""
    application = await held(unit, application_id, Action.APPLICATION_WITHDRAW, Act.WITHDRAW)
    return await take(unit, application, Act.WITHDRAW, reason)

"""Evaluators: register one, read the list."""

from grants.contracts.evaluation_events import EvaluatorRegistered
from grants.policy import Action
from grants.values import PersonId
from runtime.unit import Unit
from services.evaluation.domain.records import Evaluator
from services.evaluation.store import files
from services.evaluation.usecases.access import permit


async def register_evaluator(unit: Unit, evaluator: Evaluator) -> Evaluator:
    """Register an evaluator, or bring what is known of one up to date."""
    permit(unit, Action.EVALUATOR_REGISTER)
    await unit.lock(f"evaluator {evaluator.person_id}")
    if await files.evaluator(unit.session, evaluator.person_id) != evaluator:
        await files.save_evaluator(unit.session, evaluator)
        unit.tell(EvaluatorRegistered(evaluator_id=PersonId(evaluator.person_id)), about=evaluator.person_id)
    return evaluator


async def list_evaluators(unit: Unit, after: str, limit: int) -> tuple[Evaluator, ...]:
    permit(unit, Action.EVALUATOR_READ)
    return await files.evaluators(unit.session, after, limit)

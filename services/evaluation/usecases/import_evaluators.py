"""The pool of evaluators from a table: written whole, or refused whole."""

from grants.policy import Action
from runtime.unit import Unit
from services.evaluation.domain import pool_file
from services.evaluation.usecases.access import permit
from services.evaluation.usecases.assign import hold_pool
from services.evaluation.usecases.evaluators import write
from services.evaluation.usecases.pool_views import Imported


async def import_evaluators(unit: Unit, text: str) -> Imported:
    """Register everyone a table names; again, nothing more happens.

    Raises NotAllowed, RulesBroken with every fault by line and column, WrongStage (someone was erased).
    """
    permit(unit, Action.EVALUATOR_REGISTER)
    people = pool_file.read(text)
    await hold_pool(unit)
    return Imported(persons=len(people), written=await write(unit, people))

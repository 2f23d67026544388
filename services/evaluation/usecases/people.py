"""Who is there: people shown by name to those who enter them into the pool or call them to a committee."""

from collections.abc import Collection, Mapping

from grants.naming import Task, naming, roles_for
from grants.policy import Action, decide
from runtime import people
from runtime.people import Person
from runtime.unit import Unit
from services.evaluation.store import evaluators
from services.evaluation.usecases.access import permit


async def who_can(unit: Unit, task: Task) -> tuple[Person, ...]:
    """Those who can be named for a task, before those who name one. Raises NotAllowed."""
    permit(unit, naming(task))
    return await people.who_can(unit.session, roles_for(task))


async def named(unit: Unit, person_ids: Collection[str]) -> Mapping[str, str]:
    """By which names these are known, before those who meet their ids in files. Raises NotAllowed.

    Who never came may be of the pool, for those who read the pool: as the administrator entered the name.
    """
    permit(unit, Action.PERSON_READ)
    came = {one: person.name for one, person in (await people.known(unit.session, person_ids)).items()}
    left = sorted(set(person_ids) - came.keys())
    if not left or decide(unit.actor.roles, Action.EVALUATOR_READ, frozenset()) is None:
        return came
    pool = await evaluators.known(unit.session, left)
    return {**{one: personal.name for one, (_, personal) in pool.items() if personal}, **came}

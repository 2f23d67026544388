"""By which names the people are known whose ids stand in files."""

from collections.abc import Collection

from grants.policy import Action
from runtime import people
from runtime.people import Person
from runtime.unit import Unit
from services.application.usecases.rights import allow_with


async def named(unit: Unit, person_ids: Collection[str]) -> Collection[Person]:
    """Those of these who ever came here, before those who meet their ids in files. Raises NotAllowed."""
    allow_with(unit, Action.PERSON_READ)
    return (await people.known(unit.session, person_ids)).values()

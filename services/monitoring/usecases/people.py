"""Who is there: people shown by name to those who give them a task, and whether the one who is named can take it."""

from collections.abc import Collection
from dataclasses import replace

from grants.breach import Breach, NotAllowed, RulesBroken
from grants.naming import LEADERS, Task, naming, roles_for
from grants.policy import Action, decide
from runtime import people
from runtime.people import Person
from runtime.unit import Unit
from services.monitoring.domain.facts import Grant
from services.monitoring.usecases.acting import permit, read_file


async def who_can(unit: Unit, task: Task) -> tuple[Person, ...]:
    """Those who can be named for a task, before those who name one. Raises `NotAllowed`."""
    _allow(unit, naming(task))
    return await people.who_can(unit.session, roles_for(task))


async def who_leads(unit: Unit, grant_id: str) -> tuple[Person, ...]:
    """Those who came for a member of the grant or for its enterprise, before who may ask that one of them leads it.

    Raises `NoSuchGrant`, `NotAllowed`.
    """
    file, _ = await read_file(unit, grant_id)
    grant = file.grant
    permit(unit, Action.CHANGE_ASK, grant)
    leaders = {grant.coordinator_id, grant.representative_id} - {""}
    return await people.who_came_for(unit.session, grant.parties, LEADERS, leaders)


async def named(unit: Unit, person_ids: Collection[str]) -> Collection[Person]:
    """Those of these who ever came here, before those who meet their ids in files. Raises `NotAllowed`."""
    _allow(unit, Action.PERSON_READ)
    return (await people.known(unit.session, person_ids)).values()


async def check(unit: Unit, task: Task, grant: Grant, person_id: str, field: str) -> None:
    """Whether somebody can be named for a task on a grant, as far as the room knows the person.

    Who never came can be named: the rights are given elsewhere, and may come later. Raises `RulesBroken` with all that
    is wrong, of `field`.
    """
    wrong = []
    if person_id in grant.apart:
        wrong.append(Breach("person.apart", field, person_id, "", "Destek"))
    if found := (await people.known(unit.session, [person_id])).get(person_id):
        if roles_for(task).isdisjoint(found.roles):
            wrong.append(Breach("person.role", field, found.name, "", "Destek"))
        if not {found.tax_number, found.organisation}.difference({""}).isdisjoint(grant.parties):
            wrong.append(Breach("person.party", field, found.name, "", "Destek"))
    if wrong:
        raise RulesBroken(*wrong)


def _allow(unit: Unit, action: Action) -> None:
    """For what is of no file. Raises `NotAllowed`."""
    role = decide(unit.actor.roles, action, frozenset())
    if role is None:
        raise NotAllowed(Breach("not_allowed", "", action.value))
    unit.actor = replace(unit.actor, role=role.value)

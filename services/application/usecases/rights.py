"""Whether this person may do this to this application, and under which role."""

from dataclasses import replace

from grants.breach import Breach, NotAllowed
from grants.policy import Action, Relation, Role, decide
from runtime.auth import Actor
from runtime.unit import Unit
from services.application.domain.records import ApplicationRecord
from services.application.store import consortia

NO_FILE: frozenset[Relation] = frozenset()


async def relations(unit: Unit, application: ApplicationRecord) -> frozenset[Relation]:
    """How the person who acts stands to the application."""
    return await relations_to(unit, application.coordinator_id, application.consortium_id)


async def relations_to(unit: Unit, coordinator_id: str, consortium_id: str) -> frozenset[Relation]:
    """How the person who acts stands to a consortium: coordinator, or of one of its members by tax number."""
    found: set[Relation] = set()
    if unit.actor.person_id == coordinator_id:
        found.add(Relation.OWN)
    if unit.actor.tax_number and await consortia.has_member(unit.session, consortium_id, unit.actor.tax_number):
        found.add(Relation.MEMBER)
    return frozenset(found)


async def allow(unit: Unit, action: Action, application: ApplicationRecord) -> Role:
    """The role under which the person does this to the application; the unit's actor carries it from here on.

    Raises NotAllowed.
    """
    return allow_with(unit, action, await relations(unit, application))


def allow_with(unit: Unit, action: Action, found: frozenset[Relation] = NO_FILE) -> Role:
    """The same for relations already known; without any for acts that belong to no file. Raises NotAllowed."""
    role = decide(unit.actor.roles, action, found)
    if role is None:
        raise NotAllowed(Breach("not_allowed.action", "", asked=action.value, allowed=", ".join(_held(unit.actor))))
    unit.actor = replace(unit.actor, role=role.value)
    return role


def _held(actor: Actor) -> list[str]:
    return sorted(actor.roles)[:10]

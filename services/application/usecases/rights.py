"""Whether this person may do this to this application, and under which role."""

from collections.abc import Collection
from dataclasses import replace

from grants.breach import Breach, NotAllowed
from grants.policy import Action, Relation, Role, decide
from runtime.auth import Actor
from runtime.unit import Unit
from services.application.domain.records import ApplicationRecord
from services.application.store import barred, belonging, consortia

NO_FILE: frozenset[Relation] = frozenset()


async def relations(unit: Unit, application: ApplicationRecord) -> frozenset[Relation]:
    """How the person who acts stands to the application: party to it, or kept from it by a conflict of interest."""
    leaders = {application.coordinator_id, application.representative_id}
    found = await _party(unit, leaders, application.consortium_id, application.id)
    if not found and await barred.is_barred(unit.session, application.id, unit.actor.person_id):
        return frozenset({Relation.CONFLICTED})
    return found


async def relations_to(unit: Unit, coordinator_id: str, consortium_id: str) -> frozenset[Relation]:
    """How the person who acts stands to a consortium: party to it, or kept from one of its applications."""
    found = await _party(unit, {coordinator_id}, consortium_id)
    if not found and await barred.from_consortium(unit.session, consortium_id, unit.actor.person_id):
        return frozenset({Relation.CONFLICTED})
    return found


async def _party(
    unit: Unit, leaders: Collection[str], consortium_id: str, application_id: str = ""
) -> frozenset[Relation]:
    """One of its leaders, or of one of the members by tax number. Who is one of them acts as a party only."""
    found: set[Relation] = set()
    if unit.actor.person_id in leaders:
        found.add(Relation.OWN)
    if unit.actor.tax_number and await _is_member(unit, unit.actor.tax_number, consortium_id, application_id):
        found.add(Relation.MEMBER)
    return frozenset(found)


async def _is_member(unit: Unit, tax_number: str, consortium_id: str, application_id: str) -> bool:
    """From the contract on, of those who belong to the grant today; until then, of the consortium."""
    followed = await belonging.is_member(unit.session, application_id, tax_number) if application_id else None
    if followed is not None:
        return followed
    return await consortia.has_member(unit.session, consortium_id, tax_number)


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

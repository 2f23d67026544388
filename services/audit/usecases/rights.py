"""Who may read a file, and with whose eyes. What the room knows of people's relations, the events told it."""

from dataclasses import replace

from grants.breach import Breach, NotAllowed, NotFound
from grants.policy import Action, Relation, Role, decide
from runtime.unit import Unit
from services.audit.domain import parties
from services.audit.domain.parties import Parties
from services.audit.domain.views import Eyes, View
from services.audit.store import ledger as store

_PARTIES = frozenset({Role.COORDINATOR, Role.CONSORTIUM_MEMBER})


async def parties_of(unit: Unit, application_id: str) -> Parties:
    """How people stand to an application."""
    found = Parties()
    found.hear(await store.told(unit.session, application_id, parties.OF_THE_FILE))
    if found.call_id:
        found.hear(await store.told(unit.session, found.call_id, (parties.CONFLICT,), application_id))
    if found.consortium_id:
        found.hear(await store.told(unit.session, found.consortium_id, (parties.CREATED,)))
    return found


async def inspect(unit: Unit, about: str) -> None:
    """Only who may read the ledger itself goes on. Raises NotAllowed, NotFound."""
    found = await parties_of(unit, about)
    allow(unit, found.relations(unit.actor.person_id, unit.actor.tax_number), Action.AUDIT_READ)
    await exists(unit, about)


async def exists(unit: Unit, about: str) -> None:
    """Raises NotFound for what nothing was ever recorded about."""
    if await store.noted(unit.session, about) is None:
        raise NotFound(Breach("missing.story", "application_id", asked=about[:80]))


def eyes_of(unit: Unit, application_id: str, found: Parties) -> Eyes:
    """With whose eyes the person reads this application's story. Raises NotAllowed."""
    relations = found.relations(unit.actor.person_id, unit.actor.tax_number)
    grant = (Action.GRANT_READ,) if found.is_grant else ()
    role = allow(unit, relations, Action.AUDIT_READ, Action.APPLICATION_READ, *grant)
    return Eyes(_view(role), unit.actor.person_id, application_id, found.is_decided)


def allow(unit: Unit, relations: frozenset[Relation], *actions: Action) -> Role:
    """The role by which the person may do the first of these acts that is allowed. Raises NotAllowed."""
    for action in actions:
        role = decide(unit.actor.roles, action, relations)
        if role is not None:
            unit.actor = replace(unit.actor, role=role.value)
            return role
    raise NotAllowed(Breach("audit.not_yours", "", asked=actions[0].value))


def _view(role: Role) -> View:
    if role is Role.INSPECTOR:
        return View.INSPECTOR
    return View.APPLICANT if role in _PARTIES else View.MINISTRY

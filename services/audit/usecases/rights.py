"""Who may read a file, and with whose eyes. What the room knows of people's relations, the events told it."""

from dataclasses import replace

from grants.breach import Breach, NotAllowed, NotFound
from grants.policy import Action, Relation, Role, decide
from runtime.unit import Unit
from services.audit.domain import parties
from services.audit.domain.parties import Parties
from services.audit.domain.views import Eyes, View
from services.audit.store import barred
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
    if await _is_kept(unit, application_id):
        found.kept.add(unit.actor.person_id)
    return found


async def _is_kept(unit: Unit, about: str) -> bool:
    """Whether a conflict of interest keeps the person from this file, or from one that its call or consortium has."""
    me = unit.actor.person_id
    files = await barred.files_of(unit.session, me)
    if not files or about in files:
        return bool(files)
    if await barred.is_told_of(unit.session, about, me):
        return True
    told = [await store.told(unit.session, one, (parties.DRAFTED,)) for one in sorted(files)]
    return any(event.data.get("consortium_id") == about for events in told for event in events)


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

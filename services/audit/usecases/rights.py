"""Who may read a file, and with whose eyes. What the room knows of people's relations, the events told it."""

from collections.abc import Collection
from dataclasses import replace

from grants.breach import Breach, NotAllowed, NotFound
from grants.policy import Action, Relation, Role, decide
from runtime.unit import Unit
from services.audit.domain import parties
from services.audit.domain.parties import Parties, Told
from services.audit.domain.views import Eyes, View
from services.audit.store import barred, desk
from services.audit.store import ledger as store

_PARTIES = frozenset({Role.COORDINATOR, Role.CONSORTIUM_MEMBER})


async def parties_of(unit: Unit, application_id: str) -> Parties:
    """How people stand to an application."""
    found = (await _parties_of(unit, [application_id], parties.OF_THE_FILE))[application_id]
    if await barred.is_told_of(unit.session, application_id, unit.actor.person_id):
        found.kept.add(unit.actor.person_id)
    return found


async def _parties_of(unit: Unit, subjects: Collection[str], types: Collection[str]) -> dict[str, Parties]:
    """How people stand to each of these; what is no file has none but who is kept from a file of its."""
    told = await store.told_of(unit.session, subjects, types)
    found = {about: Parties() for about in subjects}
    for about, heard in told.items():
        found[about].hear(heard)
    calls = {one.call_id for one in found.values()} - {""}
    for about, heard in (await _of_calls(unit, calls, told)).items():
        found[about].hear(heard)
    consortia = {one.consortium_id for one in found.values()} - {""}
    created = await store.told_of(unit.session, consortia, (parties.CREATED,)) if consortia else {}
    kept = await _kept(unit)
    for about, one in found.items():
        one.hear(created.get(one.consortium_id, ()))
        if about in kept:
            one.kept.add(unit.actor.person_id)
    return found


async def _of_calls(unit: Unit, calls: Collection[str], files: Collection[str]) -> dict[str, list[Told]]:
    return await store.told_of(unit.session, calls, parties.OF_THE_CALL, naming=files) if calls else {}


async def _kept(unit: Unit) -> frozenset[str]:
    """The files a conflict of interest keeps the person from, and their consortia."""
    files = await barred.files_of(unit.session, unit.actor.person_id)
    drafted = await store.told_of(unit.session, files, (parties.DRAFTED,)) if files else {}
    consortia = (str(one.data.get("consortium_id") or "") for told in drafted.values() for one in told)
    return files.union(consortia) - {""}


async def kept_from(unit: Unit, subjects: Collection[str]) -> frozenset[str]:
    """Those of these files and consortia that the person may not inspect: who belongs to it, is tied to it, judged it.

    Of a call nothing is said: whoever asks names the files in it.
    """
    found = await _parties_of(unit, subjects, (*parties.OF_THE_FILE, parties.CREATED)) if subjects else {}
    return frozenset(about for about, one in found.items() if not _may_inspect(unit, one))


def _may_inspect(unit: Unit, found: Parties) -> bool:
    relations = found.relations(unit.actor.person_id, unit.actor.tax_number)
    return decide(unit.actor.roles, Action.AUDIT_READ, relations) is not None


async def inspect(unit: Unit, about: str) -> None:
    """Only who may read the ledger itself goes on; of a call, who may read that of each of its files.

    Raises NotAllowed, NotFound.
    """
    await at_hand(unit, about)
    await exists(unit, about)


async def at_hand(unit: Unit, about: str) -> None:
    """As `inspect`, of what there may be no record of. Raises NotAllowed: who may read records, but not these, is told
    why, and who can instead.
    """
    allow(unit, frozenset(), Action.AUDIT_READ)
    of_call = await desk.of_call(unit.session, about)
    tied = await barred.is_told_of(unit.session, about, unit.actor.person_id)
    if tied or await kept_from(unit, {about, *of_call}):
        rule = "audit.tied_in_call" if of_call else "audit.tied"
        raise NotAllowed(Breach(rule, "", asked=Action.AUDIT_READ.value))


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
    raise _not_yours(actions[0])


def _not_yours(action: Action) -> NotAllowed:
    return NotAllowed(Breach("audit.not_yours", "", asked=action.value))


def _view(role: Role) -> View:
    if role is Role.INSPECTOR:
        return View.INSPECTOR
    return View.APPLICANT if role in _PARTIES else View.MINISTRY

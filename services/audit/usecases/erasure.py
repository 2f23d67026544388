"""What is personal in a finished file is erased: the keys of its records are destroyed, and the chain stays whole."""

from dataclasses import dataclass
from datetime import date, datetime

from grants.breach import AlreadyDone, Breach, Refused
from grants.calendar import istanbul_day
from grants.contracts.kinds import EMPTIED, SHREDDED
from grants.contracts.privacy_events import PayloadsErased, PersonalDataErased
from grants.policy import Action
from grants.values import ApplicationId
from runtime.erasure import erase as forget_here
from runtime.filed import Filed
from runtime.unit import Unit
from services.audit.domain.endings import Finished
from services.audit.domain.keeping import StillKept, kept_until, why_not
from services.audit.domain.kinds import READ
from services.audit.store import endings, erasing, subject_keys
from services.audit.store.personal import PERSONAL
from services.audit.usecases.record import record
from services.audit.usecases.rights import allow, exists, parties_of

AFTERWARDS = READ | EMPTIED | SHREDDED | {kind.type_name() for kind in (PersonalDataErased, PayloadsErased)}
"""What is told of a file by erasing it, or by looking at it: for that alone nothing is erased again."""


@dataclass(frozen=True, slots=True)
class Erased:
    """keys: how many were destroyed; each stood over the personal data of some records. dossiers: that held them."""

    application_id: str
    erased_at: datetime
    keys: int
    dossiers: int


@dataclass(frozen=True, slots=True)
class Erasable:
    """A finished file. in_the_way: why it may not be erased yet; erased_at: None where it was not."""

    file: Finished
    first_day: date | None
    in_the_way: tuple[Breach, ...]
    erased_at: datetime | None


async def finished(unit: Unit, after: str | None, limit: int) -> list[Erasable]:
    """Finished files by id, with what stands in the way of erasing what is personal in each. Raises NotAllowed."""
    allow(unit, frozenset(), Action.PERSONAL_DATA_ERASE)
    today = istanbul_day(unit.now)
    found = await endings.finished(unit.session, after, limit)
    return [_erasable(file, erased_at, today) for file, erased_at in found]


def _erasable(file: Finished, erased_at: datetime | None, today: date) -> Erasable:
    """One that ended under rules nobody knows any more is not erased: they might keep it."""
    try:
        return Erasable(file, kept_until(file), why_not(file, today), erased_at)
    except Refused as unknown:
        return Erasable(file, None, unknown.breaches, erased_at)


async def erase(unit: Unit, application_id: str, reason: str, filed: Filed) -> Erased:
    """Destroy the keys of a file, and whatever else names persons in it.

    Raises NotFound, NotAllowed, StillKept (with everything in the way), AlreadyDone.
    """
    unit.about = application_id
    found = await parties_of(unit, application_id)
    relations = found.relations(unit.actor.person_id, unit.actor.tax_number)
    allow(unit, relations, Action.PERSONAL_DATA_ERASE)
    await exists(unit, application_id)
    await unit.lock("ledger")  # nothing is written under a key that is about to go
    broken = why_not(await endings.held(unit.session, application_id), istanbul_day(unit.now))
    if broken:
        raise StillKept(*broken)
    if not await subject_keys.is_in_use(unit.session, application_id, AFTERWARDS):
        raise AlreadyDone(Breach("erasure.done", "application_id", application_id))
    count = await subject_keys.destroy(unit.session, application_id, unit.actor.person_id, reason, unit.now)
    whole = await erasing.erase(unit.session, application_id, unit.now)
    own = ApplicationId(application_id)
    told = PersonalDataErased(application_id=own, reason=reason, destroyed=count, dossiers=len(whole))
    event_id = unit.tell(told, about=application_id)
    await record(unit, unit.told[-1][1])  # at once: who ordered it stands there from the moment nothing can be opened
    await forget_here(unit, PERSONAL, application_id, event_id, unit.now)
    await filed.destroy(application_id)  # before all is committed: what is lost by that can be made again
    for name in whole:
        await filed.documents.destroy(name)
    return Erased(application_id, unit.now, count, len(whole))

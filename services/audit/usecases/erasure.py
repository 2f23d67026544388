"""What is personal in a finished file is erased: the keys of its records are destroyed, and the chain stays whole."""

from dataclasses import dataclass
from datetime import datetime

from grants.breach import AlreadyDone, Breach
from grants.calendar import istanbul_day
from grants.contracts.privacy_events import PersonalDataErased
from grants.policy import Action
from grants.values import ApplicationId
from runtime.unit import Unit
from services.audit.domain.keeping import StillKept, why_not
from services.audit.store import endings, subject_keys
from services.audit.usecases.rights import allow, exists, parties_of


@dataclass(frozen=True, slots=True)
class Erased:
    """keys: how many were destroyed; each stood over the personal data of some records."""

    application_id: str
    erased_at: datetime
    keys: int


async def erase(unit: Unit, application_id: str, reason: str) -> Erased:
    """Destroy the keys of a file. Raises NotFound, NotAllowed, StillKept (with everything in the way), AlreadyDone."""
    unit.about = application_id
    found = await parties_of(unit, application_id)
    relations = found.relations(unit.actor.person_id, unit.actor.tax_number)
    allow(unit, relations, Action.PERSONAL_DATA_ERASE)
    await exists(unit, application_id)
    await unit.lock("ledger")  # nothing is written under a key that is about to go
    broken = why_not(await endings.held(unit.session, application_id), istanbul_day(unit.now))
    if broken:
        raise StillKept(*broken)
    count = await subject_keys.destroy(unit.session, application_id, unit.actor.person_id, reason, unit.now)
    if not count:
        raise AlreadyDone(Breach("erasure.done", "application_id", application_id))
    told = PersonalDataErased(application_id=ApplicationId(application_id), reason=reason, destroyed=count)
    unit.tell(told, about=application_id)
    return Erased(application_id, unit.now, count)

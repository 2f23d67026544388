"""Members of a consortium confirm that they take part: a firm its participation form, others their letter."""

from grants.breach import Breach, NotAllowed, WrongStage
from grants.contracts import application_events as events
from grants.policy import Action
from runtime.unit import Unit
from services.application.domain.records import ConsortiumRecord
from services.application.store import applications, consortia
from services.application.usecases.rights import allow_with, relations_to


async def confirm(unit: Unit, consortium_id: str, tax_number: str) -> ConsortiumRecord:
    """A member confirms its own part, until an application is submitted. Confirmed before, nothing happens.

    It changes nothing of what the composition rule counts. Raises NotFound, NotAllowed, WrongStage.
    """
    consortium = await consortia.locked(unit.session, consortium_id)
    unit.about = consortium.id
    found = await relations_to(unit, consortium.coordinator_id, consortium.id)
    allow_with(unit, Action.CONSORTIUM_CONFIRM, found)
    if unit.actor.tax_number != tax_number:
        raise NotAllowed(Breach("participation.other", "tax_number", tax_number, unit.actor.tax_number or ""))
    member = next(one for one in consortium.members if one.tax_number == tax_number)
    if member.confirmed_at is not None:
        return consortium
    if await applications.consortium_has_submitted(unit.session, consortium.id):
        raise WrongStage(Breach("consortium.submitted", "members", asked=consortium.name))
    await consortia.confirm(unit.session, consortium.id, tax_number, unit.actor.person_id, unit.now)
    told = events.ParticipationConfirmed(consortium_id=consortium.id, name=member.name, tax_number=tax_number)
    unit.tell(told, about=consortium.id)
    return await consortia.find(unit.session, consortium.id)

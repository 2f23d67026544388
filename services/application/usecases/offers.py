"""What is written to complete an application, or to offer its plan anew: kept as often as one likes, handed in once.

Nothing of it counts, and nobody but the coordinator sees it, until it is handed in.
"""

from collections.abc import Mapping

from grants.breach import Breach, RulesBroken
from grants.contracts.stages import Stage
from grants.policy import Action
from grants.values import PersonId
from grants.workplan import WorkPlan
from runtime.unit import Unit
from services.application.domain import form as forms
from services.application.domain.records import ApplicationRecord, OfferRecord
from services.application.domain.stages import Act
from services.application.store import applications, offers
from services.application.usecases.acting import held

WRITES: Mapping[Stage, tuple[Action, Act]] = {
    Stage.COMPLETION: (Action.CHECK_COMPLETE, Act.COMPLETE),
    Stage.NEGOTIATION: (Action.NEGOTIATION_REVISE_PLAN, Act.REVISE_PLAN),
}
"""As what it is handed in, by the stage; in any other it is as if one would complete the application."""


async def write(
    unit: Unit,
    application_id: str,
    plan: WorkPlan | None,
    form: Mapping[str, str] | None,
    *,
    anew: bool = False,
) -> OfferRecord:
    """Keep a plan, sections of the form, or both; what is not given stays as it was written. anew: it does not.

    Raises NotFound, NotAllowed, WrongStage, DeadlinePassed; RulesBroken for sections that cannot be changed now.
    """
    stage = (await applications.find(unit.session, application_id)).stage
    application = await held(unit, application_id, *WRITES.get(stage, WRITES[Stage.COMPLETION]))
    if wrong := _not_of_this_stage(application, form or {}):
        raise RulesBroken(*wrong)
    before = await offers.find(unit.session, application.id)
    if anew:
        before = OfferRecord(application.id, before.count)
    written = OfferRecord(application.id, before.count, plan or before.plan, {**before.form, **(form or {})})
    return await offers.keep(unit.session, written, PersonId(unit.actor.person_id), unit.now)


async def taken(unit: Unit, application: ApplicationRecord, count: int) -> OfferRecord:
    """What was written, to be handed in as it was seen. Raises RulesBroken where it was changed since."""
    offer = await offers.find(unit.session, application.id)
    if offer.count != count:
        raise RulesBroken(Breach("offer.changed_meanwhile", "written", str(count), str(offer.count), "Destek"))
    return offer


async def clear(unit: Unit, application: ApplicationRecord) -> None:
    """It was handed in: the next is written from what stands then."""
    before = await offers.find(unit.session, application.id)
    if before.plan is not None or before.form:
        blank = OfferRecord(application.id, before.count)
        await offers.keep(unit.session, blank, PersonId(unit.actor.person_id), unit.now)


def _not_of_this_stage(application: ApplicationRecord, form: Mapping[str, str]) -> tuple[Breach, ...]:
    if application.stage is Stage.NEGOTIATION:
        return tuple(Breach("offer.form_stays", f"form.{name}"[:80], name[:80], "", "Destek") for name in form)
    return tuple(forms.unknown(form))

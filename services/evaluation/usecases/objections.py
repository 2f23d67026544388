"""Objections: made once by the coordinator within the regime's days, decided by an officer who had no part in it.

An objection stops the call at nothing by itself, and one that is upheld changes no ranking by itself.
"""

from grants.breach import NotFound
from grants.contracts.selection_events import ObjectionDecided, ObjectionMade
from grants.policy import Action
from grants.values import ApplicationId, CallId
from runtime.unit import Unit
from services.evaluation.domain.feedback import Objection, ObjectionStatus, decided, refuse_objection
from services.evaluation.store import feedback as store
from services.evaluation.usecases.access import call_of, file_of, permit, standing
from services.evaluation.usecases.feedback import unbiased


async def make_objection(unit: Unit, application_id: str, reasons: str) -> None:
    """Raises NotFound before anything was sent, NotAllowed, AlreadyDone, WindowClosed, RulesBroken."""
    file = await file_of(unit, application_id, lock=True)
    permit(unit, Action.OBJECTION_MAKE, await standing(unit, file))
    made = await store.feedback(unit.session, application_id)
    if made is None or not made.is_issued:
        raise NotFound
    call = await call_of(unit, file.call_id)
    before = await store.objection(unit.session, application_id, lock=True)
    refuse_objection(made, before, reasons, unit.now, call.rules)
    record = Objection(
        application_id=application_id,
        status=ObjectionStatus.OPEN,
        reasons=reasons,
        made_by=unit.actor.person_id,
        made_at=unit.now,
    )
    await store.save_objection(unit.session, record)
    told = ObjectionMade(application_id=ApplicationId(application_id), call_id=CallId(file.call_id))
    unit.tell(told, about=application_id, regime=call.pinned)


async def decide_objection(unit: Unit, application_id: str, reason: str, *, uphold: bool) -> None:
    """Raises NotFound, NotAllowed (also for whoever evaluated or sat on the board), AlreadyDone, RulesBroken."""
    file = await file_of(unit, application_id, lock=True)
    permit(unit, Action.OBJECTION_DECIDE, await unbiased(unit, file))
    before = await store.objection(unit.session, application_id, lock=True)
    if before is None:
        raise NotFound
    await store.save_objection(unit.session, decided(before, unit.actor.person_id, reason, unit.now, uphold=uphold))
    told = ObjectionDecided(application_id=ApplicationId(application_id), call_id=CallId(file.call_id), upheld=uphold)
    unit.tell(told, about=application_id, regime=(await call_of(unit, file.call_id)).pinned)

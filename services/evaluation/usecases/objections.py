"""Objections: made once by the coordinator within the regime's days, decided by an officer who had no part in it.

An objection stops the call at nothing by itself, and one that is upheld changes no ranking by itself. When the days
are over the window is closed, and the feedback is final as soon as no objection waits for its decision.
"""

from grants.breach import NotFound, NotYet
from grants.contracts.activities import WindowOrder, WindowState
from grants.contracts.selection_events import ObjectionDecided, ObjectionMade, ObjectionWindowClosed
from grants.policy import Action
from grants.proof.sealed import hashes
from grants.values import ApplicationId, CallId
from runtime.unit import Unit
from services.evaluation.domain import expiring
from services.evaluation.domain.feedback import (
    Feedback,
    FeedbackStatus,
    Objection,
    ObjectionStatus,
    closed,
    decided,
    refuse_objection,
)
from services.evaluation.store import feedback as store
from services.evaluation.store import files
from services.evaluation.usecases.access import call_of, file_of, heard_call, permit, standing
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
    told = ObjectionMade(
        application_id=ApplicationId(application_id),
        call_id=CallId(file.call_id),
        hashes=hashes("objection", reasons=reasons),
    )
    unit.tell(told, about=application_id, regime=call.pinned)


async def decide_objection(unit: Unit, application_id: str, reason: str, *, uphold: bool) -> None:
    """Raises NotFound, NotAllowed (also for whoever evaluated or sat on the board), AlreadyDone, RulesBroken."""
    file = await file_of(unit, application_id, lock=True)
    permit(unit, Action.OBJECTION_DECIDE, await unbiased(unit, file))
    before = await store.objection(unit.session, application_id, lock=True)
    if before is None:
        raise NotFound
    await store.save_objection(unit.session, decided(before, unit.actor.person_id, reason, unit.now, uphold=uphold))
    made = await store.feedback(unit.session, application_id, lock=True)
    is_final = made is not None and made.window_closed_at is not None
    if made is not None and is_final:
        await store.save_feedback(unit.session, made.model_copy(update={"status": FeedbackStatus.FINAL}))
    told = ObjectionDecided(
        application_id=ApplicationId(application_id),
        call_id=CallId(file.call_id),
        upheld=uphold,
        is_final=is_final,
        hashes=hashes("objection", decision_reason=reason),
    )
    unit.tell(told, about=application_id, regime=(await call_of(unit, file.call_id)).pinned)


async def close_objection_window(unit: Unit, order: WindowOrder) -> WindowState:
    """Close the window if its days are over; nothing changes once it is closed. Raises NotYet before it is open."""
    file = await files.file(unit.session, order.application_id, lock=True)
    made = await store.feedback(unit.session, order.application_id, lock=True)
    if file is None or made is None or made.object_until is None:
        raise NotYet(f"feedback on {order.application_id}")
    if made.window_closed_at is None and unit.now >= made.object_until:
        made = await _close(unit, made)
    is_closed = made.window_closed_at is not None
    return WindowState(closed=is_closed, due_at=None if is_closed else made.object_until)


async def _close(unit: Unit, made: Feedback) -> Feedback:
    objection = await store.objection(unit.session, made.application_id, lock=True)
    after = closed(made, objection, unit.now)
    await store.save_feedback(unit.session, after)
    call = await heard_call(unit, made.call_id)
    told = ObjectionWindowClosed(
        application_id=ApplicationId(made.application_id),
        call_id=CallId(made.call_id),
        is_final=after.status is FeedbackStatus.FINAL,
        explanations=(expiring.objection_over(made.issued_at, made.object_until or unit.now, unit.now, call.rules),),
    )
    unit.tell(told, about=made.application_id, regime=call.pinned)
    return after

"""The officer's act: let the committee go beyond the envelope of the call, for a recorded reason."""

from decimal import Decimal

from grants.contracts.evaluation_events import CommitteeEnvelopeRaised
from grants.policy import Action
from grants.values import CallId
from runtime.unit import Unit
from services.evaluation.domain.envelope import raised
from services.evaluation.domain.records import EnvelopeRaise
from services.evaluation.store import committees
from services.evaluation.usecases.access import apart, board_of, call_of, permit, provided, tied_to_call


async def exceed_envelope(unit: Unit, call_id: str, usable: Decimal, reason: str) -> None:
    """Set the usable envelope above the call's; what was set last before the conclusion stands.

    Raises NotFound, NotAllowed (also for who sits on the board or belongs to an applicant), AlreadyDone,
    RulesBroken.
    """
    call = await call_of(unit, call_id)
    committee = await provided(unit, call)
    board = await board_of(unit, call_id)
    permit(unit, Action.COMMITTEE_EXCEED_ENVELOPE, {*apart(unit, board), *await tied_to_call(unit, call_id)})
    after = raised(committee, usable, reason, call.currency)
    await committees.save_committee(unit.session, after)
    await _keep(unit, call_id, usable, reason)
    told = CommitteeEnvelopeRaised(call_id=CallId(call_id), envelope=committee.envelope, usable=usable, reason=reason)
    unit.tell(told, about=call_id, regime=call.pinned)


async def _keep(unit: Unit, call_id: str, usable: Decimal, reason: str) -> None:
    made = await committees.raises(unit.session, call_id)
    record = EnvelopeRaise(
        call_id=call_id,
        number=len(made) + 1,
        usable=usable,
        reason=reason,
        officer_id=unit.actor.person_id,
        raised_at=unit.now,
    )
    await committees.save_raise(unit.session, record)

"""Drafts that lapse: their call is over and they were never submitted."""

from grants.contracts.application_events import ApplicationEnded
from grants.contracts.stages import Outcome, Stage
from grants.explanation import Explanation
from runtime.unit import Unit
from services.application.domain.records import CallRecord
from services.application.store import drafts

BATCH = 200
"""Drafts that end in one transaction; a call with more of them closes in as many orders as that takes."""

CALL_CLOSED = "reason.call_closed"


async def lapse_drafts(unit: Unit, call: CallRecord, explained: Explanation) -> bool:
    """End a batch of the drafts of a call that is held, and tell of each. True once there is none left.

    explained: that the time of the call is over. A draft somebody is acting on at this moment is left to them:
    they may be submitting it in time.
    """
    ids = await drafts.free_of(unit.session, call.id, BATCH)
    if ids:
        await drafts.end(unit.session, ids, drafts.End(Outcome.LAPSED, CALL_CLOSED, unit.actor, unit.now))
    for one in ids:
        told = ApplicationEnded(
            application_id=one,
            call_id=call.id,
            outcome=Outcome.LAPSED,
            stage=Stage.DRAFT,
            reason=CALL_CLOSED,
            explanations=(explained,),
        )
        unit.tell(told, about=one, regime=call.pinned)
    return not await drafts.are_left(unit.session, call.id)

"""Duties that outlive the grant: looked at, let go; and the one way by which a closed grant is opened again."""

from grants.contracts.obligation_events import GrantReopened, ObligationLookedAt, ObligationReleased
from grants.policy import Action
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import obligations, reopening
from services.monitoring.domain.addenda import Recorder
from services.monitoring.domain.facts import Addendum
from services.monitoring.domain.obligation_facts import Kept, Obligation
from services.monitoring.domain.reopening import Reopening
from services.monitoring.usecases.acting import begin


async def look_at(unit: Unit, grant_id: str, number: int, found: Kept, note: str) -> Obligation:
    act = await begin(unit, Action.OBLIGATION_LOOK, grant_id)
    one = obligations.find(act.file, number)
    act.change(obligations.look(act.file, one, found, note, act.by, act.now))
    act.say(ObligationLookedAt, number=number, code=one.code, found=found.value, note=note)
    await act.keep()
    return obligations.find(act.file, number)


async def release(unit: Unit, grant_id: str, number: int, reason: str) -> Obligation:
    act = await begin(unit, Action.OBLIGATION_RELEASE, grant_id)
    one = obligations.find(act.file, number)
    act.change(obligations.release(act.file, one, reason, act.by, act.now))
    act.say(ObligationReleased, number=number, code=one.code, reason=reason)
    await act.keep()
    return obligations.find(act.file, number)


async def reopen(unit: Unit, grant_id: str, asked: Reopening) -> Addendum:
    """The closed grant is opened again by an addendum; answers with it and what it undid."""
    act = await begin(unit, Action.GRANT_REOPEN, grant_id)
    recorder = Recorder(new_id(), act.by, act.now)
    act.change(reopening.reopen(act.file, asked, recorder, act.rules))
    addendum, grant = act.file.addenda[-1], act.file.grant
    act.say(
        GrantReopened,
        addendum_id=addendum.id,
        number=addendum.number,
        signed_on=addendum.signed_on,
        reason=addendum.reason,
        runs=asked.runs_until is not None,
        support_ends_on=grant.support_ends_on,
        programme=grant.programme,
        call_id=grant.call_id,
        province=grant.province,
    )
    await act.keep()
    return addendum

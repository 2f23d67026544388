"""An addendum is recorded: from then on the grant lives under other rules."""

from grants.contracts.monitoring_events import AddendumRecorded
from grants.policy import Action
from grants.regimes import load
from runtime.identifiers import new_id
from runtime.unit import Unit
from services.monitoring.domain import addenda
from services.monitoring.domain.addenda import Paper, Recorder
from services.monitoring.domain.facts import Addendum
from services.monitoring.usecases.acting import begin
from services.monitoring.usecases.lowering import tell_lowered


async def record_addendum(unit: Unit, grant_id: str, paper: Paper, regime: str, revision: str) -> Addendum:
    """The addendum with the difference it makes. Raises UnknownRegime, UnknownRevision, and what it breaks."""
    act = await begin(unit, Action.ADDENDUM_RECORD, grant_id)
    new, recorder = load(regime, revision), Recorder(new_id(), act.by, act.now)
    explained = addenda.explained(act.file, paper, act.now, act.rules, new)
    act.change(addenda.record(act.file, paper, recorder, act.rules, new))
    act.rules = new
    addendum, grant = act.file.addenda[-1], act.file.grant
    act.say(
        AddendumRecorded,
        addendum_id=addendum.id,
        number=addendum.number,
        signed_on=addendum.signed_on,
        reason=addendum.reason,
        before=f"{addendum.old_regime}@{addendum.old_revision}",
        after=grant.pinned,
        support_ends_on=grant.support_ends_on,
        ceiling_ends_on=grant.ceiling_ends_on,
        earned=grant.earned,
        explanations=(explained,),
    )
    tell_lowered(act, explained)
    await act.keep()
    return addendum

"""A committee member says whether there is a tie with an application before the committee, and leaves if so."""

from collections.abc import Sequence

from grants.breach import Breach, NotFound, WrongStage
from grants.policy import Action
from runtime.unit import Unit
from services.evaluation.domain.board import Board
from services.evaluation.domain.findings import OwnWord, may_say
from services.evaluation.domain.records import CommitteeStatus, Conflict
from services.evaluation.store import committees, conflicts, files
from services.evaluation.usecases.access import board_of, call_of, permit, sits
from services.evaluation.usecases.declare import say
from services.evaluation.usecases.move import leave


async def declare_on_items(unit: Unit, call_id: str, application_ids: Sequence[str], tie: OwnWord, reason: str) -> None:
    """A member's word on applications; with a tie the member leaves for them, until a soft one is waived.

    Raises NotFound, NotAllowed, RulesBroken (no reason), WrongStage (taken back, or the committee is not open).
    """
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.COMMITTEE_DECLARE_CONFLICT, sits(unit, board))
    if board.committee.status is not CommitteeStatus.OPEN:
        raise WrongStage(Breach("committee.not_open", "", board.committee.status))
    strange = [one for one in application_ids if board.item(one) is None]
    if strange:
        raise NotFound(*(Breach("committee.item_unknown", "applications", one) for one in strange))
    call, known = await call_of(unit, call_id), await files.files(unit.session, application_ids)
    for application_id in sorted(set(application_ids)):
        may_say(await conflicts.declaration(unit.session, application_id, unit.actor.person_id), tie, reason)
        await say(unit, known[application_id], call, tie, reason)
        if tie is not OwnWord.NONE:
            await step_out(unit, board, application_id, for_good=tie is OwnWord.HARD)


async def step_out(unit: Unit, board: Board, application_id: str, *, for_good: bool) -> None:
    """The actor leaves the room for one application; what the actor gave there is void."""
    who = unit.actor.person_id
    conflict = Conflict(
        call_id=board.committee.call_id, application_id=application_id, person_id=who, declared=for_good
    )
    await committees.add_conflicts(unit.session, [conflict])
    await committees.remove_score(unit.session, board.committee.call_id, application_id, who)
    await leave(unit, board, application_id, who)

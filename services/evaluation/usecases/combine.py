"""The officer's try: a cut-off and amounts on the ranking of a call, computed and kept. It decides nothing."""

from collections.abc import Mapping

from grants.breach import Breach, NotFound, WrongStage
from grants.contracts.selection_events import FundingCombinationComputed
from grants.decisions.combination import COMBINATION
from grants.policy import Action, Relation, Role
from grants.values import CallId
from runtime.unit import Unit
from services.evaluation.domain.board import Board
from services.evaluation.domain.combining import Standing, Tried, Wish, differences, inputs, so_far
from services.evaluation.domain.hands import marks
from services.evaluation.domain.records import CallFile, File, Placement
from services.evaluation.domain.selection import SelectionState
from services.evaluation.store import assessments, combinations, committees, files, hands, selections
from services.evaluation.usecases.access import apart, board_of, call_of, hidden, permit, tied_to_call
from services.evaluation.usecases.combination_views import (
    CombinationList,
    CombinationView,
    ComparisonView,
    DifferenceView,
    combination_line,
    combination_view,
)

_SEES_TRIES = frozenset({Role.MINISTRY_OFFICER, Role.INSPECTOR})
"""Who may see what was tried on a ranking that is not final yet."""


async def try_combination(unit: Unit, call_id: str, name: str, wish: Wish) -> CombinationView:
    """Compute a combination and keep it; on the scores so far while the committee has not concluded.

    Raises NotFound, NotAllowed, WrongStage where nothing has a place yet, RulesBroken.
    """
    board = await board_of(unit, call_id, lock=True)
    permit(unit, Action.COMBINATION_TRY, await stands_to_all(unit, board))
    call = await call_of(unit, call_id)
    known = await files.files(unit.session, [item.application_id for item in board.items])
    standing = await _standing(unit, board, known, call)
    made = COMBINATION.decide(inputs(standing, known, wish, board.committee.usable), call.rules)
    tried = Tried(
        call_id=call_id,
        number=await combinations.next_number(unit.session, call_id),
        name=name,
        is_final=board.committee.concluded,
        explanation=made,
        officer_id=unit.actor.person_id,
        made_at=unit.now,
    )
    await combinations.save_combination(unit.session, tried)
    told = FundingCombinationComputed(
        call_id=CallId(call_id), number=tried.number, name=name, is_final=tried.is_final, explanations=(made,)
    )
    unit.tell(told, about=call_id, regime=call.pinned)
    return combination_view(tried, call, _names(known))


async def list_combinations(unit: Unit, call_id: str, after: int, limit: int) -> CombinationList:
    """The combinations of a call, oldest first. Raises NotFound, NotAllowed."""
    role = await _reader(unit, await board_of(unit, call_id))
    found = await combinations.combinations(unit.session, call_id, after, limit, final_only=role not in _SEES_TRIES)
    call = await call_of(unit, call_id)
    return CombinationList(currency=call.currency, combinations=tuple(combination_line(one) for one in found))


async def read_combination(unit: Unit, call_id: str, number: int) -> CombinationView:
    """Raises NotFound, NotAllowed."""
    board = await board_of(unit, call_id)
    tried = await _found(unit, await _reader(unit, board), call_id, number)
    known = await files.files(unit.session, [item.application_id for item in board.items])
    return combination_view(tried, await call_of(unit, call_id), _names(known))


async def compare_combinations(unit: Unit, call_id: str, one: int, other: int) -> ComparisonView:
    """What two combinations of a call pay otherwise. Raises NotFound, NotAllowed."""
    board = await board_of(unit, call_id)
    role = await _reader(unit, board)
    left, right = await _found(unit, role, call_id, one), await _found(unit, role, call_id, other)
    known = await files.files(unit.session, [item.application_id for item in board.items])
    names = _names(known)
    return ComparisonView(
        one=combination_line(left),
        other=combination_line(right),
        differences=tuple(
            DifferenceView(
                application_id=each.application_id,
                consortium_name=names.get(each.application_id, ""),
                one=each.one,
                other=each.other,
            )
            for each in differences(left.made, right.made)
        ),
    )


async def _reader(unit: Unit, board: Board) -> Role:
    return permit(unit, Action.COMBINATION_READ, await stands_to_all(unit, board))


async def stands_to_all(unit: Unit, board: Board) -> frozenset[Relation]:
    """A combination tells of every application at once: whoever is kept from one of them sees and makes none."""
    asked = await assessments.asked(unit.session, [item.application_id for item in board.items])
    evaluated = any(person == unit.actor.person_id for _, person in asked)
    if evaluated or await hidden(unit, board):
        return frozenset({Relation.CONFLICTED})
    return apart(unit, board) | await tied_to_call(unit, board.committee.call_id)


async def _standing(unit: Unit, board: Board, known: Mapping[str, File], call: CallFile) -> Standing:
    """The ranking as it stands, or as the scores so far would make it. Raises WrongStage."""
    if board.committee.concluded:
        return Standing(await _still_in(unit, call.call_id), ())
    given = marks(await hands.tasks(unit.session, call.call_id))
    standing = so_far(board, known, call.rules, given)
    if not standing.placements:
        raise WrongStage(Breach("combination.nothing_scored"))
    return standing


async def _still_in(unit: Unit, call_id: str) -> tuple[Placement, ...]:
    """The ranking without those that were selected or in reserve and have left: nothing is paid to them any more."""
    became = await selections.selections(unit.session, call_id)
    gone = {one.application_id for one in became if one.state is SelectionState.GONE}
    placed = await committees.placements(unit.session, call_id)
    return tuple(one for one in placed if one.application_id not in gone)


async def _found(unit: Unit, role: Role, call_id: str, number: int) -> Tried:
    tried = await combinations.combination(unit.session, call_id, number)
    if tried is None or not (tried.is_final or role in _SEES_TRIES):
        raise NotFound
    return tried


def _names(known: Mapping[str, File]) -> dict[str, str]:
    return {one.application_id: one.consortium_name for one in known.values()}

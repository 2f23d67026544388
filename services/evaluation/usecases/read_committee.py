"""Reading a committee, an application before it, and its ranking; a conflict hides the application altogether."""

from collections.abc import Collection, Sequence
from datetime import datetime

from grants.breach import Breach, NotFound, WrongStage
from grants.policy import Action, Relation, Role
from grants.rules import quorum
from grants.rules.exact import plain
from runtime.unit import Unit
from services.evaluation.domain.board import Board
from services.evaluation.domain.placing import cumulative, goes_beyond, ranking
from services.evaluation.domain.records import CallFile, CommitteeMember, File, Item, Placement, SeatKind
from services.evaluation.store import committees, files, selections
from services.evaluation.usecases.access import (
    WITHIN,
    board_of,
    call_of,
    chairs,
    conflicted,
    file_of,
    hidden,
    permit,
    sits,
    standing,
)
from services.evaluation.usecases.declare import refuse_undeclared
from services.evaluation.usecases.hold_apart import has_declared
from services.evaluation.usecases.judged_content import content_of
from services.evaluation.usecases.read_assignments import shown_members
from services.evaluation.usecases.views import (
    CommitteeView,
    ItemContent,
    ItemView,
    PlacementView,
    RaiseView,
    RankingView,
    SeatView,
)


async def read_committee(unit: Unit, call_id: str) -> CommitteeView:
    """The committee as this reader may see it. Raises NotFound, NotAllowed."""
    board = await board_of(unit, call_id)
    role = permit(unit, Action.COMMITTEE_READ, sits(unit, board))
    call = await call_of(unit, call_id)
    unseen = await hidden(unit, board)
    known = await files.files(unit.session, [item.application_id for item in board.items])
    unopened = await _undeclared(unit, board)
    tells_all = _tells_all(unit, board, role)
    raises = await committees.raises(unit.session, call_id) if tells_all and not unseen else ()
    return CommitteeView(
        call_id=call_id,
        call_name=call.name,
        board_names=call.rules.names.board.value,
        status=board.committee.status,
        due_at=board.committee.due_at,
        currency=call.currency,
        envelope=board.committee.envelope,
        usable_envelope=board.committee.usable,
        raises=tuple(RaiseView.model_validate(one) for one in raises),
        part_scale=call.rules.committee.part_scale.value,
        threshold=plain(call.rules.committee.threshold.value),
        needed=quorum.needed(len(board.ids(SeatKind.FULL)), call.rules),
        chair_id=board.committee.chair_id,
        members=tuple(_seat(board, one) for one in sorted(board.members, key=_place)),
        items=tuple(
            _item(unit, board, call, item, known[item.application_id], tells_all=tells_all)
            if item.application_id not in unopened
            else _closed(item, known[item.application_id])
            for item in board.items
            if item.application_id not in unseen
        ),
    )


async def _undeclared(unit: Unit, board: Board) -> frozenset[str]:
    """The applications of which a member of the board has not yet said whether there is a tie."""
    if not board.is_member(unit.actor.person_id):
        return frozenset()
    items = frozenset(item.application_id for item in board.items)
    return items - await has_declared(unit, items)


def _closed(item: Item, file: File) -> ItemView:
    """What a member is shown to declare by."""
    return ItemView(
        application_id=item.application_id,
        consortium_name=file.consortium_name,
        declared=False,
        members=tuple(member.name for member in file.members),
        requested=None,
        evaluators_mean=None,
        sitting=(),
        awaited=(),
        quorum=False,
    )


def _tells_all(unit: Unit, board: Board, role: Role) -> bool:
    """Who may learn what each member scored: those of the Ministry who may, if they do not sit there themselves."""
    return role in WITHIN and not board.is_member(unit.actor.person_id)


def _place(member: CommitteeMember) -> tuple[bool, int]:
    return (member.seat is SeatKind.SUBSTITUTE, member.ordinal)


def _seat(board: Board, member: CommitteeMember) -> SeatView:
    present = board.committee.present
    return SeatView(
        person_id=member.person_id,
        name=member.name,
        background=member.background,
        seat=member.seat,
        ordinal=member.ordinal,
        chair=board.is_chair(member.person_id),
        present=None if present is None else member.person_id in present,
    )


def _item(unit: Unit, board: Board, call: CallFile, item: Item, file: File, *, tells_all: bool) -> ItemView:
    sitting = board.seating(item.application_id).sitting
    is_told = tells_all and board.committee.concluded and not call.rules.committee.secret_scores.value
    scores = board.counted(item.application_id) if is_told else {}
    return ItemView(
        application_id=item.application_id,
        consortium_name=file.consortium_name,
        requested=file.requested,
        evaluators_mean=item.evaluators_mean,
        sitting=sitting,
        awaited=board.awaited(item.application_id),
        quorum=not quorum.quorum(sitting, len(board.ids(SeatKind.FULL)), call.rules),
        own_score=board.scores.get((item.application_id, unit.actor.person_id)),
        scores=scores,
    )


async def read_item(unit: Unit, call_id: str, application_id: str) -> ItemContent:
    """The file of an application before the committee. Raises NotFound, NotAllowed."""
    board = await board_of(unit, call_id)
    file = await file_of(unit, application_id)
    relations = {*sits(unit, board), *conflicted(unit, board, application_id), *await standing(unit, file)}
    permit(unit, Action.COMMITTEE_READ, relations)
    item = board.item(application_id)
    if item is None:
        raise NotFound
    if board.is_member(unit.actor.person_id):
        await refuse_undeclared(unit, application_id)
    call = await call_of(unit, call_id)
    return ItemContent(
        application_id=application_id,
        consortium_name=file.consortium_name,
        members=shown_members(file),
        evaluators_mean=item.evaluators_mean,
        regime=call.regime,
        revision=call.revision,
        currency=call.currency,
        content=content_of(file, call),
    )


async def read_ranking(unit: Unit, call_id: str) -> RankingView:
    """The ranking, for the Ministry and the chair. Raises NotFound, NotAllowed, WrongStage before the conclusion."""
    board = await board_of(unit, call_id)
    role = permit(unit, Action.COMMITTEE_READ, _reads_ranking(unit, board))
    if not board.committee.concluded:
        raise WrongStage(Breach("committee.not_concluded", "", board.committee.status))
    unseen = await hidden(unit, board) | await _undeclared(unit, board)
    placements = await committees.placements(unit.session, call_id)
    is_told = goes_beyond(placements) and not unseen
    rules, committee = (await call_of(unit, call_id)).rules, board.committee
    tells_all = _tells_all(unit, board, role) and not rules.committee.secret_scores.value
    return RankingView(
        call_id=call_id,
        currency=(await call_of(unit, call_id)).currency,
        envelope=board.committee.envelope,
        usable_envelope=board.committee.usable,
        over_envelope_reason=board.committee.reason if is_told else "",
        placed=await _placed(unit, board, placements, unseen, tells_all=tells_all),
        explanation=None if unseen else ranking(placements, committee.envelope, committee.usable, rules),
        reserve_until=None if unseen else await _reserve_until(unit, call_id),
    )


async def _reserve_until(unit: Unit, call_id: str) -> datetime | None:
    reserve = await selections.reserve(unit.session, call_id)
    return reserve.until if reserve is not None and reserve.closed_at is None else None


def _reads_ranking(unit: Unit, board: Board) -> frozenset[Relation]:
    """The chair reads it; any other member of the board does not, not even by another role."""
    if board.is_member(unit.actor.person_id) and not chairs(unit, board):
        return frozenset({Relation.CONFLICTED})
    return chairs(unit, board)


async def _placed(
    unit: Unit, board: Board, placements: Sequence[Placement], unseen: Collection[str], *, tells_all: bool
) -> tuple[PlacementView, ...]:
    """The ranking's lines, without those the reader must not see and without what would betray them."""
    shown = [one for one in placements if one.application_id not in unseen]
    known = await files.files(unit.session, [one.application_id for one in shown])
    sums = {} if unseen else cumulative(placements)
    became = await selections.selections(unit.session, board.committee.call_id)
    states = {} if unseen else {one.application_id: one.state for one in became}
    return tuple(
        PlacementView(
            consortium_name=known[one.application_id].consortium_name,
            rank=None if unseen else one.rank,
            cumulative=sums.get(one.application_id),
            scores=board.counted(one.application_id) if tells_all else {},
            explanation=None if unseen else one.explanation,
            state=states.get(one.application_id),
            **one.model_dump(exclude={"call_id", "rank", "explanation"}),
        )
        for one in shown
    )

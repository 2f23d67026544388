"""From scores to the ranking: sum of both parts, threshold, and the envelope the committee may fill."""

from collections.abc import Mapping, Sequence
from fractions import Fraction

from grants.contracts.stages import CommitteeDecision
from grants.regimes import RuleSet
from grants.rules.ranking import Candidate, Placed, board_mean, rank
from services.evaluation.domain.board import Board
from services.evaluation.domain.numbers import exact_text
from services.evaluation.domain.records import Committee, File, Placement


def place(board: Board, files: Mapping[str, File], rules: RuleSet) -> tuple[Placement, ...]:
    """The ranking, best first: selected is what fits the usable envelope together with all placed before it."""
    candidates = [_candidate(board, files[item.application_id]) for item in board.items]
    return tuple(_placement(board, one) for one in rank(candidates, rules, board.committee.envelope))


def goes_beyond(placements: Sequence[Placement]) -> bool:
    """Whether something is selected that does not fit the call's own envelope."""
    return any(one.decision is CommitteeDecision.SELECTED and not one.within_envelope for one in placements)


def _candidate(board: Board, file: File) -> Candidate:
    item = board.item(file.application_id)
    assert item is not None  # noqa: S101 - files are read for the items
    return Candidate(
        application_id=file.application_id,
        evaluators_mean=Fraction(item.evaluators_mean),
        board_mean=board_mean(tuple(board.counted(file.application_id).values())),
        requested=file.requested,
        submitted_at=file.submitted_at,
        nace=file.nace,
    )


def _placement(board: Board, placed: Placed) -> Placement:
    item = board.item(placed.application_id)
    scores = board.counted(placed.application_id)
    return Placement(
        call_id=board.committee.call_id,
        application_id=placed.application_id,
        rank=placed.place or 0,
        total=exact_text(placed.total),
        decision=_decision(placed, board.committee),
        requested=placed.requested,
        within_envelope=placed.within_envelope,
        explanation={
            "rule": "ranking.rank",
            "evaluators_mean": item.evaluators_mean if item else "",
            "board_mean": exact_text(board_mean(tuple(scores.values()))),
            "scores": scores,
            "cumulative": f"{placed.cumulative:.2f}",
            "envelope": f"{board.committee.envelope:.2f}",
            "usable": f"{board.committee.usable:.2f}",
        },
    )


def _decision(placed: Placed, committee: Committee) -> CommitteeDecision:
    if placed.eliminated:
        return CommitteeDecision.ELIMINATED
    return CommitteeDecision.SELECTED if placed.cumulative <= committee.usable else CommitteeDecision.NOT_SELECTED

"""From scores to the ranking: sum of both parts, threshold, envelope, and what goes beyond it with a reason."""

from collections.abc import Collection, Mapping
from fractions import Fraction

from grants.breach import Breach
from grants.contracts.stages import CommitteeDecision
from grants.regimes import RuleSet
from grants.rules.ranking import Candidate, Placed, board_mean, rank
from services.evaluation.domain.board import Board, refuse_broken
from services.evaluation.domain.numbers import exact_text
from services.evaluation.domain.records import File, Placement


def place(
    board: Board, files: Mapping[str, File], rules: RuleSet, over: Collection[str], reason: str
) -> tuple[Placement, ...]:
    """The ranking, best first. `over`: applications selected beyond the envelope, for a recorded reason.

    Raises RulesBroken when `over` names what is eliminated or not there, or gives no reason.
    """
    candidates = [_candidate(board, files[item.application_id]) for item in board.items]
    placed = rank(candidates, rules, board.committee.envelope)
    refuse_broken(_over_breaches(placed, over, reason))
    return tuple(_placement(board, one, over) for one in placed)


def _candidate(board: Board, file: File) -> Candidate:
    item = board.item(file.application_id)
    assert item is not None  # noqa: S101 - files are read for the items
    return Candidate(
        application_id=file.application_id,
        evaluators_mean=Fraction(item.evaluators_mean),
        board_mean=board_mean(tuple(board.counted(file.application_id).values())),
        requested=file.requested,
        submitted_at=file.submitted_at,
    )


def _over_breaches(placed: Collection[Placed], over: Collection[str], reason: str) -> tuple[Breach, ...]:
    by_id = {one.application_id: one for one in placed}
    found = [Breach("committee.over_unknown", "over_envelope", one) for one in sorted(set(over) - by_id.keys())]
    found += [
        Breach("committee.over_eliminated", "over_envelope", one)
        for one in sorted(over)
        if one in by_id and by_id[one].eliminated
    ]
    if over and not reason:
        found.append(Breach("committee.over_reason", "over_envelope_reason", source="[P] Ministry page"))
    return tuple(found)


def _placement(board: Board, placed: Placed, over: Collection[str]) -> Placement:
    item = board.item(placed.application_id)
    scores = board.counted(placed.application_id)
    return Placement(
        call_id=board.committee.call_id,
        application_id=placed.application_id,
        rank=placed.place or 0,
        total=exact_text(placed.total),
        decision=_decision(placed, over),
        requested=placed.requested,
        within_envelope=placed.within_envelope,
        explanation={
            "rule": "ranking.rank",
            "evaluators_mean": item.evaluators_mean if item else "",
            "board_mean": exact_text(board_mean(tuple(scores.values()))),
            "scores": scores,
            "cumulative": f"{placed.cumulative:.2f}",
            "envelope": f"{board.committee.envelope:.2f}",
        },
    )


def _decision(placed: Placed, over: Collection[str]) -> CommitteeDecision:
    if placed.eliminated:
        return CommitteeDecision.ELIMINATED
    if placed.within_envelope or placed.application_id in over:
        return CommitteeDecision.SELECTED
    return CommitteeDecision.NOT_SELECTED

"""From scores to the ranking: sum of both parts, threshold, and the envelope the committee may fill."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from grants.contracts.stages import CommitteeDecision
from grants.decisions.board import QUORUM, QuorumInputs
from grants.decisions.calibration import CALIBRATION, pseudonymous
from grants.decisions.ranking import PLACEMENT, RANKING, PlacementInputs, RankingInputs, Standing
from grants.explanation import Explanation
from grants.regimes import RuleSet
from grants.rules.calibration import Mark
from grants.rules.exact import exact_text
from grants.rules.ranking import Placed, board_mean, rank
from grants.values import ZERO
from services.evaluation.domain.board import Board
from services.evaluation.domain.records import File, Placement, SeatKind


@dataclass(frozen=True, slots=True)
class Ranking:
    """Every application before a committee, best first, and how the whole came about.

    calibration: how the evaluators' means were freed of their hands, where the regime ranks by these means.
    """

    placements: tuple[Placement, ...]
    explanation: Explanation
    calibration: Explanation | None = None

    @property
    def explanations(self) -> tuple[Explanation, ...]:
        return (self.explanation,) if self.calibration is None else (self.calibration, self.explanation)


def place(board: Board, files: Mapping[str, File], rules: RuleSet, marks: Sequence[Mark] = ()) -> Ranking:
    """The ranking, best first: selected is what fits the usable envelope together with all placed before it.

    marks: all final assessments of the call; looked at only where the regime ranks the calibrated mean.
    """
    decides = rules.evaluation.calibration_decides.value
    calibration = CALIBRATION.decide(pseudonymous(marks), rules) if decides else None
    freed = calibration.figures if calibration else {}
    given = RankingInputs(
        candidates=tuple(_standing(board, files[item.application_id], freed) for item in board.items),
        envelope=board.committee.envelope,
        usable=board.committee.usable,
    )
    by_id = {one.application_id: one for one in given.candidates}
    ranked = rank((one.candidate for one in given.candidates), rules, given.envelope)
    placements = tuple(_placement(board, one, by_id[one.application_id], rules) for one in ranked)
    return Ranking(placements, RANKING.decide(given, rules), calibration)


def ranking(placements: Sequence[Placement], envelope: Decimal, usable: Decimal, rules: RuleSet) -> Explanation:
    """How a ranking that stands came about, from what is recorded of each application in it."""
    standing = (PlacementInputs.model_validate(one.explanation.inputs) for one in placements if one.explanation)
    candidates = tuple(one.application for one in standing)
    return RANKING.decide(RankingInputs(candidates=candidates, envelope=envelope, usable=usable), rules)


def cumulative(placements: Sequence[Placement]) -> dict[str, Decimal]:
    """By application that was not eliminated: the grant requested by it and all placed before it."""
    sums: dict[str, Decimal] = {}
    whole = ZERO
    for one in sorted((one for one in placements if one.rank), key=lambda one: one.rank):
        whole += one.requested
        sums[one.application_id] = whole
    return sums


def goes_beyond(placements: Sequence[Placement]) -> bool:
    """Whether something is selected that does not fit the call's own envelope."""
    return any(one.decision is CommitteeDecision.SELECTED and not one.within_envelope for one in placements)


def quorum(board: Board, application_id: str, rules: RuleSet) -> Explanation:
    """That enough sit for this application. Members are called by their seats, not by their ids."""
    seats, present = board.seats, board.present(application_id)
    conflicted = {person for application, person in board.conflicts if application == application_id}
    given = QuorumInputs(
        full=tuple(seats[one] for one in board.ids(SeatKind.FULL)),
        substitutes=tuple(seats[one] for one in board.ids(SeatKind.SUBSTITUTE)),
        present=tuple(name for person, name in seats.items() if person in present),
        conflicted=tuple(name for person, name in seats.items() if person in conflicted),
    )
    return QUORUM.decide(given, rules)


def _standing(board: Board, file: File, freed: Mapping[str, str]) -> Standing:
    """freed: calibrated means by application, where they are ranked."""
    item = board.item(file.application_id)
    assert item is not None  # noqa: S101 - files are read for the items
    given = Fraction(item.evaluators_mean)
    ranked = freed.get(file.application_id)
    return Standing(
        application_id=file.application_id,
        evaluators_mean=given if ranked is None else Fraction(ranked),
        given_mean=None if ranked is None else given,
        board_mean=board_mean(tuple(board.counted(file.application_id).values())),
        requested=file.requested,
        nace=file.nace,
    )


def _placement(board: Board, placed: Placed, standing: Standing, rules: RuleSet) -> Placement:
    fits = not placed.eliminated and placed.cumulative <= board.committee.usable
    alone = not placed.eliminated and placed.requested <= board.committee.usable
    given = PlacementInputs(
        application=standing, place=placed.place, fits=fits, fits_alone=alone, ranking=board.committee.call_id
    )
    explanation = PLACEMENT.decide(given, rules)
    return Placement(
        call_id=board.committee.call_id,
        application_id=placed.application_id,
        rank=placed.place or 0,
        total=exact_text(placed.total),
        decision=CommitteeDecision(explanation.outcome),
        requested=placed.requested,
        within_envelope=placed.within_envelope,
        explanation=explanation,
    )

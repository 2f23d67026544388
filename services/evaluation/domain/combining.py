"""Trying a funding combination on a ranking: from the board's work to the inputs of the rule, and back. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from grants.decisions.combination import CombinationInputs, CombinationPart, CutOffInput, combined
from grants.decisions.ranking import PlacementInputs
from grants.explanation import Explanation
from grants.regimes import RuleSet, pinned
from grants.rules.calibration import Mark
from grants.rules.combination import Combination, Fate, home
from grants.rules.quorum import quorum
from grants.values import ZERO
from services.evaluation.domain.board import Board
from services.evaluation.domain.placing import place
from services.evaluation.domain.records import File, Placement, Record, SeatKind


class Tried(Record):
    """A combination as it was made. number: from 1 on, within its call."""

    call_id: str
    number: int
    name: str
    is_final: bool
    explanation: Explanation
    officer_id: str
    made_at: datetime

    @property
    def inputs(self) -> CombinationInputs:
        return CombinationInputs.model_validate(self.explanation.inputs)

    @property
    def made(self) -> Combination:
        """The whole of it, made again of what was recorded."""
        return combined(self.inputs, pinned(self.explanation.regime))


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to try: where to cut off, and other amounts than those asked, by application."""

    cut_off: CutOffInput
    amounts: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Standing:
    """The ranking a combination is tried on. unscored: what the board has not scored fully yet."""

    placements: tuple[Placement, ...]
    unscored: tuple[str, ...]


def so_far(board: Board, files: Mapping[str, File], rules: RuleSet, marks: Sequence[Mark]) -> Standing:
    """The ranking the scores would make that are there now: of what has its quorum and lacks nobody's score.

    marks: all final assessments of the call; looked at only where the regime ranks the calibrated mean.
    """
    scored = tuple(item for item in board.items if _is_scored(board, item.application_id, rules))
    known = {one.application_id for one in scored}
    unscored = tuple(item.application_id for item in board.items if item.application_id not in known)
    return Standing(place(replace(board, items=scored), files, rules, marks).placements, unscored)


def _is_scored(board: Board, application_id: str, rules: RuleSet) -> bool:
    sitting = board.seating(application_id).sitting
    return not quorum(sitting, len(board.ids(SeatKind.FULL)), rules) and not board.awaited(application_id)


def inputs(standing: Standing, files: Mapping[str, File], wish: Wish, money: Decimal) -> CombinationInputs:
    """Everything a combination is made of."""
    return CombinationInputs(
        candidates=tuple(_parts(standing.placements, files)),
        unscored=standing.unscored,
        cut_off=wish.cut_off,
        amounts=dict(wish.amounts),
        money=money,
    )


def _parts(placements: Sequence[Placement], files: Mapping[str, File]) -> Iterator[CombinationPart]:
    for one in sorted(placements, key=lambda placement: placement.application_id):
        if one.explanation is not None:
            file = files[one.application_id]
            yield CombinationPart(
                application=PlacementInputs.model_validate(one.explanation.inputs).application,
                province=home(member.province for member in file.members)[:100],
                members=dict(Counter(member.kind for member in file.members)),
            )


@dataclass(frozen=True, slots=True)
class Difference:
    """What one combination gives an application and the other does not."""

    application_id: str
    one: Decimal
    other: Decimal


def differences(one: Combination, other: Combination) -> tuple[Difference, ...]:
    """Every application that gets another amount, by its id; one that falls out, or has no place, gets nothing."""
    left, right = _paid(one), _paid(other)
    names = sorted(left.keys() | right.keys())
    pairs = (Difference(name, left.get(name, ZERO), right.get(name, ZERO)) for name in names)
    return tuple(pair for pair in pairs if pair.one != pair.other)


def _paid(made: Combination) -> dict[str, Decimal]:
    return {one.placed.application_id: one.amount for one in made.outcomes if one.fate is Fate.FUNDED}

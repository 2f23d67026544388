"""Severe and lenient hands: what each evaluator's hand adds to the points, and the means without it.

Source: in no paper. The method is ours and shown as advice beside the mean; it orders a ranking only where the
regime says so. The pass mark of pre-evaluation is always held against the points as they were given.

The method, over all assessments of a call: a total is what the application is worth plus what the evaluator's
hand adds. The effects of the hands are those that leave the smallest sum of squares, where every hand is held
as if it had also marked `calibration_weight` files exactly like everybody else (ridge regression); so a hand
with few files hardly moves anything. The equations are solved exactly, by integers without division.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

from grants.breach import Breach, RulesBroken
from grants.regimes import RuleSet
from grants.rules.evaluation import counting
from grants.rules.exact import Exact, mean

_HIGHEST = Fraction(100)
_PLACES = 4


@dataclass(frozen=True, slots=True)
class Mark:
    """The total one evaluator gave to one application, 0 to 100."""

    application_id: str
    evaluator_id: str
    total: Exact


@dataclass(frozen=True, slots=True)
class Hand:
    """One evaluator. effect: points this hand adds: above zero lenient, below zero severe.

    files: how many were marked. group: those linked by files in common; effects of one group add up to zero,
    and hands of different groups cannot be compared.
    """

    evaluator_id: str
    files: int
    effect: Fraction
    group: int


@dataclass(frozen=True, slots=True)
class Calibrated:
    """One application: the mean of the totals that count, as given and freed of the hands' effects (exact)."""

    application_id: str
    raw: Fraction
    freed: Fraction
    group: int

    @property
    def mean(self) -> Fraction:
        """The freed mean within 0 and 100, rounded once to four decimals: so it is told, and so it is ranked."""
        return round(min(max(self.freed, Fraction(0)), _HIGHEST), _PLACES)


@dataclass(frozen=True, slots=True)
class Calibration:
    """hands and files in order of their ids; groups: how many parts of the call share no evaluator."""

    hands: tuple[Hand, ...]
    files: tuple[Calibrated, ...]

    @property
    def groups(self) -> int:
        return max((one.group for one in self.files), default=0)


def calibrate(marks: Iterable[Mark], rules: RuleSet) -> Calibration:
    """The hands and the calibrated means; the same for every order of the marks.

    Raises `RulesBroken` where one evaluator has marked one application twice.
    """
    ordered = sorted(marks, key=lambda mark: (mark.application_id, mark.evaluator_id))
    _refuse_twice(ordered)
    weight = Fraction(rules.evaluation.calibration_weight.value)
    hands: list[Hand] = []
    files: list[Calibrated] = []
    for number, group in enumerate(_groups(ordered), start=1):
        effects = _effects(group, weight)
        hands += _hands(group, effects, number)
        files += _files(group, effects, number, rules)
    return Calibration(
        tuple(sorted(hands, key=lambda one: one.evaluator_id)), tuple(sorted(files, key=lambda one: one.application_id))
    )


def _refuse_twice(ordered: Sequence[Mark]) -> None:
    pairs = [(mark.application_id, mark.evaluator_id) for mark in ordered]
    twice = sorted({one for one, other in pairwise(pairs) if one == other})
    if twice:
        raise RulesBroken(*(Breach("evaluation.marked_twice", file, hand, "1", "Destek") for file, hand in twice))


def _by(marks: Sequence[Mark], key: str) -> dict[str, list[Mark]]:
    found: dict[str, list[Mark]] = defaultdict(list)
    for mark in marks:
        found[str(getattr(mark, key))].append(mark)
    return found


def _groups(ordered: Sequence[Mark]) -> Iterator[list[Mark]]:
    """The parts of a call that share no evaluator, by their smallest application id."""
    files, hands = _by(ordered, "application_id"), _by(ordered, "evaluator_id")
    seen: set[str] = set()
    for first in files:
        if first in seen:
            continue
        seen.add(first)
        reached = [first]
        for file in reached:
            beside = {other.application_id for mark in files[file] for other in hands[mark.evaluator_id]}
            reached += sorted(beside - seen)
            seen |= beside
        yield [mark for file in reached for mark in files[file]]


def _effects(group: Sequence[Mark], weight: Fraction) -> dict[str, Fraction]:
    """What each hand of a group adds: (files + weight) × effect − the means of its files' effects = its excess."""
    names = sorted({mark.evaluator_id for mark in group})
    place = {name: index for index, name in enumerate(names)}
    rows = [[Fraction(0)] * len(names) for _ in names]
    excess = [Fraction(0)] * len(names)
    for marks in _by(group, "application_id").values():
        shared, middle = Fraction(1, len(marks)), mean([mark.total for mark in marks])
        at = [place[mark.evaluator_id] for mark in marks]
        for index, mark in zip(at, marks, strict=True):
            rows[index][index] += 1
            excess[index] += Fraction(mark.total) - middle
            for other in at:
                rows[index][other] -= shared
    for index, row in enumerate(rows):
        row[index] += weight
    return dict(zip(names, _solved(rows, excess), strict=True))


def _solved(rows: Sequence[Sequence[Fraction]], right: Sequence[Fraction]) -> list[Fraction]:
    """The solution of symmetric positive definite equations, exact (Bareiss: every division comes out even)."""
    scale = lcm(*(number.denominator for row in (*rows, right) for number in row))
    whole = [[int(number * scale) for number in row[index:]] for index, row in enumerate(rows)]
    known = [int(number * scale) for number in right]
    last, size = 1, len(whole)
    for step in range(size - 1):
        top, pivot = whole[step], whole[step][0]
        for index in range(step + 1, size):
            factor = top[index - step]
            row, beside = whole[index], top[index - step :]
            whole[index] = [(pivot * one - factor * other) // last for one, other in zip(row, beside, strict=True)]
            known[index] = (pivot * known[index] - factor * known[step]) // last
        last = pivot
    return _substituted(whole, known)


def _substituted(whole: Sequence[Sequence[int]], known: Sequence[int]) -> list[Fraction]:
    """From the last unknown to the first; every one is a whole number over the determinant."""
    determinant = whole[-1][0]
    found: list[int] = []
    for row, right in zip(reversed(whole), reversed(known), strict=True):
        rest = sum(one * other for one, other in zip(row[1:], reversed(found), strict=True))
        found.append((right * determinant - rest) // row[0])
    return [Fraction(number, determinant) for number in reversed(found)]


def _hands(group: Sequence[Mark], effects: Mapping[str, Fraction], number: int) -> Iterator[Hand]:
    for name, marks in _by(group, "evaluator_id").items():
        yield Hand(name, len(marks), effects[name], number)


def _files(group: Sequence[Mark], effects: Mapping[str, Fraction], number: int, rules: RuleSet) -> Iterator[Calibrated]:
    for application_id, marks in _by(group, "application_id").items():
        _, counted = counting(tuple(Fraction(mark.total) for mark in marks), rules)
        kept = _kept(marks, counted)
        freed = mean([Fraction(mark.total) - effects[mark.evaluator_id] for mark in kept])
        yield Calibrated(application_id, mean(counted), freed, number)


def _kept(marks: Sequence[Mark], counted: Sequence[Fraction]) -> list[Mark]:
    """The marks whose totals count."""
    left, kept = list(counted), []
    for mark in marks:
        if Fraction(mark.total) in left:
            left.remove(Fraction(mark.total))
            kept.append(mark)
    return kept

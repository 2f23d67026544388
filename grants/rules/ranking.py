"""The ranking of a call: evaluators' mean and board's mean added up, a threshold, and the envelope.

A total below 70 is eliminated, 70 passes; members of the board give whole numbers.
Source: programme page of the Ministry ([P]). What each part is worth and what decides between equal
totals are in no paper: defaults of the regime.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256

from grants.breach import Breach, RulesBroken
from grants.regimes import RuleSet
from grants.regimes.words import TieBreak
from grants.rules.exact import Exact, mean, reaches, shown
from grants.values import ZERO


@dataclass(frozen=True, slots=True)
class Candidate:
    """An application before the board. evaluators_mean runs from 0 to 100, board_mean to the part scale."""

    application_id: str
    evaluators_mean: Exact
    board_mean: Exact
    requested: Decimal
    submitted_at: datetime | None = None
    nace: str = ""
    """The main field of the cluster, for the points a regime adds to some fields."""


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an application stands. `place` is None for an eliminated one.

    cumulative: grant requested by this application and all placed before it, in lira; within_envelope:
    whether that still fits the call's envelope, which an officer may exceed with a recorded reason.
    """

    application_id: str
    place: int | None
    total: Fraction
    requested: Decimal
    cumulative: Decimal
    within_envelope: bool

    @property
    def eliminated(self) -> bool:
        return self.place is None

    @property
    def shown(self) -> Decimal:
        """The total with two decimals, rounded down; never to be compared with the threshold."""
        return shown(self.total)


def vote_breaches(points: Decimal | int, rules: RuleSet) -> tuple[Breach, ...]:
    """What is wrong with one board member's points for one application."""
    scale, whole, value = rules.committee.part_scale, rules.committee.whole_points, Decimal(points)
    allowed, source = f"0-{scale.value}", rules.cite(scale)
    if not value.is_finite() or not 0 <= value <= scale.value:
        return (Breach("committee.points_range", "points", str(value)[:40], allowed, source),)
    if whole.value and value != int(value):
        return (Breach("committee.whole_points", "points", str(value)[:40], allowed, rules.cite(whole)),)
    return ()


def board_mean(points: Sequence[int]) -> Fraction:
    """The exact mean of the board's whole numbers; at least one."""
    return mean(points)


def total(candidate: Candidate, rules: RuleSet) -> Fraction:
    """Evaluators' mean brought to its part of the scale, the board's mean, and the field's bonus; exact."""
    return evaluators_part(candidate, rules) + Fraction(candidate.board_mean) + bonus(candidate.nace, rules)


def evaluators_part(candidate: Candidate, rules: RuleSet) -> Fraction:
    """What the evaluators' mean is worth in the total."""
    return Fraction(candidate.evaluators_mean) * Fraction(rules.evaluation.part_scale.value) / 100


def bonus(nace: str, rules: RuleSet) -> Fraction:
    """The points a regime adds for the main field: those of the highest bonus that holds, or none."""
    held = (one.points for one in rules.evaluation.bonuses.value if one.holds_for(nace))
    return Fraction(max(held, default=ZERO))


def passes(value: Exact, rules: RuleSet) -> bool:
    """Whether a total reaches the threshold of the regime."""
    return reaches(value, rules.committee.threshold.value, inclusive=rules.committee.threshold_inclusive.value)


def rank(candidates: Iterable[Candidate], rules: RuleSet, envelope: Decimal) -> tuple[Placed, ...]:
    """All applications, best first, eliminated ones last; the same for every order of arrival.

    Raises `RulesBroken` when an application is given twice.
    """
    ordered = sorted(candidates, key=lambda candidate: _order(candidate, rules))
    _refuse_twice(ordered)
    passing = [candidate for candidate in ordered if passes(total(candidate, rules), rules)]
    failing = [candidate for candidate in ordered if not passes(total(candidate, rules), rules)]
    return (
        *_placed(passing, rules, envelope),
        *(Placed(one.application_id, None, total(one, rules), one.requested, ZERO, False) for one in failing),  # noqa: FBT003 - a field
    )


def _placed(passing: Sequence[Candidate], rules: RuleSet, envelope: Decimal) -> Iterator[Placed]:
    cumulative = ZERO
    for place, one in enumerate(passing, start=1):
        cumulative += one.requested
        fits = cumulative <= envelope
        yield Placed(one.application_id, place, total(one, rules), one.requested, cumulative, fits)


_TIES: dict[TieBreak, Callable[[Candidate], Fraction | str]] = {
    TieBreak.BOARD_MEAN: lambda candidate: -Fraction(candidate.board_mean),
    TieBreak.EVALUATORS_MEAN: lambda candidate: -Fraction(candidate.evaluators_mean),
    TieBreak.LOT: lambda candidate: lot(candidate.application_id),
}


def lot(application_id: str) -> str:
    """The lot of an application: fixed by its id and open to everybody, and in no order of arrival.

    Ids themselves tell who began first; ranked by them, the first of two equals would win.
    """
    return sha256(application_id.encode()).hexdigest()


def _order(candidate: Candidate, rules: RuleSet) -> tuple[Fraction | str, ...]:
    ties = (_TIES[tie](candidate) for tie in rules.committee.tie_order.value)
    return (-total(candidate, rules), *ties, candidate.application_id)


def _refuse_twice(ordered: Sequence[Candidate]) -> None:
    counts = Counter(candidate.application_id for candidate in ordered)
    twice = sorted(one for one, count in counts.items() if count > 1)
    if twice:
        raise RulesBroken(*(Breach("ranking.application_twice", one, one, "1", "Destek") for one in twice))

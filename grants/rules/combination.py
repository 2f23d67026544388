"""A funding combination: what would be paid, and to whom, if the money of a call were cut off at some place. Pure.

Whoever tries one decides nothing: the ranking stays as it is. Source: in no paper; how money may be tried on a
ranking is Destek's own.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import assert_never

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.rules.exact import exact_text, said
from grants.rules.ranking import Placed
from grants.values import ZERO

_OURS = "Destek"


class CutBy(StrEnum):
    """What the cut-off is read on: the last place that is paid, or the least total that is."""

    RANK = "rank"
    TOTAL = "total"


@dataclass(frozen=True, slots=True)
class CutOff:
    by: CutBy
    value: Fraction

    def keeps(self, placed: Placed) -> bool:
        """Whether an application that was not eliminated lies above the cut-off, or just on it."""
        match self.by:
            case CutBy.RANK:
                return placed.place is not None and placed.place <= self.value
            case CutBy.TOTAL:
                return placed.total >= self.value
            case never:
                assert_never(never)


class Fate(StrEnum):
    """What becomes of an application in a combination."""

    FUNDED = "funded"
    BELOW_CUT = "below_cut"
    ELIMINATED = "eliminated"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the sums are made by. province: one for the whole application; kinds: members by kind."""

    province: str = ""
    division: str = ""
    kinds: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Outcome:
    """One application in a combination; amount is zero for one that falls out."""

    placed: Placed
    fate: Fate
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Sum:
    applications: int
    amount: Decimal


@dataclass(frozen=True, slots=True)
class Combination:
    """outcomes: in the order of the ranking. left: what the money leaves over; below zero where it does not reach."""

    outcomes: tuple[Outcome, ...]
    amount: Decimal
    left: Decimal
    provinces: Mapping[str, Sum]
    divisions: Mapping[str, Sum]
    kinds: Mapping[str, int]

    @property
    def funded(self) -> tuple[Outcome, ...]:
        return tuple(one for one in self.outcomes if one.fate is Fate.FUNDED)

    @property
    def fits(self) -> bool:
        return self.left >= ZERO


def combine(
    ranked: Sequence[Placed],
    facts: Mapping[str, Facts],
    cut_off: CutOff,
    amounts: Mapping[str, Decimal],
    money: Decimal,
) -> Combination:
    """Pay the applications down to the cut-off what they ask, or the amount that is tried instead.

    amounts: by application; what breaks `breaches` has to be refused before. money: what there is to pay from.
    """
    outcomes = tuple(_outcome(one, cut_off, amounts) for one in ranked)
    funded = [one for one in outcomes if one.fate is Fate.FUNDED]
    whole = sum((one.amount for one in funded), ZERO)
    kinds: Counter[str] = Counter()
    for one in funded:
        kinds.update(facts[one.placed.application_id].kinds)
    return Combination(
        outcomes=outcomes,
        amount=whole,
        left=money - whole,
        provinces=_sums((facts[one.placed.application_id].province, one.amount) for one in funded),
        divisions=_sums((facts[one.placed.application_id].division, one.amount) for one in funded),
        kinds=dict(sorted(kinds.items())),
    )


def breaches(
    ranked: Iterable[Placed], cut_off: CutOff, amounts: Mapping[str, Decimal], rules: RuleSet
) -> tuple[Breach, ...]:
    """Everything that is wrong with a cut-off and amounts."""
    return tuple(_breaches({one.application_id: one for one in ranked}, cut_off, amounts, rules))


def home(provinces: Iterable[str]) -> str:
    """Where an application is at home: the province of most of its members; of equals the first by the alphabet."""
    counts = Counter(one for one in provinces if one)
    return min(counts, key=lambda one: (-counts[one], one), default="")


def division(nace: str) -> str:
    """The division a field belongs to: "28" for "28.11"."""
    return nace.partition(".")[0]


def _outcome(placed: Placed, cut_off: CutOff, amounts: Mapping[str, Decimal]) -> Outcome:
    if placed.eliminated:
        return Outcome(placed, Fate.ELIMINATED, ZERO)
    if not cut_off.keeps(placed):
        return Outcome(placed, Fate.BELOW_CUT, ZERO)
    return Outcome(placed, Fate.FUNDED, amounts.get(placed.application_id, placed.requested))


def _sums(parts: Iterable[tuple[str, Decimal]]) -> dict[str, Sum]:
    sums: dict[str, Sum] = {}
    for name, amount in parts:
        before = sums.get(name, Sum(0, ZERO))
        sums[name] = Sum(before.applications + 1, before.amount + amount)
    return dict(sorted(sums.items()))


def _breaches(
    ranked: Mapping[str, Placed], cut_off: CutOff, amounts: Mapping[str, Decimal], rules: RuleSet
) -> Iterator[Breach]:
    if cut_off.by is CutBy.RANK and (cut_off.value.denominator != 1 or cut_off.value < 1):
        yield Breach("combination.rank", "cut_off", exact_text(cut_off.value), "1, 2, 3 …", _OURS)
    for application_id, amount in sorted(amounts.items()):
        placed = ranked.get(application_id)
        if placed is None:
            yield Breach("combination.amount_unknown", application_id, source=_OURS)
        elif placed.eliminated or not cut_off.keeps(placed):
            yield Breach("combination.amount_left_out", application_id, source=_OURS)
        else:
            yield from _amount(placed, amount, rules)


def _amount(placed: Placed, amount: Decimal, rules: RuleSet) -> Iterator[Breach]:
    currency = rules.money.currency.value
    if not ZERO < amount <= placed.requested:
        asked, allowed = said(amount, currency), said(placed.requested, currency)
        yield Breach("combination.amount", placed.application_id, asked, allowed, _OURS)

"""The ranking of a whole call, and what it means for one application. Pure. Rules: `grants.rules.ranking`.

The ranking stands once, with the call. A placement tells one application its own numbers and its place, and
nothing of another one.
"""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from grants.decisions.decision import Decision, Finding, Id, Inputs, Number
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.exact import exact_text, plain, said
from grants.rules.ranking import Candidate, Placed, bonus, evaluators_part, passes, rank, total
from grants.rules.reserve import waits
from grants.values import Money

_MOST = 5_000

Nace = Annotated[str, StringConstraints(max_length=20)]


class Place(StrEnum):
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    ELIMINATED = "eliminated"


class Ranked(StrEnum):
    RANKED = "ranked"


class Standing(Inputs):
    """An application before the board. evaluators_mean: 0 to 100; board_mean: on the scale of the board's part.

    given_mean: the evaluators' mean as they gave it, where the regime ranks the calibrated one instead.
    """

    application_id: Id
    evaluators_mean: Number
    given_mean: Number | None = None
    board_mean: Number
    requested: Money
    nace: Nace = ""

    @property
    def candidate(self) -> Candidate:
        return Candidate(
            application_id=self.application_id,
            evaluators_mean=self.evaluators_mean,
            board_mean=self.board_mean,
            requested=self.requested,
            nace=self.nace,
        )


def _by_id(candidates: tuple[Standing, ...]) -> tuple[Standing, ...]:
    return tuple(sorted(candidates, key=lambda one: one.application_id))


class RankingInputs(Inputs):
    """candidates: in any order, kept by id. envelope: the money of the call.

    usable: what the board may fill; the envelope if an officer raised nothing.
    """

    candidates: Annotated[tuple[Standing, ...], Field(max_length=_MOST), AfterValidator(_by_id)]
    envelope: Money
    usable: Money | None = None

    @property
    def fills(self) -> Decimal:
        return self.envelope if self.usable is None else self.usable


def _rank(given: RankingInputs, rules: RuleSet) -> Finding:
    placed = rank((one.candidate for one in given.candidates), rules, given.fills)
    by_id = {one.application_id: one.candidate for one in given.candidates}
    lines = [_threshold(rules), *(_place(one, by_id[one.application_id], given, rules) for one in placed)]
    return Finding(tuple(lines), Ranked.RANKED, dict(_figures(placed, given, rules)))


def _figures(placed: tuple[Placed, ...], given: RankingInputs, rules: RuleSet) -> Iterator[tuple[str, str]]:
    """By application: place, total and what became of it ("2 78.5 selected"); 0 for an eliminated one."""
    yield "applications", str(len(placed))
    for one in placed:
        yield one.application_id, f"{one.place or 0} {exact_text(one.total)} {outcome(one, given.fills, rules)}"


def outcome(placed: Placed, money: Decimal, rules: RuleSet) -> Place:
    """What a place means when the ranking was made against the money that may be used."""
    if placed.eliminated:
        return Place.ELIMINATED
    if placed.within_envelope:
        return Place.SELECTED
    return Place.RESERVE if waits(placed, money, rules.committee.reserve_days.value) else Place.NOT_SELECTED


def _threshold(rules: RuleSet) -> Line:
    threshold, inclusive = rules.committee.threshold, rules.committee.threshold_inclusive.value
    name = "threshold" if inclusive else "threshold_above"
    return Line(rule=f"step.ranking.{name}", allowed=plain(threshold.value), source=rules.cite(threshold))


def _place(placed: Placed, candidate: Candidate, given: RankingInputs, rules: RuleSet) -> Line:
    found, currency = outcome(placed, given.fills, rules), rules.money.currency.value
    money = "" if placed.eliminated else f"{said(placed.cumulative, currency)} / {said(given.fills, currency)}"
    return Line(
        rule=f"step.ranking.{found}",
        subject=placed.application_id,
        asked=_sum(candidate, rules),
        allowed=f"{placed.place or 0}; {money}".removesuffix("; "),
        source=rules.cite(rules.committee.threshold),
        held=found is Place.SELECTED,
    )


def _sum(candidate: Candidate, rules: RuleSet) -> str:
    """The total as a person would write it: "77.5 × 60 / 100 + 31 = 77.5"."""
    mean, scale = exact_text(Fraction(candidate.evaluators_mean)), plain(rules.evaluation.part_scale.value)
    extra = bonus(candidate.nace, rules)
    parts = (f"{mean} × {scale} / 100", exact_text(Fraction(candidate.board_mean)), exact_text(extra) if extra else "")
    return f"{' + '.join(part for part in parts if part)} = {exact_text(total(candidate, rules))}"


class PlacementInputs(Inputs):
    """One application's own numbers, and its place in the ranking of the call.

    place: none where its total is below the threshold. fits: whether what it asks, with all placed before it,
    fits the money that may be used; fits_alone: whether it would without them. ranking: the call in whose event
    the whole ranking stands.
    """

    application: Standing
    place: Annotated[int, Field(ge=1, le=_MOST)] | None = None
    fits: bool = False
    fits_alone: bool = False
    ranking: Id


def _placement(given: PlacementInputs, rules: RuleSet) -> Finding:
    candidate = given.application.candidate
    value = total(candidate, rules)
    passing = passes(value, rules)
    found = _found(given, rules) if passing else Place.ELIMINATED
    figures = {"total": exact_text(value), "requested": f"{candidate.requested:.2f}"}
    if passing and given.place:
        figures["place"] = str(given.place)
    return Finding(tuple(_placement_lines(given, passing, rules)), found, figures)


def _found(given: PlacementInputs, rules: RuleSet) -> Place:
    """Of an application that passed."""
    if given.fits:
        return Place.SELECTED
    return Place.RESERVE if given.fits_alone and rules.committee.reserve_days.value else Place.NOT_SELECTED


def _placement_lines(given: PlacementInputs, passing: bool, rules: RuleSet) -> Iterator[Line]:  # noqa: FBT001 - what was found
    candidate, evaluation, committee = given.application.candidate, rules.evaluation, rules.committee
    mean, part = exact_text(Fraction(candidate.evaluators_mean)), evaluators_part(candidate, rules)
    yield Line(
        rule="step.placement.evaluators",
        subject="evaluators_mean",
        asked=f"{mean} × {plain(evaluation.part_scale.value)} / 100 = {exact_text(part)}",
        allowed=plain(evaluation.part_scale.value),
        source=rules.cite(evaluation.part_scale),
    )
    if given.application.given_mean is not None:
        yield Line(
            rule="step.placement.calibrated",
            subject="evaluators_mean",
            asked=mean,
            allowed=exact_text(given.application.given_mean),
            source=rules.cite(evaluation.calibration_decides),
        )
    yield Line(
        rule="step.placement.board",
        subject="board_mean",
        asked=exact_text(Fraction(candidate.board_mean)),
        allowed=str(committee.part_scale.value),
        source=rules.cite(committee.part_scale),
    )
    if extra := bonus(candidate.nace, rules):
        source = rules.cite(evaluation.bonuses)
        yield Line(
            rule="step.placement.bonus", subject="nace", asked=exact_text(extra), allowed=candidate.nace, source=source
        )
    yield from _result_lines(given, passing, rules)


def _result_lines(given: PlacementInputs, passing: bool, rules: RuleSet) -> Iterator[Line]:  # noqa: FBT001 - what was found
    """The total against the threshold, and what is asked against the money."""
    candidate, committee = given.application.candidate, rules.committee
    inclusive = committee.threshold_inclusive.value
    yield Line(
        rule="step.placement.threshold" if inclusive else "step.placement.threshold_above",
        subject="total",
        asked=_sum(candidate, rules),
        allowed=plain(committee.threshold.value),
        source=rules.cite(committee.threshold),
        held=passing,
    )
    if passing:
        name = "fits" if given.fits else "fits_not"
        requested = said(candidate.requested, rules.money.currency.value)
        place = "" if given.place is None else str(given.place)
        yield Line(
            rule=f"step.placement.{name}",
            subject="requested",
            asked=requested,
            allowed=place,
            source="call",
            held=given.fits,
        )
    if passing and _found(given, rules) is Place.RESERVE:
        days = rules.committee.reserve_days
        yield Line(rule="step.placement.reserve", subject="place", allowed=str(days.value), source=rules.cite(days))


RANKING = Decision("ranking", RankingInputs, Ranked, _rank)
PLACEMENT = Decision("placement", PlacementInputs, Place, _placement)

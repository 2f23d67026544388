"""What a reader is shown of funding combinations."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import PlainSerializer

from grants.decisions.combination import Combined
from grants.explanation import Explanation
from grants.regimes.words import Currency
from grants.rules.combination import CutBy, Fate, Outcome, Sum
from grants.rules.exact import exact_text
from grants.values import Moment, Money
from services.evaluation.domain.combining import Tried
from services.evaluation.domain.records import CallFile
from services.evaluation.usecases.views import View

Balance = Annotated[Decimal, PlainSerializer(lambda amount: format(amount, ".2f"), return_type=str)]
"""What is left of the money; below zero: what is missing."""


class CombinationLine(View):
    """A combination by its numbers. is_final: made on the ranking as it stands; else on the scores so far."""

    number: int
    name: str
    is_final: bool
    cut_by: CutBy
    cut_value: str
    funded: int
    amount: Money
    money: Money
    left: Balance
    outcome: Combined
    officer_id: str
    made_at: Moment


class CombinationList(View):
    currency: Currency
    combinations: tuple[CombinationLine, ...]


class FundedView(View):
    """An application in a combination. rank: none for an eliminated one; total as exact text."""

    application_id: str
    consortium_name: str
    rank: int | None
    total: str
    requested: Money
    fate: Fate
    amount: Money


class SumView(View):
    """A province, or a division of the classes of economic activity; by "" where it is not known."""

    name: str
    applications: int
    amount: Money


class CombinationView(CombinationLine):
    """A whole combination. unscored: ids of applications that have no place yet; members: by kind, of those funded."""

    currency: Currency
    placed: tuple[FundedView, ...]
    unscored: tuple[str, ...]
    provinces: tuple[SumView, ...]
    divisions: tuple[SumView, ...]
    members: dict[str, int]
    explanation: Explanation


class DifferenceView(View):
    """An application that two combinations pay otherwise; nothing (0.00) where it falls out."""

    application_id: str
    consortium_name: str
    one: Money
    other: Money


class ComparisonView(View):
    one: CombinationLine
    other: CombinationLine
    differences: tuple[DifferenceView, ...]


def combination_line(tried: Tried) -> CombinationLine:
    given, figures = tried.inputs, tried.explanation.figures
    return CombinationLine(
        number=tried.number,
        name=tried.name,
        is_final=tried.is_final,
        cut_by=given.cut_off.by,
        cut_value=exact_text(given.cut_off.value),
        funded=int(figures["funded"]),
        amount=Decimal(figures["amount"]),
        money=given.money,
        left=Decimal(figures["left"]),
        outcome=Combined(tried.explanation.outcome),
        officer_id=tried.officer_id,
        made_at=tried.made_at,
    )


def combination_view(tried: Tried, call: CallFile, names: Mapping[str, str]) -> CombinationView:
    """names: of the consortia by application."""
    made = tried.made
    return CombinationView(
        **dict(combination_line(tried)),
        currency=call.currency,
        placed=tuple(_placed(one, names) for one in made.outcomes),
        unscored=tried.inputs.unscored,
        provinces=_sums(made.provinces),
        divisions=_sums(made.divisions),
        members=dict(made.kinds),
        explanation=tried.explanation,
    )


def _placed(one: Outcome, names: Mapping[str, str]) -> FundedView:
    return FundedView(
        application_id=one.placed.application_id,
        consortium_name=names.get(one.placed.application_id, ""),
        rank=one.placed.place,
        total=exact_text(one.placed.total),
        requested=one.placed.requested,
        fate=one.fate,
        amount=one.amount,
    )


def _sums(sums: Mapping[str, Sum]) -> tuple[SumView, ...]:
    return tuple(SumView(name=name, applications=one.applications, amount=one.amount) for name, one in sums.items())

"""Whom of its reserve a call takes up when somebody has left. Pure. Rule: `grants.rules.reserve`."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from grants.decisions.decision import Decision, Finding, Id, Inputs
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules import reserve as rule
from grants.rules.exact import said
from grants.values import ZERO, Money

_MOST = 5_000


class Holding(Inputs):
    """An application that is selected and has not left. concluded: it has its contract."""

    application_id: Id
    amount: Money
    concluded: bool = False


class InReserve(Inputs):
    """An application in reserve, with its place in the ranking."""

    application_id: Id
    place: Annotated[int, Field(ge=1, le=_MOST)]
    amount: Money


class ReserveInputs(Inputs):
    """left: who has left. money: what the ranking of the call could fill. holders, waiting: in any order."""

    left: Id
    money: Money
    holders: Annotated[tuple[Holding, ...], Field(max_length=_MOST)] = ()
    waiting: Annotated[tuple[InReserve, ...], Field(max_length=_MOST)] = ()

    @property
    def held_by(self) -> tuple[rule.Holder, ...]:
        return tuple(rule.Holder(one.application_id, one.amount, one.concluded) for one in self.holders)

    @property
    def in_reserve(self) -> tuple[rule.Waiting, ...]:
        return tuple(rule.Waiting(one.application_id, one.place, one.amount) for one in self.waiting)


class Reserved(StrEnum):
    """Whether somebody moves up."""

    MOVED_UP = "moved_up"
    NOBODY = "nobody"


def moved_up(given: ReserveInputs) -> tuple[str, ...]:
    """Whom the call takes up, best placed first."""
    left = rule.free(given.money, given.held_by)
    return tuple(one.application_id for one in rule.moving_up(given.in_reserve, left))


def _reserve(given: ReserveInputs, rules: RuleSet) -> Finding:
    moved = moved_up(given)
    left = rule.free(given.money, given.held_by)
    taken = {one.application_id: one.amount for one in given.waiting if one.application_id in moved}
    figures = {"free": f"{left:.2f}", "moved": str(len(moved)), "left": f"{left - sum(taken.values(), ZERO):.2f}"}
    lines = (_free(given, left, rules), *_lines(given, left, frozenset(moved), rules))
    return Finding(lines, Reserved.MOVED_UP if moved else Reserved.NOBODY, figures)


def _free(given: ReserveInputs, left: Decimal, rules: RuleSet) -> Line:
    currency = rules.money.currency.value
    held = sum((one.amount for one in given.holders), ZERO)
    return Line(
        rule="step.reserve.free",
        subject=given.left,
        asked=f"{said(given.money, currency)} − {said(held, currency)}",
        allowed=said(left, currency),
        source="call",
    )


def _lines(given: ReserveInputs, left: Decimal, moved: frozenset[str], rules: RuleSet) -> Iterator[Line]:
    """Each in reserve, with what was left when its turn came."""
    source, currency = rules.cite(rules.committee.reserve_days), rules.money.currency.value
    for one in rule.in_order(given.in_reserve):
        moves = one.application_id in moved
        yield Line(
            rule="step.reserve.moves_up" if moves else "step.reserve.too_large",
            subject=one.application_id,
            asked=f"{one.place}; {said(one.amount, currency)}",
            allowed=said(left, currency),
            source=source,
            held=moves,
        )
        left -= one.amount if moves else ZERO


RESERVE = Decision("reserve", ReserveInputs, Reserved, _reserve)

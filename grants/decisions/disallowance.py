"""Spending disallowed after it was accepted, and what that means in money. Pure. Rule: `grants.rules.disallowance`."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from grants.breach import Breach, RulesBroken
from grants.decisions.decision import Decision, Finding, Inputs
from grants.decisions.lines import MOST_LINES
from grants.decisions.spending import SpendingInputs
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.disallowance import Effect, Standing, effect
from grants.rules.exact import said
from grants.rules.settlement import interim
from grants.values import ZERO, Money
from grants.workplan import Key


class DisallowedLine(Inputs):
    """accepted: what the line counted until now. amount: what of that is disallowed."""

    line: Annotated[int, Field(ge=1, le=MOST_LINES)]
    item: Key
    accepted: Money
    amount: Money


class DisallowanceInputs(SpendingInputs):
    """realised: accepted spending before. paid: on reports, less what was ordered back. advance: paid ahead."""

    lines: tuple[DisallowedLine, ...] = Field(max_length=MOST_LINES)
    advance: Money = ZERO


class Consequence(StrEnum):
    """nothing: it earned nothing. lowered: nothing of it was paid."""

    NOTHING = "nothing"
    LOWERED = "lowered"
    SET_OFF = "set_off"
    RECOVERED = "recovered"


def _find(given: DisallowanceInputs, rules: RuleSet) -> Finding:
    if wrong := tuple(_beyond(given, rules)):
        raise RulesBroken(*wrong)
    before, after = _earned(given, given.realised, rules), _earned(given, _left(given), rules)
    whole = sum((item.grant for item in given.approved_items), ZERO) if given.approved is None else given.approved
    found = effect(before, after, Standing(given.paid, given.advance, whole), rules)
    figures = {
        "earned_before": f"{before:.2f}",
        "earned": f"{after:.2f}",
        "excess": f"{found.excess:.2f}",
        "recover": f"{found.recover:.2f}",
        "set_off": f"{found.set_off:.2f}",
    }
    outcome = _consequence(before, after, found)
    return Finding(tuple(_lines(given, before, after, found, outcome, rules)), outcome, figures)


def _consequence(before: Decimal, after: Decimal, found: Effect) -> Consequence:
    if found.recover:
        return Consequence.RECOVERED
    if found.set_off:
        return Consequence.SET_OFF
    return Consequence.LOWERED if after < before else Consequence.NOTHING


def _beyond(given: DisallowanceInputs, rules: RuleSet) -> Iterator[Breach]:
    currency = rules.money.currency.value
    for one in given.lines:
        if one.amount > one.accepted:
            asked, most = said(one.amount, currency), said(one.accepted, currency)
            yield Breach("line.disallowed", f"lines[{one.line}].amount", asked, most, "Destek")
    for item, amount in _taken(given).items():
        spent = given.realised.get(item, ZERO)
        if amount > spent:
            asked, most = said(amount, currency), said(spent, currency)
            yield Breach("line.disallowed", f"realised.{item}", asked, most, "Destek")


def _taken(given: DisallowanceInputs) -> dict[str, Decimal]:
    """What is disallowed of each item."""
    found: dict[str, Decimal] = {}
    for one in given.lines:
        found[one.item] = found.get(one.item, ZERO) + one.amount
    return found


def _left(given: DisallowanceInputs) -> dict[str, Decimal]:
    taken = _taken(given)
    return {item: amount - taken.get(item, ZERO) for item, amount in given.realised.items()}


def _earned(given: DisallowanceInputs, realised: dict[str, Decimal], rules: RuleSet) -> Decimal:
    return interim(given.approved_items, realised, ZERO, rules, given.approved).earned


def _lines(
    given: DisallowanceInputs, before: Decimal, after: Decimal, found: Effect, outcome: Consequence, rules: RuleSet
) -> Iterator[Line]:
    currency = rules.money.currency.value
    for one in given.lines:
        yield Line(
            rule="step.disallowance.line",
            subject=f"{one.line} ({one.item})",
            asked=f"{said(one.accepted, currency)} − {said(one.amount, currency)}",
            allowed=said(one.accepted - one.amount, currency),
            source="Destek",
        )
    interim_source, source = rules.cite(rules.money.interim), rules.cite(rules.recovery.disallowed)
    earned = {"asked": said(before, currency), "allowed": said(after, currency), "source": interim_source}
    yield Line(rule="step.disallowance.earned", **earned)
    paid = {"asked": said(given.paid, currency), "allowed": said(found.due, currency), "source": "Destek"}
    yield Line(rule="step.disallowance.paid", **paid)
    yield Line(rule=f"step.disallowance.{outcome}", asked=said(found.excess, currency), source=source)


DISALLOWANCE = Decision("disallowance", DisallowanceInputs, Consequence, _find)

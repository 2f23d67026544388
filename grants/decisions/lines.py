"""What the lines of a report count, and what of it is accepted. Pure. Rule: `grants.rules.lines`."""

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from grants.breach import Breach, RulesBroken
from grants.decisions.decision import Decision, Finding, Inputs
from grants.decisions.spending import sum_line
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.exact import said
from grants.rules.lines import counts
from grants.values import ZERO, Money
from grants.workplan import Key

MOST_LINES = 1_000


class LineInput(Inputs):
    """A line by its number. net, vat: as its paper says. disallowed: what an officer does not accept of it."""

    line: Annotated[int, Field(ge=1, le=MOST_LINES)]
    item: Key
    net: Money
    vat: Money = ZERO
    in_kind: bool = False
    disallowed: Money = ZERO


class LinesInputs(Inputs):
    """Every line of one report."""

    lines: tuple[LineInput, ...] = Field(max_length=MOST_LINES)


class Counted(StrEnum):
    """nothing: no line counts anything."""

    COUNTED = "counted"
    REDUCED = "reduced"
    NOTHING = "nothing"


def _find(given: LinesInputs, rules: RuleSet) -> Finding:
    counting = [counts(one.net, one.vat, rules, in_kind=one.in_kind) for one in given.lines]
    if wrong := tuple(_beyond(given, counting, rules)):
        raise RulesBroken(*wrong)
    accepted = [counted - one.disallowed for one, counted in zip(given.lines, counting, strict=True)]
    whole, disallowed = sum(accepted, ZERO), sum((one.disallowed for one in given.lines), ZERO)
    outcome = Counted.NOTHING if not whole else Counted.REDUCED if disallowed else Counted.COUNTED
    figures = {"accepted": f"{whole:.2f}", "disallowed": f"{disallowed:.2f}"}
    return Finding((*_lines(given, counting, rules), *_items(given, accepted, rules)), outcome, figures)


def _beyond(given: LinesInputs, counting: list[Decimal], rules: RuleSet) -> Iterator[Breach]:
    currency = rules.money.currency.value
    for one, counted in zip(given.lines, counting, strict=True):
        if one.disallowed > counted:
            asked, most = said(one.disallowed, currency), said(counted, currency)
            yield Breach("line.disallowed", f"lines[{one.line}].amount", asked, most, "Destek")


def _lines(given: LinesInputs, counting: list[Decimal], rules: RuleSet) -> Iterator[Line]:
    currency = rules.money.currency.value
    for one, counted in zip(given.lines, counting, strict=True):
        subject = f"{one.line} ({one.item})"
        source = rules.cite(rules.money.in_kind) if one.in_kind else rules.cite(rules.money.vat)
        rule = f"step.lines.{'in_kind' if one.in_kind else rules.money.vat.value.value}"
        asked = said(one.net, currency) if one.in_kind else f"{said(one.net, currency)} + {said(one.vat, currency)}"
        yield Line(rule=rule, subject=subject, asked=asked, allowed=said(counted, currency), source=source)
        if one.disallowed:
            left = said(counted - one.disallowed, currency)
            reduced = said(one.disallowed, currency)
            yield Line(rule="step.lines.disallowed", subject=subject, asked=reduced, allowed=left, source="Destek")


def _items(given: LinesInputs, accepted: list[Decimal], rules: RuleSet) -> Iterator[Line]:
    sums: defaultdict[str, list[Decimal]] = defaultdict(list)
    for one, amount in zip(given.lines, accepted, strict=True):
        sums[one.item].append(amount)
    for item, amounts in sums.items():
        line = sum_line("step.lines.item", amounts, sum(amounts, ZERO), "Destek", rules)
        yield line.model_copy(update={"subject": item})


LINES = Decision("lines", LinesInputs, Counted, _find)

"""What accepted spending has earned and what of it may be claimed now. Pure. Rules: `grants.rules.settlement`."""

from collections.abc import Iterator
from decimal import Decimal
from enum import StrEnum
from typing import assert_never

from grants.decisions.decision import Decision, Finding
from grants.decisions.spending import ClaimInputs, in_kind_lines, item_line, sum_line
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.words import InterimMethod
from grants.rules.exact import plain, said
from grants.rules.settlement import Item, Payable, interim
from grants.values import ZERO


class Claimable(StrEnum):
    PAYABLE = "payable"
    NOTHING = "nothing"


def _find(given: ClaimInputs, rules: RuleSet) -> Finding:
    found = interim(given.approved_items, given.realised, given.paid, rules, given.approved, given.advance or ZERO)
    outcome = Claimable.PAYABLE if found.payable else Claimable.NOTHING
    figures = {"earned": f"{found.earned:.2f}", "payable": f"{found.payable:.2f}"}
    return Finding(tuple(_lines(given, found, rules)), outcome, figures)


def _lines(given: ClaimInputs, found: Payable, rules: RuleSet) -> Iterator[Line]:
    currency = rules.money.currency.value
    amounts = [one.amount for one in found.earned_by_item]
    for item, amount in zip(given.approved_items, amounts, strict=True):
        spent = given.realised.get(item.key, ZERO)
        yield from in_kind_lines(item, spent, rules)
        yield _item(item, spent, amount, rules)
    source = rules.cite(rules.money.interim)
    yield sum_line("step.claim.items", amounts, sum(amounts, ZERO), source, rules)
    if given.approved is not None:
        approved, earned = said(given.approved, currency), said(found.earned, currency)
        yield Line(rule="step.claim.approved", asked=approved, allowed=earned, source="Destek")
    retention = rules.money.retention
    if retention.value:
        kept = f"{plain(retention.value)} % × {said(found.earned, currency)}"
        yield Line(rule="step.claim.retention", asked=kept, source=rules.cite(retention))
    if given.advance:
        whole = said(sum((item.grant for item in given.approved_items), ZERO), currency)
        part = f"{said(found.earned, currency)} / {whole if given.approved is None else said(given.approved, currency)}"
        borne = f"{said(given.advance, currency)} × {part}"
        source = rules.cite(rules.money.advance)
        yield Line(rule="step.claim.set_off", asked=borne, allowed=said(found.set_off, currency), source=source)
    yield Line(
        rule="step.claim.payable",
        asked=said(given.paid, currency),
        allowed=said(found.payable, currency),
        source="Destek",
    )


def _item(item: Item, realised: Decimal, earned: Decimal, rules: RuleSet) -> Line:
    match rules.money.interim.value:
        case InterimMethod.ITEM_CAP:
            return item_line("step.claim.item", item, realised, earned, rules)
        case InterimMethod.APPROVED_RATE:
            currency = rules.money.currency.value
            rate = f"{said(item.grant, currency)} / {said(item.cost, currency)} × {said(realised, currency)}"
            source = rules.cite(rules.money.interim)
            return Line(
                rule="step.claim.item", subject=item.key, asked=rate, allowed=said(earned, currency), source=source
            )
        case never:
            assert_never(never)


CLAIM = Decision("claim", ClaimInputs, Claimable, _find)

"""The final settlement on what was realised: pay, take back, or even. Pure. Rules: `grants.rules.settlement`."""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from fractions import Fraction

from grants.decisions.decision import Decision, Finding
from grants.decisions.spending import SettlementInputs, in_kind_lines, item_line, sum_line
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.exact import percent_of, said
from grants.rules.heads import counted
from grants.rules.settlement import Settlement, overall_most, settle
from grants.values import ZERO, floored


class Balance(StrEnum):
    PAY = "pay"
    RECOVER = "recover"
    EVEN = "even"


def _find(given: SettlementInputs, rules: RuleSet) -> Finding:
    found = settle(given.approved_items, given.realised, given.paid, rules, given.approved)
    figures = {
        "allowed": f"{found.allowed:.2f}",
        "paid": f"{given.paid:.2f}",
        "due": f"{found.due_to_grantee:.2f}",
        "recover": f"{found.to_recover:.2f}",
    }
    return Finding(tuple(_lines(given, found, rules)), _balance(found), figures)


def _balance(found: Settlement) -> Balance:
    if found.due_to_grantee:
        return Balance.PAY
    return Balance.RECOVER if found.to_recover else Balance.EVEN


def _lines(given: SettlementInputs, found: Settlement, rules: RuleSet) -> Iterator[Line]:
    counting = counted(given.approved_items, given.realised, rules)
    yield from _items(given, found, counting, rules)
    currency, caps = rules.money.currency.value, rules.money
    amounts = [one.amount for one in found.allowed_by_item]
    yield sum_line("step.settlement.items", amounts, sum(amounts, ZERO), rules.cite(caps.item_cap), rules)
    ceiling = overall_most(given.approved_items, counting, rules)
    if ceiling is not None:
        whole, source = floored(sum(counting.values(), Fraction())), rules.cite(caps.overall_cap)
        most = percent_of(caps.overall_cap.value or ZERO, whole, ceiling, currency)
        yield Line(rule="step.settlement.overall", asked=said(whole, currency), allowed=most, source=source)
    if given.approved is not None:
        yield Line(rule="step.settlement.approved", allowed=said(given.approved, currency), source="Destek")
    yield Line(rule="step.settlement.allowed", allowed=said(found.allowed, currency), source="Destek")
    if given.advance_open:
        still, source = said(given.advance_open, currency), rules.cite(caps.advance)
        yield Line(rule="step.settlement.advance", asked=still, allowed=said(given.paid, currency), source=source)
    if given.kept_back:
        kept, source = said(given.kept_back, currency), rules.cite(caps.retention)
        yield Line(rule="step.settlement.retention", asked=kept, source=source)
    difference = f"{said(found.allowed, currency)} − {said(given.paid, currency)}"
    name, left = ("recover", found.to_recover) if found.to_recover else ("due", found.due_to_grantee)
    yield Line(rule=f"step.settlement.{name}", asked=difference, allowed=said(left, currency), source="Destek")


def _items(
    given: SettlementInputs, found: Settlement, counting: Mapping[str, Fraction], rules: RuleSet
) -> Iterator[Line]:
    currency = rules.money.currency.value
    for item, one in zip(given.approved_items, found.allowed_by_item, strict=True):
        spent, counts = given.realised.get(item.key, ZERO), floored(counting[item.key])
        if spent > counting[item.key]:
            source = rules.cite(rules.money.head_caps)
            yield Line(
                rule="step.settlement.not_counted",
                subject=item.key,
                asked=said(spent, currency),
                allowed=said(counts, currency),
                source=source,
            )
        yield from in_kind_lines(item, spent, rules)
        yield item_line("step.settlement.item", item, counts, one.amount, rules)


SETTLEMENT = Decision("settlement", SettlementInputs, Balance, _find)

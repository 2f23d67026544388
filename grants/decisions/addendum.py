"""An addendum that brings a running grant under other rules: whether it may, and what it changes. Pure.

Rules: `grants.rules.addenda`, `grants.rules.duration`, `grants.rules.settlement`. Decided under the new rules.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from grants.decisions.decision import Check, Checked, Decision, Finding, Inputs, steps
from grants.decisions.extension import Day, Span
from grants.decisions.spending import SpendingInputs
from grants.explanation import Line
from grants.regimes import RuleSet, pinned
from grants.rules.addenda import breaches, end_under
from grants.rules.duration import ceiling_end
from grants.rules.exact import said
from grants.rules.pauses import Pause
from grants.rules.settlement import interim, settle
from grants.values import ZERO

Pin = Annotated[str, StringConstraints(pattern=r"^[a-z0-9-]{1,80}@[0-9A-Za-z+-]{1,80}$")]
_MOST_PAUSES = 500


class AddendumInputs(Inputs):
    """before: the rules until now. signed_on: of the paper; recorded_on: today. Ends are the first day after.

    extended: whether an extension was granted. spending: accepted spending, and what was paid.
    """

    before: Pin
    signed_on: Day
    recorded_on: Day
    contract_day: Day
    current_end: Day
    extended: bool = False
    pauses: tuple[Span, ...] = Field(default=(), max_length=_MOST_PAUSES)
    spending: SpendingInputs

    @property
    def spans(self) -> tuple[Pause, ...]:
        return tuple(Pause(one.starts_on, one.ends_on) for one in self.pauses)


def _find(given: AddendumInputs, rules: RuleSet) -> Finding:
    old = pinned(given.before)
    end = end_under(given.contract_day, given.current_end, old, rules, extended=given.extended)
    broken = breaches(given.signed_on, given.recorded_on, given.contract_day, end, old, rules)
    ceiling = ceiling_end(given.contract_day, rules, given.spans)
    earned, allowed = _earned(given, rules), _allowed(given, rules)
    figures = {
        "last_day": _last(end),
        "latest_day": _last(ceiling),
        "earned": f"{earned:.2f}",
        "allowed": f"{allowed:.2f}",
    }
    lines = (*steps(broken, _checks(given, end, old, rules)), *_money(given, old, rules))
    return Finding(lines, Checked.of(broken), figures)


def _earned(given: AddendumInputs, rules: RuleSet) -> Decimal:
    spending = given.spending
    return interim(spending.approved_items, spending.realised, ZERO, rules, spending.approved).earned


def _allowed(given: AddendumInputs, rules: RuleSet) -> Decimal:
    spending = given.spending
    return settle(spending.approved_items, spending.realised, spending.paid, rules, spending.approved).allowed


def _checks(given: AddendumInputs, end: date, old: RuleSet, new: RuleSet) -> Iterator[Check]:
    span = f"{given.contract_day} – {given.recorded_on}"
    yield Check(_line("signed_on", "signed_on", str(given.signed_on), span), ("addendum.signed_on",))
    since = _line("since", "signed_on", str(given.signed_on), str(new.since), new.instrument)
    yield Check(since, ("addendum.before_rules",))
    currency = new.money.currency
    same = _line("currency", "regime", currency.value.value, source=new.cite(currency))
    yield Check(same, ("addendum.currency",))
    years = new.duration.base_years
    moved = _line("end", "revision", _last(given.current_end), _last(end), new.cite(years))
    yield Check(moved, ("addendum.over",))
    was, becomes = (ceiling_end(given.contract_day, rules, given.spans) for rules in (old, new))
    most = new.cite(new.duration.ceiling_years)
    yield Check(_line("ceiling", "revision", _last(was), _last(becomes), most))


def _money(given: AddendumInputs, old: RuleSet, new: RuleSet) -> Iterator[Line]:
    """What accepted spending earns and what a settlement of today would allow, before and after."""
    before, after = old.money.currency.value, new.money.currency.value
    for name, amount, source in (
        ("earned", _earned, new.cite(new.money.interim)),
        ("allowed", _allowed, new.cite(new.money.overall_cap)),
    ):
        yield _line(name, "spending", said(amount(given, old), before), said(amount(given, new), after), source)


def _last(exclusive: date) -> str:
    return (exclusive - timedelta(days=1)).isoformat()


def _line(name: str, subject: str, asked: str, allowed: str = "", source: str = "Destek") -> Line:
    return Line(rule=f"step.addendum.{name}", subject=subject, asked=asked, allowed=allowed, source=source)


ADDENDUM = Decision("addendum", AddendumInputs, Checked, _find)

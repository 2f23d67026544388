"""What an addendum that brings a running grant under other rules has to keep, and what it makes of its end.

Source: that a running grant moves to other rules by a recorded paper alone, and what it may not do, is in no paper:
Destek's own. How long support lasts under the new rules stands in them.
"""

from collections.abc import Iterator
from datetime import date

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.rules.duration import ceiling_end, support_end


def end_under(starts: date, stands: date, old: RuleSet, new: RuleSet, *, extended: bool) -> date:
    """The end of support once other rules hold; one that was extended stands. Never past the new ceiling."""
    base = support_end(starts, new)
    if base == support_end(starts, old):
        base = stands
    end = max(base, stands) if extended else base
    return min(end, ceiling_end(starts, new))


def breaches(
    signed_on: date, recorded_on: date, starts: date, end: date, old: RuleSet, new: RuleSet
) -> tuple[Breach, ...]:
    """Everything that is wrong with it. starts: day of the contract; end: of support, as the new rules make it."""
    return tuple(_breaches(signed_on, recorded_on, starts, end, old, new))


def _breaches(
    signed_on: date, recorded_on: date, starts: date, end: date, old: RuleSet, new: RuleSet
) -> Iterator[Breach]:
    if not starts <= signed_on <= recorded_on:
        yield Breach("addendum.signed_on", "signed_on", str(signed_on), f"{starts} – {recorded_on}", "Destek")
    if signed_on < new.since:
        yield Breach("addendum.before_rules", "signed_on", str(signed_on), str(new.since), new.instrument)
    if end <= recorded_on:
        yield Breach("addendum.over", "revision", str(end), str(recorded_on), "Destek")
    was, becomes = old.money.currency.value, new.money.currency
    if was is not becomes.value:
        yield Breach("addendum.currency", "regime", becomes.value, was, new.cite(becomes))

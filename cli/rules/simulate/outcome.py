"""A call as it went and as it would go under a draft: by application, and in total. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal

from cli.rules.simulate.money import Worth, worth
from cli.rules.simulate.reasons import Reason, amounts, parting
from cli.rules.simulate.records import Call, Recorded
from cli.rules.simulate.trying import Fate, Verdict, is_refused_later, recorded, tried
from grants.breach import Breach, RulesBroken
from grants.regimes import RuleSet, pinned
from grants.values import ZERO


@dataclass(frozen=True, slots=True)
class Turn:
    """One application before (as it went) and after (under the draft), and why the two part.

    not_as_decided: the rules of the record, applied to the record again, lead elsewhere than it went; then the
    record is incomplete, or people decided otherwise. granted before: what the Minister approved, or what is
    asked while that is awaited.
    """

    recorded: Recorded
    before: Verdict
    after: Verdict
    worth_before: Worth
    worth_after: Worth
    why: tuple[Reason, ...]
    why_granted: tuple[Reason, ...]
    why_payable: tuple[Reason, ...]
    not_as_decided: bool

    @property
    def changes(self) -> bool:
        fates = (self.before.fate, self.before.gate) != (self.after.fate, self.after.gate)
        money = (self.worth_before.granted, self.worth_before.payable)
        return fates or money != (self.worth_after.granted, self.worth_after.payable)


@dataclass(frozen=True, slots=True)
class Totals:
    """Of a whole call. passing and the amounts: (before, after). paid: in fact, whatever the rules.

    no_score: how many would go on to a score nobody gave; other_sheet: how many have points on other blocks, weights
    or scales, so that nobody knows. The money of both is in no sum.
    """

    submitted: int
    passing: tuple[int, int]
    gained: int
    lost: int
    no_score: int
    other_sheet: int
    granted: tuple[Decimal, Decimal]
    payable: tuple[Decimal, Decimal]
    paid: Decimal
    could_get: Decimal


@dataclass(frozen=True, slots=True)
class Simulation:
    """What a draft would make of a call."""

    call: Call
    draft: RuleSet
    turns: tuple[Turn, ...]
    totals: Totals


def simulate(call: Call, records: Sequence[Recorded], draft: RuleSet) -> Simulation:
    """Try a draft on everything recorded of a call. Raises `RulesBroken` for a draft in another currency."""
    if draft.money.currency.value != call.currency:
        asked = draft.money.currency.value
        raise RulesBroken(Breach("simulate.currency", "money.currency", asked, call.currency, "Destek"))
    again: dict[str, Verdict] = {}
    for pin in dict.fromkeys(one.pin for one in records):
        again |= tried(call, [one for one in records if one.pin == pin], pinned(pin))
    after = tried(call, records, draft)
    turns = tuple(_turn(one, again[one.id], after[one.id], draft) for one in records)
    return Simulation(call, draft, turns, _totals(turns))


def _turn(one: Recorded, again: Verdict, after: Verdict, draft: RuleSet) -> Turn:
    before, own = recorded(one), pinned(one.pin)
    of_grant = pinned(one.grant_pin) if one.grant_pin else own
    then, now = _as_it_went(one, before, worth(one, before, own, of_grant)), worth(one, after, draft, draft)
    parts = (before.fate, before.gate) != (after.fate, after.gate)
    return Turn(
        recorded=one,
        before=before,
        after=after,
        worth_before=then,
        worth_after=now,
        why=parting(again.told, after.told) if parts else (),
        why_granted=amounts(then.full, now.full) if then.granted != now.granted else (),
        why_payable=amounts(then.spent, now.spent) if then.payable != now.payable else (),
        not_as_decided=(again.fate, again.gate) != (before.fate, before.gate),
    )


def _as_it_went(one: Recorded, before: Verdict, found: Worth) -> Worth:
    """What was approved in fact counts before what the rules would have given."""
    if before.fate is not Fate.PASSES or is_refused_later(one) or one.approved is None:
        return found
    return Worth(one.approved, found.payable, found.could_get, found.full, found.spent)


def _totals(turns: Sequence[Turn]) -> Totals:
    pairs = [(turn.before.fate is Fate.PASSES, turn.after.fate is Fate.PASSES) for turn in turns]
    return Totals(
        submitted=len(turns),
        passing=(sum(then for then, _ in pairs), sum(now for _, now in pairs)),
        gained=sum(now and not then for then, now in pairs),
        lost=sum(then and not now for then, now in pairs),
        no_score=sum(turn.after.fate is Fate.NO_SCORE for turn in turns),
        other_sheet=sum(turn.after.fate is Fate.OTHER_SHEET for turn in turns),
        granted=(_sum(turn.worth_before.granted for turn in turns), _sum(turn.worth_after.granted for turn in turns)),
        payable=(_sum(turn.worth_before.payable for turn in turns), _sum(turn.worth_after.payable for turn in turns)),
        paid=_sum(turn.recorded.paid for turn in turns),
        could_get=_sum(turn.worth_after.could_get for turn in turns),
    )


def _sum(parts_: Iterable[Decimal]) -> Decimal:
    return sum(parts_, ZERO)

"""A change of a running grant held against the regime. Pure. Rules: `grants.rules.changes`.

What of the plan it makes is held against the ceilings by the decision on a plan, told beside this one.
"""

from collections.abc import Iterator
from decimal import Decimal

from pydantic import Field

from grants.breach import Breach
from grants.decisions.consortium import MOST_MEMBERS, Member
from grants.decisions.decision import Check, Checked, Decision, Finding, Inputs, steps
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.regimes.words import MemberKind
from grants.rules import changes, composition
from grants.rules.changes import ChangeKind, ItemMove
from grants.rules.exact import said
from grants.values import ZERO, Money
from grants.workplan import MOST_ITEMS, Key

_MOST_DIFFERENCES = 10_000


class ItemChange(Inputs):
    """A support item whose money differs; no amounts where it is not there. realised, earned: on it so far."""

    key: Key
    cost_before: Money | None = None
    cost_after: Money | None = None
    grant_before: Money | None = None
    grant_after: Money | None = None
    realised: Money = ZERO
    earned: Money = ZERO

    @property
    def move(self) -> ItemMove:
        return ItemMove(
            self.key,
            self.cost_before,
            self.cost_after,
            self.grant_before,
            self.grant_after,
            self.realised,
            self.earned,
        )


class MoneyChange(Inputs):
    """The grant of all items and what was earned, before and after; approved: the grant as contracted."""

    approved: Money
    grant_before: Money
    grant_after: Money
    earned_before: Money
    earned_after: Money
    items: tuple[ItemChange, ...] = Field(max_length=2 * MOST_ITEMS)


class MemberChange(Inputs):
    """The consortium before and after. geography_has_chamber_of_industry: whether its economic geography has one."""

    before: tuple[Member, ...] = Field(max_length=MOST_MEMBERS)
    after: tuple[Member, ...] = Field(max_length=MOST_MEMBERS)
    geography_has_chamber_of_industry: bool


class ChangeInputs(Inputs):
    """kind: as it is asked for; needed: the smallest class that takes in what differs; differences: how many things do.

    money, members: where the change touches them.
    """

    kind: ChangeKind
    needed: ChangeKind
    differences: int = Field(ge=0, le=_MOST_DIFFERENCES)
    money: MoneyChange | None = None
    members: MemberChange | None = None


def _find(given: ChangeInputs, rules: RuleSet) -> Finding:
    broken = (*changes.class_breaches(given.kind, given.needed, given.differences, rules), *_broken(given, rules))
    return Finding(steps(broken, _checks(given, rules)), Checked.of(broken), _figures(given, rules))


def _broken(given: ChangeInputs, rules: RuleSet) -> Iterator[Breach]:
    money, members = given.money, given.members
    if money is not None:
        moves = [one.move for one in money.items]
        earned = (money.earned_before, money.earned_after)
        yield from changes.money_breaches(moves, money.grant_after, money.approved, earned, rules)
    if members is not None:
        before, after = ([member.facts for member in side] for side in (members.before, members.after))
        yield from changes.member_breaches(before, after, members.geography_has_chamber_of_industry, rules)


def _figures(given: ChangeInputs, rules: RuleSet) -> dict[str, str]:
    figures = {"differences": str(given.differences)}
    if decided := changes.class_of(given.kind, rules):
        figures["decided_by"] = decided.decided_by.value
    if given.money is not None:
        figures |= {"grant": f"{given.money.grant_after:.2f}", "earned": f"{given.money.earned_after:.2f}"}
    if given.members is not None:
        figures["members"] = str(len(given.members.after))
    return figures


def _checks(given: ChangeInputs, rules: RuleSet) -> Iterator[Check]:
    decided, source = changes.class_of(given.kind, rules), rules.cite(rules.changes.classes)
    decider = decided.decided_by.value if decided else ""
    line = Line(rule="step.change.class", subject="kind", asked=given.kind.value, allowed=decider, source=source)
    yield Check(line, ("change.class_unknown", "change.class_higher", "change.nothing"))
    if given.money is not None:
        yield from _money(given.money, rules)
    if given.members is not None:
        yield from _members(given.members, rules)


def _money(money: MoneyChange, rules: RuleSet) -> Iterator[Check]:
    def amount(value: Decimal | None) -> str:
        return "–" if value is None else said(value, rules.money.currency.value)

    for one in money.items:
        asked = f"{amount(one.cost_before)} → {amount(one.cost_after)}"
        allowed = f"{amount(one.grant_before)} → {amount(one.grant_after)}"
        subject = f"plan.items[{one.key}]"
        line = Line(rule="step.change.item", subject=subject, asked=f"{asked} ({one.key})", allowed=allowed)
        yield Check(line)
    grant = f"{amount(money.grant_before)} → {amount(money.grant_after)}"
    line = Line(rule="step.change.grant", subject="plan.grant", asked=grant, allowed=amount(money.approved))
    yield Check(line, ("change.grant_rises",))
    earned = f"{amount(money.earned_before)} → {amount(money.earned_after)}"
    line = Line(rule="step.change.earned", subject="plan.grant", asked=earned)
    yield Check(line, ("change.earned_falls", "change.item_spent", "change.item_earned"))


def _members(members: MemberChange, rules: RuleSet) -> Iterator[Check]:
    before, after = ([member.facts for member in side] for side in (members.before, members.after))
    firms = [str(composition.count_of_firms(side)) for side in (before, after)]
    least = rules.composition.minimum_firms
    yield Check(_count("firms", firms, str(least.value), rules.cite(least)), ("composition.firms",))
    universities = [str(composition.count_of(side, MemberKind.UNIVERSITY)) for side in (before, after)]
    few = rules.composition.minimum_universities
    yield Check(_count("universities", universities, str(few.value), rules.cite(few)), ("composition.university",))
    whole = [str(len(side)) for side in (before, after)]
    kinds = rules.composition.allowed_kinds
    yield Check(_count("members", whole, str(len(kinds.value)), rules.cite(kinds)), ("composition.",))


def _count(name: str, counts: list[str], least: str, source: str) -> Line:
    asked = " → ".join(counts)
    return Line(rule=f"step.change.{name}", subject="members", asked=asked, allowed=least, source=source)


CHANGE = Decision("change", ChangeInputs, Checked, _find)

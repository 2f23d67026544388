"""The lists of a rule set: points, activities, costs, limits, papers, indicators. Pure."""

from decimal import Decimal
from typing import Annotated

from pydantic import Field, StringConstraints

from grants.regimes.cited import Cited, Frozen, Named
from grants.regimes.words import CapBasis, Certificate, CountedFrom, Decider, EndedBy, Giver, NeededFor, Part, Per
from grants.values import Money, Score, Share

Nace = Annotated[str, StringConstraints(pattern=r"^[0-9]{2}(\.[0-9]{1,2}){0,2}$")]
"""A class of economic activity and all below it: "26", "32.50"."""


class Aspect(Named):
    """One side of a block, like its level or its potential, with the most points it can bring."""

    maximum: Score


class Block(Named):
    """A block of questions an evaluator scores, with the most points it can bring (its weight in 100).

    may_be_not_applicable: whether an evaluator may say that it does not apply; its weight is then taken out.
    """

    maximum: Score
    aspects: tuple[Aspect, ...] = ()
    may_be_not_applicable: bool = False

    @property
    def parts(self) -> dict[str, Decimal]:
        """What points are given for, with the most of each: every aspect ("block.level"), or the block itself."""
        if not self.aspects:
            return {self.code: self.maximum}
        return {f"{self.code}.{aspect.code}": aspect.maximum for aspect in self.aspects}


class FieldBonus(Frozen):
    """Points added to the total of an application whose main field is one of these."""

    nace: tuple[Nace, ...] = Field(min_length=1)
    points: Score

    def holds_for(self, nace: str) -> bool:
        """Whether a field of this code is one of them: "32.50.13" is within "32.50", "26.1" within "26"."""
        return any(nace == one or nace.startswith(f"{one}.") for one in self.nace)


class HeadCap(Frozen):
    """The most a cost head may be of the plan's total, in per cent."""

    head: str
    share: Share
    basis: CapBasis


class ItemBonus(Named):
    """Per cent points added to the share of a support item that has a certificate.

    lifts_overall: whether they may also lift the ceiling over the whole plan.
    """

    heads: tuple[str, ...] = Field(min_length=1)
    certificate: Certificate
    points: Share
    lifts_overall: bool


class Limit(Named):
    """What holds for support items of some activities only.

    activities: codes of activities or of whole groups. share: most per cent of an item's cost; the item cap
    of the regime if none. amount: most money, `per` project, activity or year. most_activities: how many
    such activities a plan may hold. most_years: how long one may last.
    """

    activities: tuple[str, ...] = Field(min_length=1)
    share: Share | None = None
    amount: Money | None = None
    per: Per = Per.PROJECT
    most_activities: Annotated[int, Field(ge=1, le=10_000)] | None = None
    most_years: Annotated[int, Field(ge=1, le=30)] | None = None

    def covers(self, activity: str) -> bool:
        """Whether an activity of this code is one of them: "U2.01" is within the group "U2"."""
        return any(activity == one or activity.startswith(f"{one}.") for one in self.activities)


class ActivityType(Named):
    """A type of activity the programme supports. Its code holds its group: "K1.01"."""


class ActivityGroup(Named):
    """A group of activity types; other activities of the group come under `other_code`, with a reason."""

    other_code: str
    activities: Cited[tuple[ActivityType, ...]]


class Catalogue(Frozen):
    """The activities a work plan may hold."""

    groups: tuple[ActivityGroup, ...] = Field(min_length=1)
    others_allowed: Cited[bool]

    @property
    def codes(self) -> frozenset[str]:
        """Every code a plan may use, those for other activities included where they are allowed."""
        named = {kind.code for group in self.groups for kind in group.activities.value}
        return frozenset(named | self.other_codes)

    @property
    def other_codes(self) -> frozenset[str]:
        if not self.others_allowed.value:
            return frozenset()
        return frozenset(group.other_code for group in self.groups)


class CostHead(Named):
    """What kind of cost a support item is."""


class ReportKind(Named):
    """A report the enterprise owes: its parts, every how many months, due how many days after, who decides."""

    parts: tuple[Part, ...] = Field(min_length=1)
    period_months: Annotated[int, Field(ge=1, le=60)]
    due_days: Annotated[int, Field(ge=0, le=3650)]
    decided_by: Decider


class ChangeClass(Named):
    """A class of changes to the work plan or the membership, and who decides about it."""

    decided_by: Decider


class EndingGround(Named):
    """A ground on which a contract is ended. after_notice: only once a formal notice was not cured in its time."""

    ended_by: EndedBy
    after_notice: bool


class LastingDuty(Named):
    """A duty that outlives the grant, for whole years. reminder_days: how long before its end it is looked at."""

    years: int = Field(ge=1, le=30)
    counted_from: CountedFrom
    reminder_days: int = Field(ge=0, le=365)


class RiskSignal(Named):
    """What a signal of risk counts for: so many points for each one above the tolerance, up to the most.

    code: one of `RiskKind`.
    """

    tolerance: Annotated[int, Field(ge=0, le=1000)]
    points: Annotated[int, Field(ge=0, le=100)]
    most: Annotated[int, Field(ge=0, le=100)]


class RequiredDocument(Named):
    """A paper that has to be handed in, by whom and for what."""

    given_by: Giver
    needed_for: NeededFor


class Measure(Named):
    """One number an indicator is followed by, and the programme's target for it, if it has one."""

    target: int | None = Field(ge=0)


class Indicator(Named):
    """One of the things progress is followed by."""

    measures: tuple[Measure, ...] = Field(min_length=1)

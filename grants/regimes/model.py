"""The shape of a rule set: all that a programme fixes as numbers, lists and names. Pure.

Rules read these attributes and never the key of the regime, so a new regime is a new file of data.
"""

from datetime import date
from typing import Annotated, Self

from pydantic import Field, model_validator

from grants.regimes.cited import Bilingual, Cited, Frozen, T
from grants.regimes.lists import Block, Catalogue, CostHead, Indicator, Measure
from grants.regimes.words import (
    Aggregation,
    Background,
    CapBasis,
    ExtensionGround,
    InterimMethod,
    MemberKind,
    QuorumRule,
    TieBreak,
)
from grants.values import Score, Share

Days = Annotated[int, Field(ge=0, le=3650)]
Count = Annotated[int, Field(ge=0, le=10_000)]
POINTS_OF_ALL_BLOCKS = 100


class Names(Frozen):
    """What this regime calls its bodies."""

    programme: Cited[Bilingual]
    board: Cited[Bilingual]


class Composition(Frozen):
    """Who must and who may stand in a consortium."""

    minimum_firms: Cited[Count]
    minimum_universities: Cited[Count]
    chamber_kinds: Cited[tuple[MemberKind, MemberKind]]
    """The chamber required, and the one required where the cluster's geography has none of the first."""
    allowed_kinds: Cited[frozenset[MemberKind]]


class MoneyRules(Frozen):
    """Ceilings and floors of the grant, in per cent."""

    overall_cap: Cited[Share]
    item_cap: Cited[Share]
    renovation_cap: Cited[Share]
    renovation_basis: Cited[CapBasis]
    renovation_head: Cited[str]
    minimum_share: Cited[Share]
    """What a call may ask as least share of the plan; holds only for calls that say so."""
    interim: Cited[InterimMethod]


class Deadlines(Frozen):
    """Days for each act; calendar days unless the name says working days."""

    administrative_check_reminder: Cited[Days]
    completion_working_days: Cited[Days]
    evaluator_acceptance_days: Cited[Days]
    evaluation_days: Cited[Days]
    evaluation_reminder_days_before: Cited[Days]
    committee_days: Cited[Days]
    negotiation_days: Cited[Days]
    approval_reminder_days: Cited[Days]
    founding_days: Cited[Days]
    signing_days: Cited[Days]
    report_due_days: Cited[Days]
    cure_days: Cited[Days]
    closing_days: Cited[Days]


class Evaluation(Frozen):
    """Pre-evaluation by independent evaluators, on a scale of 100 points."""

    evaluators: Cited[Annotated[int, Field(ge=1, le=9)]]
    pass_mark: Cited[Score]
    divergence: Cited[Score]
    """Totals further apart than this need one more evaluator; exactly this far apart do not."""
    aggregation: Cited[Aggregation]
    blocks: Cited[tuple[Block, ...]]
    part_scale: Cited[Score]
    """Points the evaluators' mean is worth in the ranking."""
    justification_minimum_length: Cited[Count]

    @model_validator(mode="after")
    def _blocks_add_up(self) -> Self:
        if sum(block.maximum for block in self.blocks.value) != POINTS_OF_ALL_BLOCKS:
            raise ValueError("the maximum points of the blocks do not add up to 100")
        return self

    def block(self, code: str) -> Block | None:
        return next((block for block in self.blocks.value if block.code == code), None)


class Committee(Frozen):
    """The board: who may sit, when it may decide, what its points are worth."""

    full_members: Cited[Count]
    substitutes: Cited[Count]
    excluded_backgrounds: Cited[frozenset[Background]]
    quorum: Cited[QuorumRule]
    part_scale: Cited[Count]
    """Most points a member may give."""
    whole_points: Cited[bool]
    """Whether members give whole numbers only."""
    threshold: Cited[Score]
    """A total below this is eliminated; this total passes."""
    tie_order: Cited[tuple[TieBreak, ...]]


class NegotiationRules(Frozen):
    enabled: Cited[bool]


class Duration(Frozen):
    """How long support lasts and how far it may be moved."""

    base_years: Cited[Annotated[int, Field(ge=1, le=20)]]
    extension_months_max: Cited[Count]
    ceiling_years: Cited[Annotated[int, Field(ge=1, le=30)]]
    pauses_count_in_ceiling: Cited[bool]
    extension_grounds: Cited[frozenset[ExtensionGround]]
    extension_same_amount: Cited[bool]
    """Whether an extension must leave the support amount as it is."""
    extension_before_end: Cited[bool]
    """Whether an extension must be asked for before the support period ends."""


class Reporting(Frozen):
    period_months: Cited[Annotated[int, Field(ge=1, le=60)]]
    audit_yearly: Cited[bool]


class Recovery(Frozen):
    """How money is taken back; the days to cure stand in `Deadlines.cure_days`."""

    interest_rate: Cited[Share]
    """Statutory interest, per cent a year."""
    written_warning: Cited[bool]


class RuleSet(Frozen):
    """One regime: the rules in force over a span of days, pinned by calls and contracts."""

    key: str
    revision: str
    """First day in force and hash of the content, like "2014-03-25+1a2b3c4d"."""
    valid_from: date
    valid_to: date | None
    """Last day on which a call may be opened under it; none while it is in force."""
    names: Names
    composition: Composition
    money: MoneyRules
    deadlines: Deadlines
    evaluation: Evaluation
    committee: Committee
    negotiation: NegotiationRules
    duration: Duration
    reporting: Reporting
    recovery: Recovery
    catalogue: Catalogue
    cost_heads: Cited[tuple[CostHead, ...]]
    indicators: Cited[tuple[Indicator, ...]]

    def cite(self, leaf: Cited[T]) -> str:
        """Where a leaf stands, fit for a breach: its citation, or "kdp-2014 default" for a default."""
        return f"{self.key} default" if leaf.is_default else leaf.source

    def in_force_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)

    @property
    def measures(self) -> tuple[Measure, ...]:
        """Every number an activity report gives, in the order of the indicators."""
        return tuple(measure for indicator in self.indicators.value for measure in indicator.measures)

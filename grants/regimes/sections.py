"""The sections of a rule set: everything a programme fixes as numbers, lists and names. Pure."""

from typing import Annotated

from pydantic import Field

from grants.regimes.cited import Bilingual, Cited, Frozen
from grants.regimes.lists import (
    Block,
    ChangeClass,
    EndingGround,
    FieldBonus,
    HeadCap,
    ItemBonus,
    LastingDuty,
    Limit,
    ReportKind,
    RequiredDocument,
    RiskSignal,
)
from grants.regimes.words import (
    Aggregation,
    Background,
    CapTest,
    ConflictKind,
    Currency,
    DisallowedPaid,
    ExtensionGround,
    InKindValue,
    InterestFrom,
    InterimMethod,
    Majority,
    MemberKind,
    MinutesSigners,
    Procurer,
    QuorumRule,
    TieBreak,
    TieRule,
    VatBasis,
)
from grants.values import Money, Score, Share

Days = Annotated[int, Field(ge=0, le=3650)]
Count = Annotated[int, Field(ge=0, le=10_000)]


class Names(Frozen):
    """What this regime calls its programme and its bodies."""

    programme: Cited[Bilingual]
    ministry: Cited[Bilingual]
    unit: Cited[Bilingual]
    """The unit of the ministry that runs the programme."""
    board: Cited[Bilingual]


class Composition(Frozen):
    """Who must and who may stand in a consortium."""

    minimum_firms: Cited[Count]
    minimum_universities: Cited[Count]
    chamber_kinds: Cited[tuple[MemberKind, ...]]
    """The chamber required, and the one required where the cluster's geography has none of the first.

    One kind: it is required everywhere. None: no chamber is required.
    """
    allowed_kinds: Cited[frozenset[MemberKind]]


class MoneyRules(Frozen):
    """Ceilings and floors of the grant, in per cent unless said otherwise."""

    currency: Cited[Currency]
    overall_cap: Cited[Share | None]
    """Most of the plan's total; none where only the items are capped."""
    overall_tested: Cited[frozenset[CapTest]]
    item_cap: Cited[Share | None]
    """Most of each support item's cost; none where only the whole is capped."""
    minimum_share: Cited[Share]
    """What a call may ask as least share of the plan; holds only for calls that say so."""
    head_caps: Cited[tuple[HeadCap, ...]]
    limits: Cited[tuple[Limit, ...]]
    bonuses: Cited[tuple[ItemBonus, ...]]
    vat: Cited[VatBasis]
    in_kind: Cited[InKindValue]
    in_kind_limit: Cited[Share]
    """Most of the plan's total that may be borne in kind."""
    advance: Cited[Share]
    """Most of the approved grant that may be paid ahead."""
    guarantee: Cited[Share]
    """How much of an advance must be covered by a guarantee."""
    guarantee_warning_days: Cited[Days]
    """Days before a guarantee ends on which that is told; 0: never."""
    retention: Cited[Share]
    """How much of what is earned is kept back until closing."""
    interim: Cited[InterimMethod]
    second_approval_above: Cited[Money | None]
    """The amount from which a second person has to approve a payment too; none: one is always enough."""
    claim_correction_days: Cited[Days | None]
    """Days to put a returned claim right and send it again; none: it waits without an end."""
    appropriation_warning: Cited[Share]
    """How much of a year's appropriation may be used before the finance officers are warned."""
    appropriation_binding: Cited[bool]
    """Whether nothing is approved beyond a year's appropriation once one is recorded; otherwise it is only told."""


class CalendarDefaults(Frozen):
    """What holds where a call does not say otherwise."""

    call_days: Cited[Days]
    """Days a call stays open."""


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
    closing_days: Cited[Days]


class Evaluation(Frozen):
    """Pre-evaluation by independent evaluators, on a scale of 100 points."""

    evaluators: Cited[Annotated[int, Field(ge=1, le=9)]]
    pass_mark: Cited[Score]
    pass_mark_inclusive: Cited[bool]
    """Whether a mean of just the pass mark passes."""
    divergence: Cited[Score]
    """Totals further apart than this need one more evaluator; exactly this far apart do not."""
    aggregation: Cited[Aggregation]
    blocks: Cited[tuple[Block, ...]]
    part_scale: Cited[Score]
    """Points the evaluators' mean is worth in the ranking."""
    justification_minimum_length: Cited[Count]
    bonuses: Cited[tuple[FieldBonus, ...]]
    """Points added to the total in the ranking, by main field; the highest one that holds counts."""
    calibration_weight: Cited[Annotated[int, Field(ge=1, le=1000)]]
    """How many files marked like everybody else an evaluator's hand is held to have besides its own."""
    calibration_decides: Cited[bool]
    """Whether the mean without the evaluators' hands is ranked; otherwise it is shown as advice only."""
    conflict_years: Cited[Annotated[int, Field(ge=0, le=50)]]
    """For how many years who has judged a consortium has a tie with it; 0: for none."""
    conflict_shared_members: Cited[Annotated[int, Field(ge=1, le=1000)]]
    """From how many members in common on a consortium of an earlier call is held to be the same."""
    soft_conflicts: Cited[frozenset[ConflictKind]]
    """Kinds of ties an officer may waive; all others are hard."""

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
    threshold_inclusive: Cited[bool]
    """Whether a total of just the threshold is selected."""
    tie_order: Cited[tuple[TieBreak, ...]]
    majority: Cited[Majority]
    tie_rule: Cited[TieRule]
    secret_scores: Cited[bool]
    """Whether who gave which points stays untold, even after the conclusion and in the minutes."""
    sessions_required: Cited[bool]
    """Whether every application must have been heard in a session before the board concludes."""
    minutes_signed_by: Cited[MinutesSigners]
    reserve_days: Cited[Days]
    """Days after the conclusion for which what passed and did not fit the money stays in reserve; 0: no reserve."""
    pack_required: Cited[bool]
    """Whether an application is approved only by a pack in which the members of the board have had their say."""


class NegotiationRules(Frozen):
    enabled: Cited[bool]


class FeedbackRules(Frozen):
    """What applicants are told after the decision, and what they may say to it."""

    objection_days: Cited[Days]
    """Days, after the day the feedback was sent on, in which one may object."""


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


DEVELOPMENT = "development"
"""Code of the kind of report on which it is decided whether support goes on or ends."""


class Reporting(Frozen):
    kinds: Cited[tuple[ReportKind, ...]]
    """The first is the activity report, on which claims are made."""
    reminder_days_before: Cited[Days]
    """How many days before a report is due the coordinator is reminded; 0: never."""
    escalation_days_after: Cited[Days]
    """How many days after a report was due, and is not there, it becomes the officers' business."""
    documents_required: Cited[bool]
    """Whether spending is reported document by document only; otherwise a sum by item may stand without one."""
    earlier_documents: Cited[bool]
    """Whether a document of an earlier period, not reported before, may still be reported."""

    @property
    def activity_report(self) -> ReportKind:
        return self.kinds.value[0]

    @property
    def development_report(self) -> ReportKind | None:
        """The report on which it is decided whether support goes on, where the regime has one."""
        return next((kind for kind in self.kinds.value if kind.code == DEVELOPMENT), None)


class AuditRules(Frozen):
    """The independent audit."""

    yearly: Cited[bool]
    last_part_year: Cited[bool]
    """Whether the last part of a year, up to the end of support, is audited as well."""
    on_complaint: Cited[bool]
    procured_by: Cited[Procurer]
    finding_days: Cited[Days]
    """Days to answer a finding for which its report sets no day."""
    findings_block_payment: Cited[bool]
    """Whether findings have to be closed before the next payment."""


class Changes(Frozen):
    classes: Cited[tuple[ChangeClass, ...]]


class Risk(Frozen):
    """How the risk of a grant in force is scored, and what a score proposes; nothing is decided by it."""

    signals: Cited[tuple[RiskSignal, ...]]
    window_months: Cited[Annotated[int, Field(ge=1, le=120)]]
    """For how many months back what was late counts."""
    visit_from: Cited[Annotated[int, Field(ge=0, le=1000)]]
    """The score from which a site visit is proposed."""
    visit_days: Cited[Days]
    """Within how many days a visit proposed is to be made."""
    hold_from: Cited[Annotated[int, Field(ge=0, le=1000)]]
    """The score from which a hold on payments is proposed."""
    hold_days: Cited[Days]
    """How many days a hold lasts where whoever orders it sets no end."""


class Notices(Frozen):
    """Formal notices before a contract is ended."""

    written_warning: Cited[bool]
    cure_days: Cited[Days]


class Termination(Frozen):
    """How a contract is ended before its time."""

    grounds: Cited[tuple[EndingGround, ...]]


class Obligations(Frozen):
    """What the enterprise still owes once the grant is closed."""

    kinds: Cited[tuple[LastingDuty, ...]]


class Recovery(Frozen):
    """How money is taken back."""

    interest_rate: Cited[Share]
    """Statutory interest, per cent a year."""
    interest_from: Cited[InterestFrom]
    """The day from which interest runs."""
    year_days: Cited[Annotated[int, Field(ge=360, le=366)]]
    """How many days a year of interest is reckoned with; the days themselves are counted by the calendar."""
    due_days: Cited[Days]
    """Days from the order to the first instalment."""
    instalments_max: Cited[Count]
    instalment_months: Cited[Annotated[int, Field(ge=1, le=60)]]
    """Months from one instalment to the next."""
    reminder_days_before: Cited[Days]
    """Days before an instalment falls due on which it is reminded of; 0: never."""
    disallowed: Cited[DisallowedPaid]
    """What happens to what was paid on spending that is disallowed afterwards."""


class Documents(Frozen):
    """Papers that are handed in."""

    required: Cited[tuple[RequiredDocument, ...]]
    missing_refused: Cited[bool]
    """Whether an application is not submitted while one of them is missing; otherwise the check looks at it."""

"""The closed lists of words that a regime chooses from. Pure."""

from enum import StrEnum


class MemberKind(StrEnum):
    """What a member of a consortium is (call 3 announcement, list of who may join)."""

    FIRM = "firm"
    UNIVERSITY = "university"
    RESEARCH_INSTITUTION = "research_institution"
    CHAMBER_OF_INDUSTRY = "chamber_of_industry"
    CHAMBER_OF_COMMERCE_AND_INDUSTRY = "chamber_of_commerce_and_industry"
    COMMODITY_EXCHANGE = "commodity_exchange"
    SPECIAL_PROVINCIAL_ADMINISTRATION = "special_provincial_administration"
    LOCAL_GOVERNMENT = "local_government"
    TECHNOLOGY_DEVELOPMENT_ZONE = "technology_development_zone"
    FREE_ZONE = "free_zone"
    ORGANISED_INDUSTRIAL_ZONE = "organised_industrial_zone"
    EXPORTERS_UNION = "exporters_union"
    INDUSTRIAL_ZONE = "industrial_zone"
    ASSOCIATION = "association"
    FOUNDATION = "foundation"
    COOPERATIVE = "cooperative"
    OTHER = "other"


class Currency(StrEnum):
    """The money a programme reckons in (ISO 4217)."""

    TRY = "TRY"
    USD = "USD"


class CapBasis(StrEnum):
    """Against which total a share of the plan is measured."""

    PLANNED = "planned"
    REALISED = "realised"


class CapTest(StrEnum):
    """When a ceiling over the whole plan is tested."""

    PLAN = "plan"
    """On every version of the work plan."""
    SETTLEMENT = "settlement"
    """On what was realised, once the work plan is completed."""


class Certificate(StrEnum):
    """A paper that a support item may have and that the regime rewards."""

    DOMESTIC_GOODS = "domestic_goods"


class VatBasis(StrEnum):
    """Whether costs are entered with value added tax or without."""

    NET = "net"
    GROSS = "gross"


class InKindValue(StrEnum):
    """How a contribution in kind is valued."""

    NOT_COUNTED = "not_counted"
    MARKET_VALUE = "market_value"


class Per(StrEnum):
    """What an amount of money is the most for."""

    PROJECT = "project"
    ACTIVITY = "activity"
    YEAR = "year"


class InterimMethod(StrEnum):
    """What an interim claim earns on the accepted spending of a support item, before the approved grant."""

    ITEM_CAP = "item_cap"
    """The item's own highest share times what was realised."""
    APPROVED_RATE = "approved_rate"
    """The item's approved grant over its approved cost, times what was realised."""


class InterestFrom(StrEnum):
    """From which day interest runs on what is taken back."""

    PAYMENT = "payment"
    """From the day on which it was paid out; what was paid last was paid too much."""
    ORDER = "order"
    """From the day on which it was ordered back."""
    DUE = "due"
    """From the day on which each instalment was due; none on what comes in by then."""


class DisallowedPaid(StrEnum):
    """What happens to money that was paid on spending which is disallowed afterwards."""

    SET_OFF = "set_off"
    """It is set off against what is claimed next; what is left of it, the settlement takes back."""
    RECOVER = "recover"
    """It is ordered back at once."""


class Aggregation(StrEnum):
    """How totals become one mean once more evaluators scored than the regime asks at first."""

    CLOSEST_TWO = "closest_two"
    """The mean of the two closest totals; of all of them when two pairs are equally close."""
    ALL = "all"


class QuorumRule(StrEnum):
    """How many must sit for a board to decide."""

    MAJORITY_OF_FULL_MEMBERS = "majority_of_full_members"
    ALL_FULL_MEMBERS = "all_full_members"


class Majority(StrEnum):
    """How many must say yes for a motion of the board to be carried."""

    OF_SITTING = "of_sitting"
    """More than half of those who sit; who abstains counts against."""
    OF_VOTES = "of_votes"
    """More yes than no; who abstains does not count."""


class TieRule(StrEnum):
    """What becomes of a motion with as many yes as no."""

    CHAIR_DECIDES = "chair_decides"
    """As the one in the chair voted; where the chair abstained it fails."""
    MOTION_FAILS = "motion_fails"


class MinutesSigners(StrEnum):
    """Whose signatures make the minutes of a board complete."""

    CHAIR_AND_MAJORITY = "chair_and_majority"
    """The chair's, and those of more than half of all who sat."""
    ALL_WHO_SAT = "all_who_sat"


class TieBreak(StrEnum):
    """What decides between two applications of equal total, one after the other."""

    BOARD_MEAN = "board_mean"
    EVALUATORS_MEAN = "evaluators_mean"
    LOT = "lot"
    """Drawn from the SHA-256 of the application's id: anybody can draw it again, and who came first gains nothing."""


class EndedBy(StrEnum):
    """Whose act ends a contract before its time."""

    MINISTRY = "ministry"
    ENTERPRISE = "enterprise"
    BOARD = "board"
    """By its decision on a development report; nobody ends a grant on such a ground without one."""


class CountedFrom(StrEnum):
    """From when a duty that outlives the grant is counted."""

    SUPPORT_END = "support_end"
    CLOSING = "closing"


class ExtensionGround(StrEnum):
    """Why a support period may be made longer."""

    ADMINISTRATIVE = "administrative"
    TECHNICAL = "technical"
    FORCE_MAJEURE = "force_majeure"


class Background(StrEnum):
    """Where a person nominated to the board works or worked."""

    PRIVATE_SECTOR = "private_sector"
    ACADEMIC = "academic"
    PUBLIC_STAFF = "public_staff"


class Part(StrEnum):
    """A part of a report on the work plan."""

    TECHNICAL = "technical"
    ADMINISTRATIVE = "administrative"
    FINANCIAL = "financial"


class Decider(StrEnum):
    """Who decides about a report or a change."""

    NOTIFIED = "notified"
    """Nobody: it is told and takes effect."""
    MONITORING_OFFICER = "monitoring_officer"
    BOARD = "board"
    MINISTER = "minister"


class Procurer(StrEnum):
    """Who hires the independent auditor."""

    MINISTRY = "ministry"
    ENTERPRISE = "enterprise"


class Giver(StrEnum):
    """Who a required document comes from."""

    CONSORTIUM = "consortium"
    FIRM = "firm"
    OTHER_MEMBER = "other_member"
    ENTERPRISE = "enterprise"


class NeededFor(StrEnum):
    """What a required document is needed for."""

    SUBMISSION = "submission"
    CONTRACT = "contract"
    REPORT = "report"
    CLOSING = "closing"


class RiskKind(StrEnum):
    """What makes a grant in force a risk, as far as the recorded facts tell."""

    LATE_REPORTS = "late_reports"
    """Activity reports that were late."""
    UNDER_SPENDING = "under_spending"
    """Per cent points by which reported spending stays behind the plan."""
    MEMBERS_LOST = "members_lost"
    """Members of the contract that left and whose number nobody made up."""
    OPEN_FINDINGS = "open_findings"
    """Findings of audits and visits that are not closed."""
    INDICATORS_SHORT = "indicators_short"
    """Measures that stand below what was planned for the last full year."""
    LATE_MILESTONES = "late_milestones"
    """Milestones of the plan not reached by their day."""


class ConflictKind(StrEnum):
    """Why a person may not judge an application."""

    COORDINATOR = "coordinator"
    """Leads the consortium."""
    EMPLOYER = "employer"
    """Works for a member."""
    ADDRESS = "address"
    """Has the address of a member."""
    DECLARED = "declared"
    """Has declared a tie with a member."""
    PROJECT = "project"
    """Worked on a project the applicants name as theirs, with the partner they name."""
    EVALUATED = "evaluated"
    """Has judged the same consortium in an earlier call."""

"""What the room knows of each thing, as frozen records. Rows never leave the store; these do."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from grants.contracts.activities import CallStatus
from grants.contracts.stages import Outcome, Stage
from grants.regimes import RuleSet, load
from grants.regimes.words import Currency, MemberKind
from grants.values import ApplicationId, CallId, ConsortiumId, PersonId
from grants.workplan import WorkPlan
from services.application.domain.inventory import Stage as ClusterStage


@dataclass(frozen=True, slots=True)
class CallRecord:
    """A call for applications. envelope in the currency of its regime, minimum_share in per cent of the plan.

    regime_reason: why it is held under a regime that was not in force when it opened; empty where it was.
    recorded: entered afterwards, from papers, for contracts that are taken over.
    """

    id: CallId
    name: str
    regime: str
    revision: str
    opens_at: datetime
    closes_at: datetime
    envelope: Decimal
    minimum_share: Decimal | None
    status: CallStatus
    published_by: PersonId
    published_at: datetime
    regime_reason: str = ""
    recorded: bool = False

    @property
    def pinned(self) -> str:
        """The regime as events carry it: key@revision."""
        return f"{self.regime}@{self.revision}"

    @property
    def rules(self) -> RuleSet:
        """The rules the call is held under."""
        return load(self.regime, self.revision)

    @property
    def currency(self) -> Currency:
        """The money its amounts are in."""
        return self.rules.money.currency.value


@dataclass(frozen=True, slots=True)
class DeadlineMove:
    """One time the deadline of a call was moved."""

    call_id: CallId
    was: datetime
    became: datetime
    reason: str
    moved_by: PersonId
    moved_at: datetime


@dataclass(frozen=True, slots=True)
class ClusterRecord:
    """A cluster of the registry. province: official name, or "TR" for a country-wide one."""

    no: int
    name: str
    province: str
    stage: ClusterStage


@dataclass(frozen=True, slots=True)
class MemberRecord:
    """A member of a consortium; the same facts the composition rule asks for. address: of its seat, if it was given.

    confirmed_at: when the member itself confirmed that it takes part; the composition does not depend on it.
    """

    name: str
    kind: MemberKind
    tax_number: str
    province: str
    nace: str
    commits: bool
    in_main_field: bool
    confirmed_at: datetime | None = None
    address: str = ""


@dataclass(frozen=True, slots=True)
class ConsortiumRecord:
    """A consortium. provinces: its economic geography, the leading one first."""

    id: ConsortiumId
    name: str
    cluster_no: int | None
    provinces: tuple[str, ...]
    geography_has_chamber_of_industry: bool
    nace: str
    coordinator_id: PersonId
    members: tuple[MemberRecord, ...]
    created_at: datetime

    @property
    def province(self) -> str:
        return self.provinces[0]


@dataclass(frozen=True, slots=True)
class ApplicationRecord:
    """An application as it stands. Change it with `dataclasses.replace` and give it to `applications.save`.

    plan_version: newest version of the plan; 0 while it is a draft. agreed_version: the one agreed.
    total, mean: exact points as text, as the evaluation room gave them; rank: from the committee.
    stage_due_since: when the time that ends at `stage_due_at` began to run.
    representative_id: who acts for the grant beside the coordinator; led_version: of its plan, which says who does.
    form: section of the form → text.
    """

    id: ApplicationId
    call_id: CallId
    consortium_id: ConsortiumId
    title: str
    regime: str
    revision: str
    coordinator_id: PersonId
    province: str
    stage: Stage
    created_at: datetime
    form: Mapping[str, str]
    outcome: Outcome | None = None
    outcome_reason: str = ""
    stage_due_at: datetime | None = None
    stage_due_since: datetime | None = None
    completion_used: bool = False
    submitted_at: datetime | None = None
    plan_version: int = 0
    agreed_version: int | None = None
    approved_amount: Decimal | None = None
    mean: str = ""
    total: str = ""
    rank: int | None = None
    representative_id: str = ""
    led_version: int = 0

    @property
    def pinned(self) -> str:
        """The regime as events carry it: key@revision."""
        return f"{self.regime}@{self.revision}"

    @property
    def currency(self) -> Currency:
        """The money its amounts are in."""
        return load(self.regime, self.revision).money.currency.value


@dataclass(frozen=True, slots=True)
class PlanVersion:
    """A version of a plan, in the application's currency. version 0: work in progress; 1: submitted; then revised."""

    application_id: ApplicationId
    version: int
    plan: WorkPlan
    total: Decimal
    requested: Decimal
    made_by: PersonId
    made_at: datetime
    why: str = ""


@dataclass(frozen=True, slots=True)
class StageRecord:
    """One stay of an application in a stage, for its timeline. left_at: none while it is there."""

    stage: Stage
    entered_at: datetime
    left_at: datetime | None
    due_at: datetime | None
    entered_by: PersonId
    entered_role: str


class CheckDecision(StrEnum):
    ADMITTED = "admitted"
    EXCLUDED = "excluded"


@dataclass(frozen=True, slots=True)
class CheckRecord:
    """How the administrative check was decided, and why."""

    application_id: ApplicationId
    decision: CheckDecision
    reason: str
    decided_by: PersonId
    decided_at: datetime


@dataclass(frozen=True, slots=True)
class CompletionRecord:
    """The one window to complete an application. items: what is missing, as the officer wrote it.

    replaced: the sections that it changed, as they were before; none before it is handed in, and where it was of old.
    """

    application_id: ApplicationId
    items: tuple[str, ...]
    requested_by: PersonId
    requested_at: datetime
    due_at: datetime
    note: str = ""
    submitted_at: datetime | None = None
    replaced: Mapping[str, str] | None = None


@dataclass(frozen=True, slots=True)
class OfferRecord:
    """What is written to complete an application, or to be offered in the talks, and not yet handed in.

    plan: None while it is as it was. form: the sections that change. count: how often it was written, 0 for never.
    """

    application_id: ApplicationId
    count: int = 0
    plan: WorkPlan | None = None
    form: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PointRecord:
    """A point of the negotiation; answer empty while it is open. plan_version: the plan it was raised about.

    item: key of the support item it concerns, if it concerns one.
    """

    id: str
    application_id: ApplicationId
    round: int
    title: str
    text: str
    plan_version: int
    raised_by: PersonId
    raised_at: datetime
    item: str = ""
    answer: str = ""
    answered_by: PersonId | None = None
    answered_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class ApprovalRecord:
    """The Minister's decision. amount: zero if refused."""

    application_id: ApplicationId
    approved: bool
    number: str
    decided_on: date
    amount: Decimal
    reason: str
    recorded_by: PersonId
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class EnterpriseRecord:
    """The cluster enterprise, once founded."""

    application_id: ApplicationId
    name: str
    tax_number: str
    registry_no: str
    founded_on: date
    province: str
    recorded_by: PersonId
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class ContractRecord:
    """The support contract. document: SHA-256 of the PDF, empty for one taken over without its paper.

    total, approved: in the application's currency. signed_on: the day it counts from, set when it is concluded.
    provenance: for a contract taken over, where it comes from.
    """

    application_id: ApplicationId
    number: str
    document: str
    plan_version: int
    total: Decimal
    approved: Decimal
    prepared_at: datetime
    signed_ministry_by: PersonId | None = None
    signed_ministry_at: datetime | None = None
    signed_enterprise_by: PersonId | None = None
    signed_enterprise_at: datetime | None = None
    signed_on: date | None = None
    concluded_at: datetime | None = None
    taken_over: bool = False
    provenance: str = ""

"""What the application room says. About: the application id, except for calls (call id) and consortia."""

from datetime import date
from typing import Any

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import DecidedData, EventData, WrittenData
from grants.contracts.papers import JudgedPaper, PaperData
from grants.contracts.registry_events import ClustersLoaded
from grants.contracts.stages import Outcome, Stage
from grants.personal import Contact, Identity, Public, Words
from grants.values import ApplicationId, CallId, ConsortiumId, GrantId, Moment, Money, PersonId, Share


class MemberData(BaseModel):
    """A member of a consortium as told to the other rooms. commits, in_main_field: whether it counts as a firm."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    name: Public
    kind: Public
    tax_number: Identity
    province: Public
    nace: Public = ""
    address: Contact = ""
    commits: bool = True
    in_main_field: bool = True


class CallPublished(EventData):
    """regime_reason: why it is held under a regime that is not in force when it opens."""

    SUBJECT = "application.call.published"

    call_id: CallId
    name: Public
    regime: Public
    revision: Public
    opens_at: Moment
    closes_at: Moment
    envelope: Money
    regime_reason: Words = ""
    minimum_share: Share | None = None


class CallRecorded(EventData):
    """A call of the past was entered from its papers, closed, so that contracts of it can be taken over."""

    SUBJECT = "application.call.recorded"

    call_id: CallId
    name: Public
    regime: Public
    revision: Public
    opens_at: Moment
    closes_at: Moment
    envelope: Money
    regime_reason: Words = ""
    minimum_share: Share | None = None


class CallDeadlineMoved(EventData):
    SUBJECT = "application.call.deadline_moved"

    call_id: CallId
    closes_at: Moment
    reason: Words


class CallOpened(DecidedData):
    """Explained: that its time has come."""

    SUBJECT = "application.call.opened"

    call_id: CallId


class CallClosed(DecidedData):
    """Explained: that its time is over, and how often that was moved."""

    SUBJECT = "application.call.closed"

    call_id: CallId
    applications: int


class ConsortiumCreated(EventData):
    """members: none in events of old, which told no more than the name."""

    SUBJECT = "application.consortium.created"

    consortium_id: ConsortiumId
    name: Public
    coordinator_id: PersonId
    cluster_no: int | None = None
    provinces: tuple[Public, ...] = ()
    nace: Public = ""
    geography_has_chamber_of_industry: bool | None = None
    members: tuple[MemberData, ...] | None = None


class ConsortiumChanged(EventData):
    """members: the whole list, where it was written anew; coordinator_id: who leads it, where that is another now."""

    SUBJECT = "application.consortium.changed"

    consortium_id: ConsortiumId
    coordinator_id: PersonId | None = None
    members: tuple[MemberData, ...] | None = None


class ParticipationConfirmed(EventData):
    """A member of the consortium has confirmed that it takes part."""

    SUBJECT = "application.consortium.participation_confirmed"

    consortium_id: ConsortiumId
    name: Public
    tax_number: Identity


class ApplicationDrafted(EventData):
    SUBJECT = "application.application.drafted"

    application_id: ApplicationId
    call_id: CallId
    consortium_id: ConsortiumId
    application_title: Words = ""


class ApplicationSubmitted(DecidedData, WrittenData):
    """An application was submitted; its workflow starts. Explained: consortium and plan. papers: those with it."""

    SUBJECT = "application.application.submitted"

    application_id: ApplicationId
    call_id: CallId
    consortium_id: ConsortiumId
    consortium_name: Public
    province: Public
    programme: Public
    plan_version: int
    plan_total: Money
    requested: Money
    papers: tuple[PaperData, ...] = ()


class StageEntered(EventData):
    """The application entered a stage. due_at: the end of what the stage allows, exclusive."""

    SUBJECT = "application.application.stage_entered"

    application_id: ApplicationId
    call_id: CallId
    stage: Stage
    due_at: Moment | None = None


class StageOverdue(DecidedData):
    """The ministry's own deadline of a stage passed; a reminder, and a new date. Explained: that time is over."""

    SUBJECT = "application.application.stage_overdue"

    application_id: ApplicationId
    call_id: CallId
    stage: Stage
    due_at: Moment


class CompletionRequested(EventData):
    SUBJECT = "application.check.completion_requested"

    application_id: ApplicationId
    call_id: CallId
    items: tuple[Words, ...]
    due_at: Moment


class CompletionSubmitted(WrittenData):
    """plan_version: the newest one; the amounts are of the plan, where a new one came with it. papers: what came."""

    SUBJECT = "application.check.completion_submitted"

    application_id: ApplicationId
    call_id: CallId
    due_at: Moment | None = None
    plan_version: int | None = None
    plan_total: Money | None = None
    requested: Money | None = None
    papers: tuple[PaperData, ...] = ()


class ApplicationAdmitted(WrittenData):
    """The administrative check was passed. Carries what evaluators need: members, form, plan, papers."""

    SUBJECT = "application.application.admitted"

    application_id: ApplicationId
    call_id: CallId
    consortium_name: Public
    coordinator_id: PersonId
    nace: Public
    members: tuple[MemberData, ...]
    form: dict[str, Words]
    plan: dict[str, Any]
    requested: Money
    submitted_at: Moment
    papers: tuple[JudgedPaper, ...] = ()


class ApplicationEnded(DecidedData):
    """The application came to its end before or with a contract. Explained where it ended because time ran out."""

    SUBJECT = "application.application.ended"

    application_id: ApplicationId
    call_id: CallId
    outcome: Outcome
    stage: Stage
    reason: Words = ""


class PresentationCalled(EventData):
    """When and where the coordinator presents the application to the board; said anew where it was moved."""

    SUBJECT = "application.presentation.called"

    application_id: ApplicationId
    call_id: CallId
    starts_at: Moment
    minutes: int
    place: Words
    session: int | None = None


class PresentationCancelled(EventData):
    """The application is not heard at the hour that was said; another one may follow."""

    SUBJECT = "application.presentation.cancelled"

    application_id: ApplicationId
    call_id: CallId
    reason: Words = ""


class NegotiationPointRaised(WrittenData):
    """item: key of the support item it is about; plan_version: the one on the table. Hashed: its text."""

    SUBJECT = "application.negotiation.point_raised"

    application_id: ApplicationId
    call_id: CallId
    point_id: Public
    title: Words
    round: int | None = None
    item: Public = ""
    plan_version: int | None = None


class NegotiationPointAnswered(WrittenData):
    SUBJECT = "application.negotiation.point_answered"

    application_id: ApplicationId
    call_id: CallId
    point_id: Public


class PlanRevised(DecidedData, WrittenData):
    """A new version of the plan lies on the table. Explained: the plan."""

    SUBJECT = "application.negotiation.plan_revised"

    application_id: ApplicationId
    call_id: CallId
    version: int
    total: Money
    requested: Money


class NegotiationAgreed(DecidedData):
    """Both sides agree on a version of the plan. Explained: the plan."""

    SUBJECT = "application.negotiation.agreed"

    application_id: ApplicationId
    call_id: CallId
    version: int
    total: Money
    requested: Money


class MinisterDecided(WrittenData):
    SUBJECT = "application.approval.decided"

    application_id: ApplicationId
    call_id: CallId
    approved: bool
    number: Words
    decided_on: date
    amount: Money


class EnterpriseRecorded(EventData):
    SUBJECT = "application.enterprise.recorded"

    application_id: ApplicationId
    call_id: CallId
    name: Public
    tax_number: Public
    registry_no: Words = ""
    founded_on: date | None = None
    province: Public = ""


class ContractPrepared(EventData):
    """The contract document lies ready for both signatures; document: SHA-256 of the PDF."""

    SUBJECT = "application.contract.prepared"

    application_id: ApplicationId
    call_id: CallId
    number: Public
    document: Public


class ContractSignedBySide(EventData):
    SUBJECT = "application.contract.signed_by_side"

    application_id: ApplicationId
    call_id: CallId
    side: Public


class ContractConcluded(WrittenData):
    """Both sides have signed (or a paper contract was taken over): the grant begins. Carries the agreed plan.

    geography_has_chamber_of_industry: whether the cluster's economic geography has one, as the consortium said.
    """

    SUBJECT = "application.contract.concluded"

    application_id: ApplicationId
    grant_id: GrantId
    call_id: CallId
    number: Public
    signed_on: date
    regime: Public
    revision: Public
    consortium_name: Public
    enterprise_name: Public
    enterprise_tax_number: Public
    coordinator_id: PersonId
    province: Public
    members: tuple[MemberData, ...]
    plan_version: int
    plan: dict[str, Any]
    total: Money
    approved: Money
    document: Public = ""
    taken_over: bool = False
    geography_has_chamber_of_industry: bool | None = None
    enterprise_registry_no: Words = ""
    enterprise_founded_on: date | None = None
    enterprise_province: Public = ""
    application_title: Words = ""


EVENTS: tuple[type[EventData], ...] = (
    CallPublished,
    CallRecorded,
    CallDeadlineMoved,
    CallOpened,
    CallClosed,
    ConsortiumCreated,
    ConsortiumChanged,
    ParticipationConfirmed,
    ApplicationDrafted,
    ApplicationSubmitted,
    StageEntered,
    StageOverdue,
    CompletionRequested,
    CompletionSubmitted,
    ApplicationAdmitted,
    ApplicationEnded,
    PresentationCalled,
    PresentationCancelled,
    NegotiationPointRaised,
    NegotiationPointAnswered,
    PlanRevised,
    NegotiationAgreed,
    MinisterDecided,
    EnterpriseRecorded,
    ContractPrepared,
    ContractSignedBySide,
    ContractConcluded,
    ClustersLoaded,
)

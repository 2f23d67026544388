"""What the evaluation room says. Never for applicants' eyes. About: application id, or call id for the committee."""

from pydantic import BaseModel, ConfigDict

from grants.contracts.committee_events import (
    ApartData,
    CommitteeDissented,
    CommitteeItemClosed,
    CommitteeItemOpened,
    CommitteeMinutesPrepared,
    CommitteeMinutesSigned,
    CommitteeMotionDecided,
    CommitteeMotionRaised,
    CommitteeMotionVoided,
    CommitteeScored,
    CommitteeSessionAttended,
    CommitteeSessionCalled,
    CommitteeSessionChanged,
    CommitteeVoted,
    PointData,
)
from grants.contracts.evaluator_events import EvaluatorChanged, EvaluatorErased, EvaluatorRegistered
from grants.contracts.event import DecidedData, EventData, WrittenData
from grants.contracts.pack_events import ApprovalPackAnswered, ApprovalPackClosed, ApprovalPackOpened
from grants.contracts.proposal_events import ProposalAccepted, ProposalChanged, ProposalComputed, StaffingModeChanged
from grants.contracts.reserve_events import (
    ReserveClosed,
    ReserveConsidered,
    ReserveMovedUp,
    ReserveOpened,
    ReserveReleased,
)
from grants.contracts.selection_events import (
    FeedbackBlocked,
    FeedbackIssued,
    FeedbackRedacted,
    FundingCombinationComputed,
    ObjectionDecided,
    ObjectionMade,
    ObjectionWindowClosed,
)
from grants.contracts.stages import CommitteeDecision
from grants.personal import Public, Words
from grants.values import ApplicationId, CallId, Moment, Money, PersonId


class ConflictFound(DecidedData, WrittenData):
    """A tie between a person and an application was computed. Explained, without a name.

    hard: no officer can waive it. barred: whether anything keeps the person from the application now.
    """

    SUBJECT = "evaluation.conflict.found"

    application_id: ApplicationId
    finding_id: Public
    person_id: PersonId
    kind: Public
    hard: bool
    barred: bool
    certain: bool | None = None


class ConflictDeclared(WrittenData):
    """A person who is to judge an application has declared a tie with it, or none. barred: as above."""

    SUBJECT = "evaluation.conflict.declared"

    application_id: ApplicationId
    person_id: PersonId
    tie: Words
    barred: bool
    finding_id: Public = ""


class ConflictWaived(WrittenData):
    """An officer has waived a soft tie. barred: whether anything else keeps the person from the application."""

    SUBJECT = "evaluation.conflict.waived"

    application_id: ApplicationId
    finding_id: Public
    person_id: PersonId
    kind: Public
    reason: Words
    barred: bool
    certain: bool | None = None
    hard: bool | None = None


class ConflictDismissed(WrittenData):
    """An officer has found a computed tie to be a false match, for good. barred: as above."""

    SUBJECT = "evaluation.conflict.dismissed"

    application_id: ApplicationId
    finding_id: Public
    person_id: PersonId
    kind: Public
    reason: Words
    barred: bool
    certain: bool | None = None
    hard: bool | None = None


class EvaluatorAssigned(DecidedData):
    """due_at: until when the invitation has to be answered; evaluate_by: until when the scores are due.

    Explained: that no tie with a member was found, without a name; and, where the room itself has chosen, the choice.
    """

    SUBJECT = "evaluation.assignment.made"

    application_id: ApplicationId
    assignment_id: Public
    evaluator_id: PersonId
    due_at: Moment
    evaluate_by: Moment | None = None
    ordinal: int | None = None


class EvaluatorsMissing(DecidedData):
    """No evaluator without conflict is free: the officer has to register or assign one. Explained: the choice."""

    SUBJECT = "evaluation.pre_evaluation.evaluators_missing"

    application_id: ApplicationId
    wanted: int


class AssignmentAccepted(WrittenData):
    """due_at: until when the scores are due."""

    SUBJECT = "evaluation.assignment.accepted"

    application_id: ApplicationId
    assignment_id: Public
    due_at: Moment | None = None


class AssignmentDeclined(WrittenData):
    SUBJECT = "evaluation.assignment.declined"

    application_id: ApplicationId
    assignment_id: Public
    conflict: bool


class AssignmentReminded(DecidedData):
    """An evaluator who accepted has not submitted, and the scores are due soon. due_at: until when they are due.

    Explained: that the time to remind has come.
    """

    SUBJECT = "evaluation.assignment.reminded"

    application_id: ApplicationId
    assignment_id: Public
    evaluator_id: PersonId
    due_at: Moment


class AssignmentLapsed(DecidedData):
    """An evaluator did not answer, or gave no scores, in time. Explained. evaluator_id: none in events of old."""

    SUBJECT = "evaluation.assignment.lapsed"

    application_id: ApplicationId
    assignment_id: Public
    evaluator_id: PersonId | None = None


class AssessmentSubmitted(EventData):
    """An evaluator's scores are final. remaining: how many assessments are still awaited now.

    seal, words_seal: of the points and of the words of the sheet (`grants.proof.sealed`); "" where it was not sealed.
    """

    SUBJECT = "evaluation.assessment.submitted"

    application_id: ApplicationId
    assignment_id: Public
    total: Public
    remaining: int
    seal: Public = ""
    words_seal: Words = ""


class AssessmentReopened(EventData):
    """An officer took final scores back to their evaluator: they are awaited again, until due_at.

    version: which sheet of this assignment was taken back, from 1 on; it is kept.
    """

    SUBJECT = "evaluation.assessment.reopened"

    application_id: ApplicationId
    assignment_id: Public
    evaluator_id: PersonId
    version: int
    due_at: Moment
    reason: Words


class ThirdEvaluatorNeeded(DecidedData):
    """The totals lie too far apart: one more evaluator is asked. Explained: by how much."""

    SUBJECT = "evaluation.pre_evaluation.third_needed"

    application_id: ApplicationId


class PreEvaluationDecided(DecidedData):
    """Explained: from the totals to the answer."""

    SUBJECT = "evaluation.pre_evaluation.decided"

    application_id: ApplicationId
    passed: bool
    mean: Public
    wanted: int | None = None
    opened_at: Moment | None = None


class CommitteeAppointed(DecidedData):
    """Explained: that each member may sit, in the order of the seats, full members first.

    seals, backgrounds: of each in that order, who it is, and from where; none in events of old. apart: who is kept
    from which application that lies before the board already; in events of old it was not said.
    """

    SUBJECT = "evaluation.committee.appointed"

    call_id: CallId
    full: tuple[PersonId, ...]
    substitutes: tuple[PersonId, ...]
    chair: PersonId
    seals: tuple[Public, ...] = ()
    backgrounds: tuple[Words, ...] = ()
    apart: tuple[ApartData, ...] | None = None


class CommitteeOpened(EventData):
    """apart: who is kept from which of them; in events of old it was not said."""

    SUBJECT = "evaluation.committee.opened"

    call_id: CallId
    applications: tuple[ApplicationId, ...]
    due_at: Moment
    apart: tuple[ApartData, ...] | None = None


class CommitteeOverdue(DecidedData):
    """The board is late; a reminder, and a new date. Explained: that its time is over."""

    SUBJECT = "evaluation.committee.overdue"

    call_id: CallId
    due_at: Moment


class CommitteeConflictDeclared(EventData):
    SUBJECT = "evaluation.committee.conflict_declared"

    call_id: CallId
    application_id: ApplicationId
    member_id: PersonId


class CommitteeAttended(EventData):
    SUBJECT = "evaluation.committee.attended"

    call_id: CallId
    present: tuple[PersonId, ...]


class CommitteeEnvelopeRaised(EventData):
    """An officer lets the committee go beyond the call's envelope, up to the usable one; the last one said stands."""

    SUBJECT = "evaluation.committee.envelope_raised"

    call_id: CallId
    envelope: Money
    usable: Money
    reason: Words


class PlacedData(BaseModel):
    """One line of the ranking; total is the sum of evaluators' and board's parts, as exact text.

    within_envelope: whether it fits the call's own envelope; selected without fitting it, it fits the usable one.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    application_id: ApplicationId
    rank: int
    total: Public
    decision: CommitteeDecision
    requested: Money
    within_envelope: bool


class CommitteeConcluded(DecidedData):
    """envelope: the call's; usable: what was ranked against; the reason is the officer's, if that room was used.

    Explained: the ranking of the whole call.
    """

    SUBJECT = "evaluation.committee.concluded"

    call_id: CallId
    placed: tuple[PlacedData, ...]
    envelope: Money
    over_envelope_reason: Words = ""
    usable: Money | None = None


class ApplicationPlaced(DecidedData):
    """What the ranking of its call means for one application; the whole of it is told of the call.

    rank 0 stands for eliminated. Explained: the quorum that decided, and the application's own numbers.
    points: what the board wants negotiated; conditions: on which it recommends the application.
    """

    SUBJECT = "evaluation.application.placed"

    call_id: CallId
    application_id: ApplicationId
    rank: int
    total: Public
    decision: CommitteeDecision
    points: tuple[PointData, ...] = ()
    conditions: tuple[Words, ...] = ()


EVENTS: tuple[type[EventData], ...] = (
    EvaluatorRegistered,
    EvaluatorChanged,
    EvaluatorErased,
    ConflictFound,
    ConflictDeclared,
    ConflictWaived,
    ConflictDismissed,
    ProposalComputed,
    ProposalChanged,
    ProposalAccepted,
    StaffingModeChanged,
    EvaluatorAssigned,
    EvaluatorsMissing,
    AssignmentAccepted,
    AssignmentDeclined,
    AssignmentReminded,
    AssignmentLapsed,
    AssessmentSubmitted,
    AssessmentReopened,
    ThirdEvaluatorNeeded,
    PreEvaluationDecided,
    CommitteeAppointed,
    CommitteeOpened,
    CommitteeOverdue,
    CommitteeConflictDeclared,
    CommitteeAttended,
    CommitteeScored,
    CommitteeEnvelopeRaised,
    CommitteeSessionCalled,
    CommitteeSessionChanged,
    CommitteeSessionAttended,
    CommitteeItemOpened,
    CommitteeItemClosed,
    CommitteeMotionRaised,
    CommitteeVoted,
    CommitteeMotionDecided,
    CommitteeMotionVoided,
    CommitteeDissented,
    CommitteeMinutesPrepared,
    CommitteeMinutesSigned,
    CommitteeConcluded,
    ApplicationPlaced,
    FundingCombinationComputed,
    ApprovalPackOpened,
    ApprovalPackAnswered,
    ApprovalPackClosed,
    ReserveOpened,
    ReserveConsidered,
    ReserveMovedUp,
    ReserveReleased,
    ReserveClosed,
    FeedbackIssued,
    FeedbackBlocked,
    FeedbackRedacted,
    ObjectionMade,
    ObjectionDecided,
    ObjectionWindowClosed,
)

"""What each reader is shown. Nobody is shown another evaluator before the decision, and applicants nothing."""

from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

from grants.contracts.stages import CommitteeDecision
from grants.explanation import Explanation
from grants.regimes import Bilingual
from grants.regimes.words import Background, Currency
from grants.values import Moment, Money
from services.evaluation.domain.findings import Barring
from services.evaluation.domain.records import AssignmentStatus, CommitteeStatus, PreEvaluationStatus, SeatKind
from services.evaluation.domain.selection import SelectionState


class View(BaseModel):
    model_config = ConfigDict(frozen=True, from_attributes=True)


class MemberOfConsortium(View):
    """kind, province: only for who has opened the file."""

    name: str
    kind: str = ""
    province: str = ""


class AspectOfBlock(View):
    """One side of a block; points are given under `part` ("competitiveness.level"). maximum: exact text."""

    part: str
    names: Bilingual
    maximum: str


class Block(View):
    """A block of the score sheet; maximum as exact text. aspects: what its points are given for, if not as a whole."""

    code: str
    names: Bilingual
    maximum: str
    aspects: tuple[AspectOfBlock, ...] = ()
    may_be_not_applicable: bool = False


class PaperView(View):
    """A paper with the application. document: SHA-256 of its bytes. names: of its kind, where the rules ask for it."""

    document: str
    kind: str
    names: Bilingual | None
    title: str
    media_type: str
    size: int


class Content(View):
    """The application itself: what the applicants wrote and planned, and the papers they handed in with it."""

    nace: str
    form: dict[str, str]
    plan: dict[str, Any]
    requested: Money
    submitted_at: Moment
    papers: tuple[PaperView, ...]


class AssignmentLine(View):
    id: str
    application_id: str
    consortium_name: str
    status: AssignmentStatus
    due_at: Moment
    total: str | None = None


class AnonymousSheet(View):
    """One evaluator's final sheet under a number. own: the reader's. total and scores as exact text."""

    number: int
    own: bool
    total: str
    scores: dict[str, str]
    justifications: dict[str, str]
    not_applicable: dict[str, str]


class DraftView(View):
    """What the evaluator has written and not given yet; for nobody else.

    total: what it comes to so far, exact; none where the points cannot stand.
    """

    scores: dict[str, str]
    justifications: dict[str, str]
    not_applicable: dict[str, str]
    saved_at: Moment
    total: str | None = None


class ReopeningView(View):
    """A sheet that was given and taken back. officer_id: for those of the Ministry who may know.

    total and the sheet itself as far as the reader may see the points of the assignment.
    """

    number: int
    reason: str
    submitted_at: Moment
    reopened_at: Moment
    officer_id: str | None = None
    total: str | None = None
    scores: dict[str, str] = {}
    justifications: dict[str, str] = {}
    not_applicable: dict[str, str] = {}


class AssignmentView(AssignmentLine):
    """The members' names are shown at once, so that a tie can be declared; content only after accepting.

    declared: whether the evaluator has said if there is a tie; needed to accept.

    due_at: of the answer while it is invited, of the scores afterwards; evaluate_by: of the scores.
    evaluator_id: only for those of the Ministry who may know. reopenings: sheets that were taken back, oldest first.
    """

    evaluate_by: Moment
    regime: str
    revision: str
    currency: Currency
    members: tuple[MemberOfConsortium, ...]
    declared: bool | None = None
    blocks: tuple[Block, ...]
    justification_minimum_length: int
    content: Content | None = None
    scores: dict[str, str] = {}
    justifications: dict[str, str] = {}
    not_applicable: dict[str, str] = {}
    draft: DraftView | None = None
    reopenings: tuple[ReopeningView, ...] = ()
    evaluator_id: str | None = None


class AssessmentLine(View):
    """One evaluator's part, for officer and inspector; the officer is shown the total once it is decided.

    barred: by what the evaluator is kept from the file, whatever was answered; none where nothing does.
    """

    assignment_id: str
    evaluator_id: str
    evaluator_name: str
    status: AssignmentStatus
    due_at: Moment
    total: str | None
    barred: Barring | None = None


class PreEvaluationView(View):
    """totals in the order of their size, so that they say nothing of who gave them.

    wanted, submitted, missing: for those who may know who evaluates; a third one tells of a divergence.
    """

    application_id: str
    status: PreEvaluationStatus
    wanted: int | None = None
    submitted: int | None = None
    missing: int | None = None
    passed: bool | None
    mean: str
    pass_mark: str
    totals: tuple[str, ...] = ()
    explanation: Explanation | None = None
    evaluators: tuple[AssessmentLine, ...] = ()


class SeatView(View):
    person_id: str
    name: str
    background: Background
    seat: SeatKind
    ordinal: int
    chair: bool
    present: bool | None


class ItemView(View):
    """An application before the committee. declared: whether the reader, if of the board, has declared about ties;
    before, there are only the names to judge it by. own_score: the reader's; scores: of all, once concluded.

    sitting, awaited: who sits, and who of them has not scored.
    """

    application_id: str
    consortium_name: str
    declared: bool = True
    members: tuple[str, ...] = ()
    requested: Money | None
    evaluators_mean: str | None
    sitting: tuple[str, ...]
    awaited: tuple[str, ...]
    quorum: bool
    own_score: int | None = None
    scores: dict[str, int] = {}


class RaiseView(View):
    """One decision of an officer on the usable envelope."""

    number: int
    usable: Money
    reason: str
    officer_id: str
    raised_at: Moment


class CommitteeView(View):
    """needed: how many must sit; part_scale: most points a member gives.

    usable_envelope: what the ranking may fill; raises: how it came about, for the Ministry and the inspector.
    """

    call_id: str
    call_name: str
    board_names: Bilingual
    status: CommitteeStatus
    due_at: Moment | None
    currency: Currency
    envelope: Money
    usable_envelope: Money
    raises: tuple[RaiseView, ...] = ()
    part_scale: int
    threshold: str
    needed: int
    chair_id: str | None
    members: tuple[SeatView, ...]
    items: tuple[ItemView, ...]


class ItemContent(View):
    application_id: str
    consortium_name: str
    members: tuple[MemberOfConsortium, ...]
    evaluators_mean: str
    regime: str
    revision: str
    currency: Currency
    content: Content


class PlacementView(View):
    """rank, cumulative, explanation, state: none for a reader from whom another application of the ranking is
    hidden, or its place would show.

    state: what became of it since, where it was selected or put in reserve. cumulative: grant requested by this
    application and all placed before it. scores: points by member that counted, for those who may know them.
    """

    application_id: str
    consortium_name: str
    rank: int | None
    total: str
    decision: CommitteeDecision
    requested: Money
    within_envelope: bool
    cumulative: Money | None
    scores: dict[str, int] = {}
    explanation: Explanation | None = None
    state: SelectionState | None = None


class RankingView(View):
    """over_envelope_reason: the officer's, where something is selected beyond the call's envelope.

    explanation: how the whole ranking came about; none for a reader from whom an application is hidden.
    reserve_until: exclusive end of the reserve's days, while anybody is in it.
    """

    call_id: str
    currency: Currency
    envelope: Money
    usable_envelope: Money
    over_envelope_reason: str
    placed: tuple[PlacementView, ...]
    explanation: Explanation | None = None
    reserve_until: Moment | None = None


class TaskKind(StrEnum):
    """What waits for a person; the words are those of the policy's actions."""

    ANSWER = "assignment.answer"
    SCORE = "assignment.score"
    ASSIGN = "evaluation.assign"
    PROPOSE = "proposal.compute"
    PROPOSAL = "proposal.accept"
    REGISTER = "evaluator.register"
    APPOINT = "committee.appoint"
    ATTEND = "committee.attend"
    COMMITTEE_DECLARE = "committee.declare_conflict"
    COMMITTEE_SCORE = "committee.score"
    CONCLUDE = "committee.conclude"
    VOTE = "committee.vote"
    PREPARE_MINUTES = "minutes.prepare"
    SIGN_MINUTES = "minutes.sign"
    SCHEDULE = "committee.call_session"
    ANSWER_PACK = "pack.answer"
    COMPOSE_PACK = "pack.compose"
    REDACT = "feedback.redact"
    DECIDE_OBJECTION = "objection.decide"
    OBJECT = "objection.make"


class Task(View):
    """One thing to do. title: name of the consortium, or of the call.

    nace, missing: the field for which the pool of evaluators is too small, and how many people are lacking.
    """

    kind: TaskKind
    title: str
    call_id: str
    application_id: str | None = None
    assignment_id: str | None = None
    due_at: Moment | None = None
    nace: str | None = None
    missing: int | None = None


class TaskList(View):
    tasks: tuple[Task, ...]

"""What workflows ask of the rooms: orders and answers. Ids, decisions, dates and amounts only."""

from enum import StrEnum

from pydantic import BaseModel, ConfigDict

from grants.contracts import queues
from grants.contracts.activity import ActivityContract, Answer, Order
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import CommitteeDecision, DeadlineKind, GrantOutcome, Outcome, Stage
from grants.values import ApplicationId, CallId, GrantId, Moment


class CallStatus(StrEnum):
    PUBLISHED = "published"
    OPEN = "open"
    CLOSED = "closed"


class CallOrder(Order):
    call_id: CallId


class CallState(Answer):
    """applications: those submitted, once the call is closed."""

    status: CallStatus
    opens_at: Moment
    closes_at: Moment
    applications: tuple[ApplicationId, ...] = ()


open_call = ActivityContract("open_call", queues.APPLICATION, CallOrder, CallState)
"""Open the call if its time has come; the answer says how it stands."""

close_call = ActivityContract("close_call", queues.APPLICATION, CallOrder, CallState)
"""Close the call if its time has come; a deadline moved meanwhile stands."""


class EnterStage(Order):
    application_id: ApplicationId
    stage: Stage


class StageState(Answer):
    """How the application stands after the order. outcome: set when it has ended."""

    stage: Stage
    due_at: Moment | None = None
    outcome: Outcome | None = None


enter_stage = ActivityContract("enter_stage", queues.APPLICATION, EnterStage, StageState)
"""Open a stage. An application that has ended stays as it is, and the answer says so."""

lapse_stage = ActivityContract("lapse_stage", queues.APPLICATION, EnterStage, StageState)
"""The deadline of this stage has passed: the room draws the consequence, or finds that the act came in time."""


class PreEvaluationResult(Order):
    application_id: ApplicationId
    passed: bool
    mean: str


record_pre_evaluation = ActivityContract("record_pre_evaluation", queues.APPLICATION, PreEvaluationResult, StageState)
"""The pre-evaluation is decided: on to the committee, or eliminated."""


class CommitteeResult(Order):
    application_id: ApplicationId
    decision: CommitteeDecision
    total: str
    rank: int
    due_at: Moment | None = None
    """Until when it may move up, where it is in reserve."""


record_committee = ActivityContract("record_committee", queues.APPLICATION, CommitteeResult, StageState)
"""The committee has decided: selected (the answer's stage says what comes next), in reserve, or ended."""


class PreEvaluationOrder(Order):
    application_id: ApplicationId


class PreEvaluationState(Answer):
    """due_at: when to ask again if nothing is heard. decided: then passed and mean (exact text) say the result."""

    decided: bool
    passed: bool = False
    mean: str = ""
    due_at: Moment | None = None


open_pre_evaluation = ActivityContract("open_pre_evaluation", queues.EVALUATION, PreEvaluationOrder, PreEvaluationState)
"""Assign the evaluators of an application."""

advance_pre_evaluation = ActivityContract(
    "advance_pre_evaluation", queues.EVALUATION, PreEvaluationOrder, PreEvaluationState
)
"""Look again: replace who declined or is late, appoint a third on divergence, or decide."""


class OpenCommittee(Order):
    call_id: CallId
    applications: tuple[ApplicationId, ...]


class Placement(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    application_id: ApplicationId
    decision: CommitteeDecision
    total: str
    rank: int
    due_at: Moment | None = None
    """Until when it may move up, where it is in reserve."""


class CommitteeState(Answer):
    concluded: bool
    due_at: Moment | None = None
    placed: tuple[Placement, ...] = ()


open_committee = ActivityContract("open_committee", queues.EVALUATION, OpenCommittee, CommitteeState)
"""Put the applications of a call before its committee."""


class CommitteeOrder(Order):
    call_id: CallId


advance_committee = ActivityContract("advance_committee", queues.EVALUATION, CommitteeOrder, CommitteeState)
"""Read the ranking once concluded; past the deadline, remind and give a new date."""


class ReserveOrder(Order):
    call_id: CallId


class ReserveState(Answer):
    """closed: nobody is in the reserve any more. due_at: else the exclusive end of its days."""

    closed: bool
    due_at: Moment | None = None


lapse_reserve = ActivityContract("lapse_reserve", queues.EVALUATION, ReserveOrder, ReserveState)
"""The days of a call's reserve are over: who is left in it is not selected, unless the room finds time left."""


class WindowOrder(Order):
    application_id: ApplicationId


class WindowState(Answer):
    """closed: no objection is taken any more. due_at: else the exclusive end of the days to object."""

    closed: bool
    due_at: Moment | None = None


close_objection_window = ActivityContract("close_objection_window", queues.EVALUATION, WindowOrder, WindowState)
"""The days to object to a decision are over: the room closes the window, or finds time left."""


class FallDue(Order):
    """kind, number, at: the deadline that has come, as the room gave it."""

    grant_id: GrantId
    kind: DeadlineKind
    number: int
    at: Moment


class GrantState(Answer):
    """deadlines: everything that will fall due, as it stands now. outcome: set once the grant is closed; more_may_come:
    whether it can then still get dates it has not now.
    """

    deadlines: tuple[Deadline, ...] = ()
    turn: int = 0
    outcome: GrantOutcome | None = None
    more_may_come: bool = False


fall_due = ActivityContract("fall_due", queues.MONITORING, FallDue, GrantState)
"""A deadline of a grant has come: the room draws the consequence, or finds that it was moved."""

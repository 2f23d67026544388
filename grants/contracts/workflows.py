"""The workflows by name: ids, inputs, the one signal they hear, and what they carry from run to run."""

from datetime import datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict, Field

from grants.contracts.activities import Placement
from grants.contracts.monitoring_events import Deadline
from grants.contracts.stages import GrantOutcome, Outcome
from grants.values import ApplicationId, CallId, GrantId, Moment

HEAR = "hear"
"""The signal every workflow hears facts by."""

SEARCH_ATTRIBUTES = {
    "DestekPhase": "Keyword",
    "DestekProgramme": "Keyword",
    "DestekCall": "Keyword",
    "DestekProvince": "Keyword",
    "DestekDueAt": "Datetime",
}


class WorkflowName(StrEnum):
    CALL = "CallWorkflow"
    APPLICATION = "ApplicationWorkflow"
    PRE_EVALUATION = "PreEvaluationWorkflow"
    COMMITTEE = "CommitteeWorkflow"
    NEGOTIATION = "NegotiationWorkflow"
    GRANT = "GrantWorkflow"
    OBLIGATIONS = "ObligationsWorkflow"
    RESERVE = "ReserveWorkflow"
    OBJECTION_WINDOW = "ObjectionWindowWorkflow"


def call_workflow_id(call_id: str) -> str:
    return f"call/{call_id}"


def application_workflow_id(application_id: str) -> str:
    return f"application/{application_id}"


def pre_evaluation_workflow_id(application_id: str) -> str:
    return f"pre-evaluation/{application_id}"


def committee_workflow_id(call_id: str) -> str:
    return f"committee/{call_id}"


def negotiation_workflow_id(application_id: str) -> str:
    return f"negotiation/{application_id}"


def reserve_workflow_id(call_id: str) -> str:
    return f"reserve/{call_id}"


def objection_window_workflow_id(application_id: str) -> str:
    return f"objection-window/{application_id}"


def grant_workflow_id(grant_id: str, opening: int = 1) -> str:
    """opening: a grant that was closed and opened again has a workflow of its own from then on."""
    return f"grant/{_opened(grant_id, opening)}"


def obligations_workflow_id(grant_id: str, opening: int = 1) -> str:
    """What outlives the grant after it was closed; opening: how often it had been opened by then."""
    return f"obligations/{_opened(grant_id, opening)}"


def _opened(grant_id: str, opening: int) -> str:
    return grant_id if opening == 1 else f"{grant_id}/{opening}"


class FactKind(StrEnum):
    """What a workflow can hear. One kind may stand for several events that mean the same to it."""

    DEADLINE_MOVED = "deadline_moved"
    APPLICATION_READY = "application_ready"
    APPLICATION_ENDED = "application_ended"
    COMPLETION_REQUESTED = "completion_requested"
    COMPLETION_SUBMITTED = "completion_submitted"
    ADMITTED = "admitted"
    ASSIGNMENT_CHANGED = "assignment_changed"
    COMMITTEE_CONCLUDED = "committee_concluded"
    COMMITTEE_RESULT = "committee_result"
    RESERVE_CLOSED = "reserve_closed"
    AGREED = "agreed"
    MINISTER_DECIDED = "minister_decided"
    ENTERPRISE_RECORDED = "enterprise_recorded"
    CONTRACT_CONCLUDED = "contract_concluded"
    CLOCK_MOVED = "clock_moved"
    GRANT_CLOSED = "grant_closed"
    GRANT_REOPENED = "grant_reopened"


class Fact(BaseModel):
    """Something that happened, as a workflow hears it: ids, decisions, dates and amounts only.

    event_id: the event it came from; a fact heard twice counts once. due_at: the date it sets, if any.
    decision, number, text: as the kind needs (outcome, rank, exact total).
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    event_id: str
    kind: FactKind
    at: datetime
    about: str = ""
    decision: str = ""
    number: int = 0
    text: str = ""
    due_at: Moment | None = None
    deadlines: tuple[Deadline, ...] = ()
    more_may_come: bool = False


EVENTS_A_RUN = 4_000
"""How long a run's history may grow before the run gives way: a tenth of what the server allows."""


class CallInput(BaseModel):
    """What a run of a call begins with; the first from its publication, the next from the run before.

    volume: which run this is. opened: whether the call has opened. applications: those submitted that are still in,
    once the call has closed. ready, out: applications that came before the committee or ended, as far as it matters
    still. placed: results not yet told, once the committee has concluded. waiting: facts not yet used.
    events_a_run: after how many events of its history a run gives way to the next.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    call_id: CallId
    programme: str
    opens_at: Moment
    closes_at: Moment
    volume: int = 1
    opened: bool = False
    applications: tuple[ApplicationId, ...] | None = None
    ready: tuple[str, ...] = ()
    out: tuple[str, ...] = ()
    placed: tuple[Placement, ...] | None = None
    heard: tuple[str, ...] = ()
    waiting: tuple[Fact, ...] = ()
    events_a_run: int = Field(EVENTS_A_RUN, ge=50)


class ApplicationInput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    application_id: ApplicationId
    call_id: CallId
    programme: str
    province: str


class PreEvaluationInput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    application_id: ApplicationId


class PreEvaluationOutput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    passed: bool
    mean: str


class CommitteeInput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    call_id: CallId
    applications: tuple[ApplicationId, ...]


class NegotiationInput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    application_id: ApplicationId


class ReserveInput(BaseModel):
    """until: exclusive end of the reserve's days."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    call_id: CallId
    until: Moment


class ObjectionWindowInput(BaseModel):
    """until: exclusive end of the days to object."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    application_id: ApplicationId
    until: Moment


class ApplicationOutput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    outcome: Outcome


class GrantInput(BaseModel):
    """What a run of a grant begins with; the first from the contract, the next from the run before.

    period: reporting period this run covers. turn: how often the room had changed the grant when it gave the
    deadlines. heard: ids of recent events, so that none counts twice.
    waiting: facts that came in while the run before ended.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    grant_id: GrantId
    application_id: ApplicationId
    call_id: CallId
    programme: str
    province: str
    period: int = 1
    deadlines: tuple[Deadline, ...]
    turn: int = 0
    heard: tuple[str, ...] = ()
    waiting: tuple[Fact, ...] = ()


class ObligationsInput(BaseModel):
    """What a run of a closed grant begins with; the first from its closing, the next from the run before.

    opening: how often the grant had been opened. volume: which run this is. turn, heard, waiting: as of a grant.
    more_may_come: whether the grant can still get dates it has not now.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    version: int = 1
    grant_id: GrantId
    application_id: ApplicationId
    opening: int = 1
    volume: int = 1
    deadlines: tuple[Deadline, ...]
    turn: int = 0
    more_may_come: bool = False
    heard: tuple[str, ...] = ()
    waiting: tuple[Fact, ...] = ()


class ObligationsOutput(BaseModel):
    """reopened: whether the grant was opened again before all was over."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    reopened: bool


class GrantOutput(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore")

    outcome: GrantOutcome

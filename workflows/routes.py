"""Which event reaches which workflow, as which fact. One function an event; what is not listed concerns none."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar

from pydantic import BaseModel

from grants.contracts import application_events as application
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.contracts import obligation_events as obligation
from grants.contracts import reserve_events as reserve
from grants.contracts import selection_events as selection
from grants.contracts import workflows as names
from grants.contracts.event import EventData
from grants.contracts.stages import Outcome, Stage
from grants.contracts.workflows import Fact, FactKind, WorkflowName
from grants.values import Moment

SYSTEM = "system"
"""The role under which a workflow's own orders are carried out: it knows their answer already."""


@dataclass(frozen=True, slots=True)
class Heard:
    """An event as the routes see it: its id, its time, by whom."""

    event_id: str
    at: Moment
    by_system: bool


@dataclass(frozen=True, slots=True)
class Tell:
    """Signal a fact to a workflow under way."""

    workflow_id: str
    fact: Fact


@dataclass(frozen=True, slots=True)
class Start:
    """Start a workflow, once for its id."""

    name: WorkflowName
    workflow_id: str
    start: BaseModel
    marks: Mapping[str, str]


Step = Tell | Start
E_ = TypeVar("E_", bound=EventData)
Route = Callable[[Heard, Any], Iterable[Step]]
ROUTES: dict[type[EventData], Route] = {}


def route(kind: type[E_]) -> Callable[[Callable[[Heard, E_], Iterable[Step]]], Callable[[Heard, E_], Iterable[Step]]]:
    """Register the route of one kind of event."""

    def register(function: Callable[[Heard, E_], Iterable[Step]]) -> Callable[[Heard, E_], Iterable[Step]]:
        ROUTES[kind] = function
        return function

    return register


def _fact(heard: Heard, kind: FactKind, **rest: Any) -> Fact:
    return Fact(event_id=heard.event_id, at=heard.at, kind=kind, **rest)


def _to_application(application_id: str, fact: Fact) -> Tell:
    return Tell(names.application_workflow_id(application_id), fact)


@route(application.CallPublished)
def call_published(_: Heard, data: application.CallPublished) -> Iterable[Step]:
    start = names.CallInput(
        call_id=data.call_id, programme=data.regime, opens_at=data.opens_at, closes_at=data.closes_at
    )
    marks = {"DestekProgramme": data.regime, "DestekCall": data.call_id}
    yield Start(WorkflowName.CALL, names.call_workflow_id(data.call_id), start, marks)


@route(application.CallDeadlineMoved)
def deadline_moved(heard: Heard, data: application.CallDeadlineMoved) -> Iterable[Step]:
    yield Tell(names.call_workflow_id(data.call_id), _fact(heard, FactKind.DEADLINE_MOVED, due_at=data.closes_at))


@route(application.ApplicationSubmitted)
def submitted(_: Heard, data: application.ApplicationSubmitted) -> Iterable[Step]:
    start = names.ApplicationInput(
        application_id=data.application_id,
        call_id=data.call_id,
        programme=data.programme,
        province=data.province,
    )
    marks = {"DestekProgramme": data.programme, "DestekCall": data.call_id, "DestekProvince": data.province}
    yield Start(WorkflowName.APPLICATION, names.application_workflow_id(data.application_id), start, marks)


@route(application.StageEntered)
def stage_entered(heard: Heard, data: application.StageEntered) -> Iterable[Step]:
    """The call counts who has come before its committee."""
    if data.stage is Stage.COMMITTEE:
        fact = _fact(heard, FactKind.APPLICATION_READY, about=data.application_id)
        yield Tell(names.call_workflow_id(data.call_id), fact)


_BEFORE_COMMITTEE_DECIDES = {
    Stage.SUBMITTED,
    Stage.ADMINISTRATIVE_CHECK,
    Stage.COMPLETION,
    Stage.ADMITTED,
    Stage.PRE_EVALUATION,
    Stage.COMMITTEE,
}


@route(application.ApplicationEnded)
def ended(heard: Heard, data: application.ApplicationEnded) -> Iterable[Step]:
    """The application's own workflow hears of an end a person made; the call hears of any before its committee."""
    if data.stage is Stage.DRAFT or data.outcome is Outcome.CONTRACTED:
        return
    if not heard.by_system:
        yield _to_application(
            data.application_id, _fact(heard, FactKind.APPLICATION_ENDED, decision=data.outcome.value)
        )
    if data.stage in _BEFORE_COMMITTEE_DECIDES:
        fact = _fact(heard, FactKind.APPLICATION_ENDED, about=data.application_id)
        yield Tell(names.call_workflow_id(data.call_id), fact)


@route(application.CompletionRequested)
def completion_requested(heard: Heard, data: application.CompletionRequested) -> Iterable[Step]:
    fact = _fact(heard, FactKind.COMPLETION_REQUESTED, due_at=data.due_at)
    yield _to_application(data.application_id, fact)


@route(application.CompletionSubmitted)
def completion_submitted(heard: Heard, data: application.CompletionSubmitted) -> Iterable[Step]:
    fact = _fact(heard, FactKind.COMPLETION_SUBMITTED, due_at=data.due_at)
    yield _to_application(data.application_id, fact)


@route(application.ApplicationAdmitted)
def admitted(heard: Heard, data: application.ApplicationAdmitted) -> Iterable[Step]:
    yield _to_application(data.application_id, _fact(heard, FactKind.ADMITTED))


@route(application.NegotiationAgreed)
def agreed(heard: Heard, data: application.NegotiationAgreed) -> Iterable[Step]:
    if not heard.by_system:
        yield Tell(names.negotiation_workflow_id(data.application_id), _fact(heard, FactKind.AGREED))


@route(application.MinisterDecided)
def minister_decided(heard: Heard, data: application.MinisterDecided) -> Iterable[Step]:
    """A refusal is heard as the end of the application."""
    if data.approved:
        yield _to_application(data.application_id, _fact(heard, FactKind.MINISTER_DECIDED))


@route(application.EnterpriseRecorded)
def enterprise_recorded(heard: Heard, data: application.EnterpriseRecorded) -> Iterable[Step]:
    yield _to_application(data.application_id, _fact(heard, FactKind.ENTERPRISE_RECORDED))


@route(application.ContractConcluded)
def contract_concluded(heard: Heard, data: application.ContractConcluded) -> Iterable[Step]:
    """A contract taken over from paper has no application workflow; the grant starts by its own event."""
    if not data.taken_over:
        yield _to_application(data.application_id, _fact(heard, FactKind.CONTRACT_CONCLUDED))


def _assignment(heard: Heard, application_id: str) -> Tell:
    return Tell(names.pre_evaluation_workflow_id(application_id), _fact(heard, FactKind.ASSIGNMENT_CHANGED))


@route(evaluation.EvaluatorAssigned)
def assigned(heard: Heard, data: evaluation.EvaluatorAssigned) -> Iterable[Step]:
    """Only what an officer assigned by hand is news."""
    if not heard.by_system:
        yield _assignment(heard, data.application_id)


@route(evaluation.AssignmentDeclined)
def declined(heard: Heard, data: evaluation.AssignmentDeclined) -> Iterable[Step]:
    yield _assignment(heard, data.application_id)


@route(evaluation.AssessmentSubmitted)
def assessed(heard: Heard, data: evaluation.AssessmentSubmitted) -> Iterable[Step]:
    """The join: only the last awaited assessment wakes the workflow."""
    if data.remaining == 0:
        yield _assignment(heard, data.application_id)


@route(evaluation.AssessmentReopened)
def reopened(heard: Heard, data: evaluation.AssessmentReopened) -> Iterable[Step]:
    """Its scores are awaited again, by another date."""
    yield _assignment(heard, data.application_id)


@route(evaluation.CommitteeConcluded)
def concluded(heard: Heard, data: evaluation.CommitteeConcluded) -> Iterable[Step]:
    yield Tell(names.committee_workflow_id(data.call_id), _fact(heard, FactKind.COMMITTEE_CONCLUDED))


@route(reserve.ReserveOpened)
def reserve_opened(_: Heard, data: reserve.ReserveOpened) -> Iterable[Step]:
    start = names.ReserveInput(call_id=data.call_id, until=data.until)
    yield Start(WorkflowName.RESERVE, names.reserve_workflow_id(data.call_id), start, {"DestekCall": data.call_id})


@route(reserve.ReserveClosed)
def reserve_closed(heard: Heard, data: reserve.ReserveClosed) -> Iterable[Step]:
    yield Tell(names.reserve_workflow_id(data.call_id), _fact(heard, FactKind.RESERVE_CLOSED))


def _another_result(heard: Heard, data: reserve.ReserveMovedUp | reserve.ReserveReleased) -> Tell:
    """For an application that waits in reserve."""
    fact = _fact(heard, FactKind.COMMITTEE_RESULT, decision=data.decision.value, number=data.rank, text=data.total)
    return _to_application(data.application_id, fact)


@route(reserve.ReserveMovedUp)
def moved_up(heard: Heard, data: reserve.ReserveMovedUp) -> Iterable[Step]:
    yield _another_result(heard, data)


@route(reserve.ReserveReleased)
def released(heard: Heard, data: reserve.ReserveReleased) -> Iterable[Step]:
    yield _another_result(heard, data)


@route(selection.FeedbackIssued)
def feedback_issued(_: Heard, data: selection.FeedbackIssued) -> Iterable[Step]:
    start = names.ObjectionWindowInput(application_id=data.application_id, until=data.object_until)
    workflow_id = names.objection_window_workflow_id(data.application_id)
    yield Start(WorkflowName.OBJECTION_WINDOW, workflow_id, start, {"DestekCall": data.call_id})


@route(monitoring.GrantOpened)
def grant_opened(_: Heard, data: monitoring.GrantOpened) -> Iterable[Step]:
    start = names.GrantInput(
        grant_id=data.grant_id,
        application_id=data.application_id,
        call_id=data.call_id,
        programme=data.programme,
        province=data.province,
        deadlines=data.deadlines,
        turn=data.turn,
    )
    yield Start(WorkflowName.GRANT, names.grant_workflow_id(data.grant_id), start, _marks(data))


def clock_moved(heard: Heard, data: monitoring.ClockMoved) -> Iterable[Step]:
    """What a person did moved the clock of a grant; what the workflow itself asked for it knows already."""
    if not heard.by_system:
        fact = _fact(
            heard, FactKind.CLOCK_MOVED, deadlines=data.deadlines, number=data.turn, more_may_come=data.more_may_come
        )
        workflow_id = names.obligations_workflow_id if data.closed else names.grant_workflow_id
        yield Tell(workflow_id(data.grant_id, data.opening), fact)


@route(monitoring.GrantClosed)
def grant_closed(heard: Heard, data: monitoring.GrantClosed) -> Iterable[Step]:
    """The grant's workflow ends; what outlives the grant has one of its own, over at once where nothing does or can."""
    fact = _fact(heard, FactKind.GRANT_CLOSED, decision=data.outcome.value)
    yield Tell(names.grant_workflow_id(data.grant_id, data.opening), fact)
    start = names.ObligationsInput(
        grant_id=data.grant_id,
        application_id=data.application_id,
        opening=data.opening,
        deadlines=data.deadlines,
        turn=data.turn,
        more_may_come=data.more_may_come,
    )
    workflow_id = names.obligations_workflow_id(data.grant_id, data.opening)
    yield Start(WorkflowName.OBLIGATIONS, workflow_id, start, _marks(data))


@route(obligation.GrantReopened)
def grant_reopened(heard: Heard, data: obligation.GrantReopened) -> Iterable[Step]:
    """What had outlived the grant until now ends with it; from here on the grant has a workflow again."""
    start = names.GrantInput(
        grant_id=data.grant_id,
        application_id=data.application_id,
        call_id=data.call_id,
        programme=data.programme,
        province=data.province,
        deadlines=data.deadlines,
        turn=data.turn,
    )
    yield Start(WorkflowName.GRANT, names.grant_workflow_id(data.grant_id, data.opening), start, _marks(data))
    until_now = names.obligations_workflow_id(data.grant_id, data.opening - 1)
    yield Tell(until_now, _fact(heard, FactKind.GRANT_REOPENED))


def _marks(data: monitoring.GrantOpened | monitoring.GrantClosed | obligation.GrantReopened) -> dict[str, str]:
    """By what a grant's workflows are found. An event of an older version says less."""
    found = {"DestekProgramme": data.programme, "DestekCall": data.call_id, "DestekProvince": data.province}
    return {name: value for name, value in found.items() if value}


for _kind in monitoring.EVENTS:
    if issubclass(_kind, monitoring.ClockMoved):
        ROUTES.setdefault(_kind, clock_moved)

BY_TYPE: dict[str, type[EventData]] = {kind.type_name(): kind for kind in ROUTES}
"""Event types by name, for those who read the bus."""

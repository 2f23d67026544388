"""The published language and those who speak it agree: each word is said, heard and carried out by whom it names."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any, get_type_hints

import pytest
from temporalio.activity import _Definition

import services
from grants.contracts import application_events as application
from grants.contracts import audit_events as audit
from grants.contracts import (
    closing_events,
    indicator_events,
    obligation_events,
    payment_events,
    plan_events,
    queues,
    report_events,
    risk_events,
)
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.contracts.event import EventData
from grants.contracts.workflows import WorkflowName
from runtime.bus import ROOMS as STREAMS
from runtime.clock import SystemClock
from runtime.room import RoomPlan
from runtime.unit import Desk
from services.application.app import PLAN as APPLICATION
from services.audit.app import PLAN as AUDIT
from services.evaluation.app import PLAN as EVALUATION
from services.monitoring.app import PLAN as MONITORING
from services.notification.app import PLAN as NOTIFICATION
from tests.contracts.published import CONTRACTS, EVENTS, SAID, WORKFLOW_SHAPES
from workflows.routes import ROUTES
from workflows.worker import WORKFLOWS

PLANS = {plan.name: plan for plan in (APPLICATION, EVALUATION, MONITORING, AUDIT, NOTIFICATION)}
ALL = tuple(kind for kinds in EVENTS.values() for kind in kinds)
NOT_ENDING_IN_ED = {"made", "paid", "given", "found", "held", "withdrawn", "drawn"}
FOUND_TO_BE = {"late", "overdue", "missing"}
"""Not what somebody did but how a thing was found when its time came."""
CONCERNS_NO_WORKFLOW: frozenset[type[EventData]] = frozenset(
    {
        application.CallRecorded,
        application.CallOpened,
        application.CallClosed,
        application.ConsortiumCreated,
        application.ConsortiumChanged,
        application.ParticipationConfirmed,
        application.ClustersLoaded,
        application.ApplicationDrafted,
        application.StageOverdue,
        application.PresentationCalled,
        application.PresentationCancelled,
        application.NegotiationPointRaised,
        application.NegotiationPointAnswered,
        application.PlanRevised,
        application.ContractPrepared,
        application.ContractSignedBySide,
        evaluation.EvaluatorRegistered,
        evaluation.EvaluatorChanged,
        evaluation.EvaluatorErased,
        evaluation.ConflictFound,
        evaluation.ConflictDeclared,
        evaluation.ConflictWaived,
        evaluation.ConflictDismissed,
        evaluation.ProposalComputed,
        evaluation.ProposalChanged,
        evaluation.ProposalAccepted,
        evaluation.StaffingModeChanged,
        evaluation.EvaluatorsMissing,
        evaluation.ThirdEvaluatorNeeded,
        evaluation.AssignmentAccepted,
        evaluation.AssignmentReminded,
        evaluation.AssignmentLapsed,
        evaluation.PreEvaluationDecided,
        evaluation.CommitteeAppointed,
        evaluation.CommitteeOpened,
        evaluation.CommitteeOverdue,
        evaluation.CommitteeConflictDeclared,
        evaluation.CommitteeAttended,
        evaluation.CommitteeScored,
        evaluation.CommitteeEnvelopeRaised,
        evaluation.CommitteeSessionCalled,
        evaluation.CommitteeSessionChanged,
        evaluation.CommitteeSessionAttended,
        evaluation.CommitteeItemOpened,
        evaluation.CommitteeItemClosed,
        evaluation.CommitteeMotionRaised,
        evaluation.CommitteeVoted,
        evaluation.CommitteeMotionDecided,
        evaluation.CommitteeMotionVoided,
        evaluation.CommitteeDissented,
        evaluation.CommitteeMinutesPrepared,
        evaluation.CommitteeMinutesSigned,
        evaluation.ApplicationPlaced,
        evaluation.FundingCombinationComputed,
        evaluation.ReserveConsidered,
        evaluation.ApprovalPackOpened,
        evaluation.ApprovalPackAnswered,
        evaluation.ApprovalPackClosed,
        evaluation.FeedbackBlocked,
        evaluation.FeedbackRedacted,
        evaluation.ObjectionMade,
        evaluation.ObjectionDecided,
        evaluation.ObjectionWindowClosed,
        monitoring.ReportOpened,
        monitoring.ReportLate,
        monitoring.ReportSubmitted,
        monitoring.ClaimMade,
        monitoring.ClaimApproved,
        monitoring.ClaimPaid,
        monitoring.ForceMajeureDeclared,
        monitoring.ExtensionAsked,
        monitoring.NoticeExpired,
        *(kind for kind in plan_events.EVENTS if not issubclass(kind, monitoring.ClockMoved)),
        *(kind for kind in risk_events.EVENTS if not issubclass(kind, monitoring.ClockMoved)),
        *indicator_events.EVENTS,
        *(kind for kind in payment_events.EVENTS if not issubclass(kind, monitoring.ClockMoved)),
        *(kind for kind in report_events.EVENTS if not issubclass(kind, monitoring.ClockMoved)),
        closing_events.ClosingReminded,
        closing_events.ClosingSubmitted,
        closing_events.ClosingAccepted,
        obligation_events.ObligationLookedAt,
        monitoring.RecoveryOrdered,
        *audit.EVENTS,
    }
)
"""What the workflows need not hear: nobody waits for it, or the one who waits asked for it."""


def test_no_two_events_have_one_address() -> None:
    assert [address for address, count in Counter(kind.SUBJECT for kind in ALL).items() if count > 1] == []


@pytest.mark.parametrize("kind", ALL)
def test_an_address_names_the_room_the_thing_and_what_happened(kind: type[EventData]) -> None:
    room, thing, happened = kind.SUBJECT.split(".")
    assert kind in EVENTS[room]
    assert re.fullmatch(r"[a-z]+(_[a-z]+)*", thing)
    words = set(happened.split("_"))
    assert any(word.endswith("ed") for word in words) or words & (NOT_ENDING_IN_ED | FOUND_TO_BE)


@pytest.mark.parametrize("module", SAID)
def test_every_event_that_has_an_address_is_among_the_events_of_its_room(module: ModuleType) -> None:
    told_on = [one for one in vars(module).values() if isinstance(one, ModuleType) and hasattr(one, "EVENTS")]
    defined = {
        value
        for one in (module, *told_on)
        for value in vars(one).values()
        if isinstance(value, type) and issubclass(value, EventData) and "SUBJECT" in vars(value)
    }
    assert defined - {EventData} == set(module.EVENTS)
    assert len(module.EVENTS) == len(set(module.EVENTS))


def test_every_event_reaches_a_workflow_or_is_known_to_concern_none() -> None:
    assert set(ROUTES) | CONCERNS_NO_WORKFLOW == set(ALL)
    assert set(ROUTES) & CONCERNS_NO_WORKFLOW == set()


def names_in(room: str, kind: type[ast.AST]) -> set[str]:
    """The names (last part) of what is called, or only spoken of, in the code of a room."""
    return {name for one, name in named_in(room) if one is kind}


@cache
def named_in(room: str) -> frozenset[tuple[type[ast.AST], str]]:
    """Each with how it stands there: called, after a point, or by itself."""
    return frozenset(
        (type(node), part.attr if isinstance(part, ast.Attribute) else part.id)
        for path in (Path(services.__path__[0]) / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        for part in [node.func if isinstance(node, ast.Call) else node]
        if isinstance(part, ast.Attribute | ast.Name)
    )


@pytest.mark.parametrize("room", EVENTS)
def test_a_room_says_only_what_is_its_own_to_say(room: str) -> None:
    others = {kind.__name__ for name, kinds in EVENTS.items() if name != room for kind in kinds}
    assert names_in(room, ast.Call) & others == set()


@pytest.mark.parametrize("room", sorted(set(PLANS) - set(EVENTS)))
def test_a_room_that_only_listens_makes_no_event_of_others(room: str) -> None:
    assert names_in(room, ast.Call) & {kind.__name__ for kind in ALL} == set()


@pytest.mark.parametrize("room", EVENTS)
def test_whatever_a_room_may_say_it_says_somewhere(room: str) -> None:
    spoken = names_in(room, ast.Attribute) | names_in(room, ast.Name)
    assert [kind.__name__ for kind in EVENTS[room] if kind.__name__ not in spoken] == []


@pytest.mark.parametrize("plan", PLANS.values(), ids=lambda plan: plan.name)
def test_a_room_hears_only_what_is_said_and_listens_to_all_it_hears(plan: RoomPlan) -> None:
    known = {kind.type_name(): kind.SUBJECT for kind in ALL}
    assert set(plan.hears) == set(plan.addresses) <= set(STREAMS)
    for stream, handlers in plan.hears.items():
        if set(handlers) == {"*"}:
            assert plan.addresses[stream] == (f"{stream}.>",)
        else:
            assert {known[kind] for kind in handlers} == set(plan.addresses[stream])
            assert all(address.startswith(f"{stream}.") for address in plan.addresses[stream])


def carried_out(plan: RoomPlan) -> list[_Definition]:
    """The activities of a room. Making them asks nothing of desk or platform."""
    desk = Desk(plan.name, None, SystemClock())  # type: ignore[arg-type] - nothing is asked of it here
    made: Any = plan.activities(desk, None)  # type: ignore[arg-type] - likewise
    return [_Definition.must_from_callable(one) for one in made]


def test_every_order_is_carried_out_by_exactly_one_room_and_that_on_its_own_queue() -> None:
    found = Counter((plan.name, one.name) for plan in PLANS.values() for one in carried_out(plan))
    assert found == Counter((contract.queue, contract.name) for contract in CONTRACTS.values())
    assert set(found.values()) == {1}


@pytest.mark.parametrize("name", CONTRACTS)
def test_an_order_is_named_as_it_is_written_and_taken_in_the_shapes_of_its_contract(name: str) -> None:
    contract = CONTRACTS[name]
    assert contract.name == name
    (one,) = [one for one in carried_out(PLANS[contract.queue]) if one.name == name]
    assert get_type_hints(one.fn) == {"order": contract.order, "return": contract.answer}


def test_every_workflow_has_its_name_its_worker_and_its_input() -> None:
    inputs = {shape.__name__ for shape in WORKFLOW_SHAPES}
    assert {kind.__name__ for kind in WORKFLOWS} == set(WorkflowName)
    assert {f"{name.removesuffix('Workflow')}Input" for name in WorkflowName} <= inputs


def test_the_rooms_are_the_same_everywhere() -> None:
    assert set(PLANS) == set(queues.ROOMS) == set(STREAMS)

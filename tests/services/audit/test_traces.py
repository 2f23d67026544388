"""From the events as the rooms say them to the leads: each pattern is found in them, and not where it is not."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from decimal import Decimal

import pytest

from grants.contracts import application_events as application
from grants.contracts import claim_events as claims
from grants.contracts import evaluation_events as evaluation
from grants.contracts import monitoring_events as monitoring
from grants.contracts.event import EventData
from grants.contracts.grant_event import Deadline
from grants.contracts.payment_events import ClaimOrdered, ClaimSeconded
from grants.contracts.stages import DeadlineKind, Outcome, Stage
from grants.regimes import load
from runtime.cloudevents import CloudEvent
from services.audit.domain.desk import CaseFile, Heard, after, trace_of
from services.audit.domain.leads import Lead, LeadKind, leads
from tests.services.audit.telling import NOON, File, said

LIMIT = load("kdp-2014").money.second_approval_above.value or Decimal(0)


def leads_of(events: Iterable[CloudEvent]) -> tuple[Lead, ...]:
    """What the desk would show, had it heard these."""
    files: dict[str, CaseFile] = {}
    traces = []
    for event in events:
        heard = Heard(event.id, event.type, event.subject, event.time, event.actorid, event.regime, event.data)
        file = files.get(event.subject, CaseFile(event.subject))
        traces.append(trace_of(file, heard))
        files[event.subject] = after(file, heard)
    return leads([one for one in traces if one])


def in_check(file: File, minutes_left: float, act: EventData, actor: str = "memur-1") -> list[CloudEvent]:
    """An act in the administrative check, so long before its date."""
    due = NOON + timedelta(minutes=minutes_left)
    entered = application.StageEntered(
        application_id=file.id, call_id=file.call_id, stage=Stage.ADMINISTRATIVE_CHECK, due_at=due
    )
    return [file.by_coordinator(file.submitted()), said(entered, file.id), said(act, file.id, actor)]


def ended(file: File, outcome: Outcome) -> application.ApplicationEnded:
    own = {"application_id": file.id, "call_id": file.call_id}
    return application.ApplicationEnded(**own, outcome=outcome, stage=Stage.ADMINISTRATIVE_CHECK)


@pytest.mark.parametrize(("minutes", "found"), [(0, 1), (30, 1), (31, 0), (-1, 0)])
def test_who_admits_minutes_before_the_date_of_the_check_is_a_lead(minutes: float, found: int) -> None:
    file = File()
    shown = leads_of(in_check(file, minutes, file.admitted()))
    assert [(one.kind, one.persons, one.about) for one in shown] == [
        (LeadKind.LAST_MINUTE, ("memur-1",), (file.id,))
    ] * found


@pytest.mark.parametrize(
    ("outcome", "actor", "found"),
    [
        (Outcome.EXCLUDED, "memur-1", 1),
        (Outcome.EXCLUDED, "system:workflow", 0),
        (Outcome.WITHDRAWN, "koordinator-1", 0),
    ],
)
def test_who_excludes_is_one_too_but_no_clock_and_no_withdrawal(outcome: Outcome, actor: str, found: int) -> None:
    file = File()
    assert len(leads_of(in_check(file, 5, ended(file, outcome), actor))) == found


def evaluated(*pairs: tuple[str, str]) -> list[CloudEvent]:
    """Files, each given to two evaluators."""
    events = []
    for pair in pairs:
        file = File()
        for person in pair:
            assigned = evaluation.EvaluatorAssigned(
                application_id=file.id, assignment_id=f"{file.id}-{person}", evaluator_id=person, due_at=NOON
            )
            events.append(said(assigned, file.id, "system:workflow", "system"))
    return events


@pytest.mark.parametrize(
    ("pairs", "found"),
    [
        ([("a", "b")] * 3, [("a", "b")]),
        ([("a", "b")] * 2, []),
        ([*[("a", "b")] * 3, *[("a", "c")] * 3, *[("b", "d")] * 3], [("a", "c"), ("b", "d")]),
    ],
)
def test_two_who_are_always_asked_together_are_a_lead(
    pairs: list[tuple[str, str]], found: list[tuple[str, str]]
) -> None:
    shown = leads_of(evaluated(*pairs))
    assert [one.persons for one in shown] == found
    assert {one.kind for one in shown} <= {LeadKind.SAME_PAIR}


def paid(amount: Decimal, grants: int = 1, claims: int = 1) -> list[CloudEvent]:
    """Claims of grants: made by each coordinator, approved by two, ordered by one."""
    events = []
    for file in (File() for _ in range(grants)):
        for number in range(claims):
            own = {"application_id": file.id, "grant_id": file.id, "claim_id": f"{file.id}-{number}", "amount": amount}
            events += [
                file.by_coordinator(monitoring.ClaimMade(**own)),
                said(ClaimSeconded(**own, limit=LIMIT), file.id, "izleme-1"),
                said(monitoring.ClaimApproved(**own), file.id, "amir-1"),
                said(ClaimOrdered(**own, order_id="o-1"), file.id, f"mali-{file.id}"),
            ]
    return events


KURUS = Decimal("0.01")
EDGE = LIMIT * Decimal("0.98")


@pytest.mark.parametrize(("amount", "found"), [(EDGE - KURUS, 0), (EDGE, 1), (LIMIT, 1), (LIMIT + KURUS, 0)])
def test_an_approval_just_under_what_another_would_have_to_approve_is_a_lead(amount: Decimal, found: int) -> None:
    shown = leads_of(paid(amount))
    assert [(one.kind, one.persons) for one in shown] == [(LeadKind.UNDER_LIMIT, ("amir-1",))] * found


def test_two_who_approve_on_many_grants_together_are_a_lead_and_two_who_meet_on_one_grant_are_none() -> None:
    assert [one.persons for one in leads_of(paid(Decimal(100), grants=3))] == [("amir-1", "izleme-1")]
    assert leads_of(paid(Decimal(100), claims=9)) == ()


def scored(file: File, minutes_left: float) -> list[CloudEvent]:
    """Scores so long before they were due, on the date of the acceptance, which is not that of the invitation."""
    own = {"application_id": file.id, "assignment_id": "g1"}
    assigned = evaluation.EvaluatorAssigned(
        **own, evaluator_id=file.evaluator, due_at=NOON, evaluate_by=NOON + timedelta(days=9)
    )
    due = NOON + timedelta(minutes=minutes_left)
    accepted = evaluation.AssignmentAccepted(**own, due_at=due)
    return [
        said(assigned, file.id),
        said(accepted, file.id, file.evaluator, "evaluator"),
        said(evaluation.AssessmentSubmitted(**own, total="81", remaining=1), file.id, file.evaluator, "evaluator"),
    ]


def reported(file: File, minutes_left: float) -> list[CloudEvent]:
    """A report so long before it was due, once the clock of the grant was moved."""
    own = {"grant_id": file.id, "application_id": file.id}
    due = Deadline(kind=DeadlineKind.REPORT_DUE, at=NOON + timedelta(minutes=minutes_left), number=1)
    moved = monitoring.ForceMajeureEnded(**own, force_majeure_id="m", ended_on=NOON.date(), deadlines=(due,))
    return [
        said(monitoring.ReportOpened(**own, number=1, due_at=NOON + timedelta(days=9)), file.id),
        said(moved, file.id),
        said(monitoring.ReportSubmitted(**own, number=1, realised=Decimal(1)), file.id, "koordinator-1"),
    ]


def put_right(file: File, minutes_left: float) -> list[CloudEvent]:
    """A returned claim, sent again so long before its time was over."""
    own = {"grant_id": file.id, "application_id": file.id, "claim_id": "t", "amount": Decimal(1)}
    due = NOON + timedelta(minutes=minutes_left)
    return [
        said(claims.ClaimReturned(**own, remarks="Dekont eksik.", due_at=due), file.id),
        said(claims.ClaimResubmitted(**own, round=2, note="Eklendi."), file.id, "koordinator-1"),
    ]


@pytest.mark.parametrize(("minutes", "found"), [(0, 1), (30, 1), (31, 0), (-1, 0)])
@pytest.mark.parametrize("told", [scored, reported, put_right])
def test_what_is_handed_in_minutes_before_it_is_due_is_a_lead(
    told: Callable[[File, float], list[CloudEvent]], minutes: float, found: int
) -> None:
    file = File()
    events = told(file, minutes)
    shown = leads_of(events)
    assert [(one.kind, one.persons, one.evidence) for one in shown] == [
        (LeadKind.LAST_MINUTE, (events[-1].actorid,), (events[-1].id,))
    ] * found

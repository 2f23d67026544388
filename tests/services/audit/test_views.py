"""What is told of all applications of a call is cut to the one whose story is read."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from grants.contracts.application_events import CompletionSubmitted
from grants.contracts.committee_events import CommitteeSessionCalled, SlotData
from grants.contracts.evaluation_events import (
    AssessmentSubmitted,
    CommitteeOpened,
    EvaluatorAssigned,
    EvaluatorsMissing,
    PreEvaluationDecided,
)
from grants.contracts.event import EventData
from grants.contracts.ledger_events import RunArchived
from grants.contracts.pack_events import ApprovalPackClosed, FundedData
from grants.contracts.plan_events import ChangeAsked
from grants.contracts.reserve_events import ReserveConsidered
from grants.contracts.selection_events import FundingCombinationComputed
from grants.explanation import Explanation
from runtime.messages import catalogue
from services.audit.domain.views import OF_ALL, Eyes, Scene, View, seen
from services.audit.usecases.sentences import numbers, people, sentence

AT = datetime(2027, 3, 8, 9, 0, tzinfo=UTC)
WHOLE = Explanation(decision="reserve", regime="kdp-2014@1", inputs={"left": "other"}, steps=(), outcome="moved_up")
FUNDED = tuple(FundedData(application_id=one, amount=Decimal(1)) for one in ("own", "other"))
EVENTS = (
    CommitteeOpened(call_id="c", applications=("own", "other"), due_at=AT),
    ApprovalPackClosed(call_id="c", number=1, document="0" * 64, funded=FUNDED, agreed=3, disagreed=1),
    CommitteeSessionCalled(
        call_id="c",
        number=1,
        starts_at=AT,
        ends_at=AT,
        place="Ankara",
        slots=tuple(SlotData(application_id=one, starts_at=AT, minutes=30) for one in ("own", "other")),
        members=("k-1", "k-2"),
    ),
    FundingCombinationComputed(call_id="c", number=1, name="A", is_final=True, explanations=(WHOLE,)),
    ReserveConsidered(call_id="c", left="other", moved=("own", "other"), explanations=(WHOLE,)),
)


def scene(data: EventData) -> Scene:
    said = data.model_dump(mode="json")
    return Scene("e", AT, data.type_name(), "officer", "ministry_officer", "", "kdp-2014@1", said)


@pytest.mark.parametrize("data", EVENTS, ids=lambda data: data.SUBJECT)
def test_a_story_names_no_other_application_of_the_call(data: EventData) -> None:
    assert data.type_name() in OF_ALL
    for view in (View.INSPECTOR, View.MINISTRY):
        shown = seen(scene(data), Eyes(view, "someone", "own", is_decided=True))
        assert shown is not None
        assert "other" not in str(shown.data)
        assert sentence(catalogue("grants", "services.audit"), "tr", shown)
    assert seen(scene(data), Eyes(View.APPLICANT, "someone", "own", is_decided=True)) is None


def test_a_seal_or_a_hash_is_no_number_of_a_story() -> None:
    sealed = {"seal": "ab" * 32, "words_seal": "cd" * 32}
    given = AssessmentSubmitted(application_id="own", assignment_id="g", total="81", remaining=1, **sealed)
    asked = {"change_id": "c", "number": 1, "kind": "minor", "decided_by": "officer", "reason": "x"}
    hashed = dict.fromkeys(("wish_hash", "differences_hash", "effect_hash"), "ef" * 32)
    wanted = ChangeAsked(grant_id="own", application_id="own", **asked, **hashed)
    assert numbers(scene(given)) == {"total": "81", "remaining": "1"}
    assert not {*hashed} & numbers(scene(wanted)).keys()


def test_of_a_list_of_the_call_the_own_line_stays() -> None:
    shown = seen(scene(EVENTS[1]), Eyes(View.MINISTRY, "someone", "own", is_decided=True))
    assert shown is not None
    assert [one["application_id"] for one in shown.data["funded"]] == ["own"]
    called = seen(scene(EVENTS[2]), Eyes(View.MINISTRY, "someone", "own", is_decided=True))
    assert called is not None
    assert (len(called.data["slots"]), called.data["members"]) == (1, ["k-1", "k-2"])


def test_what_went_into_the_archive_is_told_to_inspectors_alone() -> None:
    archived = scene(RunArchived.model_construct(workflow_id="application/own", volume=1))
    told = {view for view in View if seen(archived, Eyes(view, "someone", "own", is_decided=True))}
    assert told == {View.INSPECTOR}


COMPLETED = CompletionSubmitted(application_id="own", call_id="c", due_at=AT, plan_version=2)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (COMPLETED, "Eksikler giderildi; iş planı değişmedi."),
        (COMPLETED.model_copy(update={"plan_version": None}), "Eksikler giderildi."),
        (
            COMPLETED.model_copy(update={"plan_total": Decimal(2000), "requested": Decimal(1200)}),
            "Eksikler giderildi; iş planının 2. sürümü verildi: toplam 2.000,00 TL, istenen destek 1.200,00 TL.",
        ),
    ],
)
def test_a_story_says_whether_a_completion_brought_another_plan(data: EventData, said: str) -> None:
    assert sentence(catalogue("grants", "services.audit"), "tr", scene(data)) == said


@pytest.mark.parametrize(("language", "said"), [("tr", "78,5"), ("en", "78.5")])
def test_points_are_told_as_people_of_the_language_write_them(language: str, said: str) -> None:
    judged = scene(PreEvaluationDecided.model_construct(application_id="own", call_id="c", passed=True, mean="78.5"))
    assert f" {said}." in sentence(catalogue("grants", "services.audit"), language, judged)


CHOICE = Explanation(decision="choice", regime="kdp-2014@1", inputs={"x": "uzman-3"}, steps=(), outcome="missing")


@pytest.mark.parametrize(
    "data",
    [
        EvaluatorAssigned(
            application_id="own", assignment_id="1", evaluator_id="uzman-1", due_at=AT, explanations=(CHOICE,)
        ),
        EvaluatorsMissing(application_id="own", wanted=1, explanations=(CHOICE,)),
    ],
    ids=lambda data: data.SUBJECT,
)
def test_who_could_have_been_asked_is_nothing_applicants_read(data: EventData) -> None:
    assert seen(scene(data), Eyes(View.APPLICANT, "someone", "own", is_decided=True)) is None
    shown = seen(scene(data), Eyes(View.INSPECTOR, "someone", "own", is_decided=True))
    assert shown is not None
    assert "uzman-3" in str(shown.data)


@pytest.mark.parametrize("language", ["tr", "en"])
def test_whose_ids_stand_in_a_sentence_is_said_beside_it_and_of_nobody_else(language: str) -> None:
    asked = scene(EvaluatorAssigned(application_id="own", assignment_id="1", evaluator_id="uzman-1", due_at=AT))
    said = sentence(catalogue("grants", "services.audit"), language, asked)
    assert "uzman-1" in said
    assert people(asked, said) == ("uzman-1",)
    assert people(asked, "x") == ()

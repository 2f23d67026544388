"""What the room says on the bus, and what workflows carry and are searched by: nobody is named beside a judgement."""

from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import BaseModel

from grants.contracts.event import EventData
from grants.contracts.workflows import SEARCH_ATTRIBUTES
from services.audit.domain.views import Eyes, Scene, View, seen
from tests.contracts.published import CONTRACTS, EVENTS, WORKFLOW_SHAPES
from workflows.routes import Start

AT = datetime(2027, 3, 8, 7, 0, tzinfo=UTC)


@pytest.mark.parametrize("kind", EVENTS["evaluation"], ids=lambda kind: kind.SUBJECT)
def test_applicants_read_of_no_event_of_this_room_in_their_story(kind: type[EventData]) -> None:
    scene = Scene("e", AT, kind.type_name(), "d1", "evaluator", "", "kdp-2014@1", {"application_id": "a"})
    assert seen(scene, Eyes(View.APPLICANT, "koordinator", "a", is_decided=True)) is None


PEOPLE = {"evaluator_id", "person_id", "instead_of", "member_id", "members", "present", "chair", "full", "substitutes"}
JUDGED = {"total", "mean", "score", "scores", "points", "vote", "text", "justifications"}
SAYS_HOW_IT_WAS_JUDGED = {
    "AssessmentSubmitted",
    "PreEvaluationDecided",
    "ApplicationPlaced",
    "ReserveMovedUp",
    "ReserveReleased",
    "CommitteeDissented",
}


@pytest.mark.parametrize("kind", EVENTS["evaluation"], ids=lambda kind: kind.__name__)
def test_no_event_says_both_who_and_how(kind: type[EventData]) -> None:
    """A dissent is on record under its member's name: the only one."""
    fields = set(kind.model_fields)
    if kind.__name__ != "CommitteeDissented":
        assert not (fields & PEOPLE and fields & JUDGED)
    assert bool(fields & JUDGED) is (kind.__name__ in SAYS_HOW_IT_WAS_JUDGED)


def names_of(shape: type[BaseModel]) -> set[str]:
    """Every name in a shape, however deep."""
    said = shape.model_json_schema()
    return {name for part in (said, *said.get("$defs", {}).values()) for name in part.get("properties", ())}


@pytest.mark.parametrize("shape", WORKFLOW_SHAPES, ids=lambda shape: shape.__name__)
def test_what_workflows_carry_names_nobody(shape: type[BaseModel]) -> None:
    assert not names_of(shape) & (PEOPLE | {"name", "evaluators", "actor", "person"})


@pytest.mark.parametrize("contract", CONTRACTS.values(), ids=CONTRACTS)
def test_what_workflows_ask_and_are_answered_names_nobody(contract: Any) -> None:
    for shape in (contract.order, contract.answer):
        assert not names_of(shape) & (PEOPLE | {"name", "evaluators", "actor", "person"})


def test_the_search_attributes_are_of_calls_and_places_and_nobody_is_found_by_them() -> None:
    assert set(SEARCH_ATTRIBUTES) == {
        "DestekPhase",
        "DestekProgramme",
        "DestekCall",
        "DestekProvince",
        "DestekDueAt",
    }
    assert set(Start.__dataclass_fields__) == {"name", "workflow_id", "start", "marks"}, "a start has no memo"

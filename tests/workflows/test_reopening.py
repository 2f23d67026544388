"""An assessment taken back wakes the pre-evaluation it belongs to, whoever took it back."""

from datetime import UTC, datetime

import pytest

from grants.contracts.evaluation_events import AssessmentReopened
from grants.contracts.workflows import FactKind, pre_evaluation_workflow_id
from workflows.routes import ROUTES, Heard, Tell

NOW = datetime(2027, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize("by_system", [False, True])
def test_scores_taken_back_are_a_change_of_an_assignment(*, by_system: bool) -> None:
    told = AssessmentReopened(
        application_id="a", assignment_id="g", evaluator_id="d", version=1, due_at=NOW, reason="Gerekçe eksik."
    )
    (step,) = ROUTES[AssessmentReopened](Heard("e1", NOW, by_system), told)
    assert isinstance(step, Tell)
    assert (step.workflow_id, step.fact.kind, step.fact.event_id) == (
        pre_evaluation_workflow_id("a"),
        FactKind.ASSIGNMENT_CHANGED,
        "e1",
    )

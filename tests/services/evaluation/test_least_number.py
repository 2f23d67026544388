"""A pre-evaluation is never decided by fewer evaluators than the regime asks for, whatever happened to the others."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grants.regimes import keys, load
from services.evaluation.domain.assessing import Decided, Wanted, next_step, submitted, under_way
from services.evaluation.domain.records import Assignment, AssignmentStatus

NOW = datetime(2027, 3, 1, 6, 0, tzinfo=UTC)
REGIMES = [load(key) for key in keys()]


@st.composite
def histories(draw: st.DrawFn) -> tuple[Assignment, ...]:
    """Any run of invitations: answered, declined, late, closed or scored."""
    statuses = draw(st.lists(st.sampled_from(AssignmentStatus), max_size=8))
    return tuple(
        Assignment(
            id=str(place),
            application_id="a",
            evaluator_id=f"d{place}",
            ordinal=place,
            status=status,
            invited_at=NOW,
            due_at=NOW + timedelta(days=21),
            total=Fraction(draw(st.integers(0, 10_000)), 100) if status is AssignmentStatus.SUBMITTED else None,
        )
        for place, status in enumerate(statuses, start=1)
    )


@pytest.mark.parametrize("rules", REGIMES, ids=lambda rules: rules.key)
@given(made=histories())
def test_nothing_is_decided_with_fewer_scores_than_the_regime_s_number(rules, made) -> None:
    least = rules.evaluation.evaluators.value
    step = next_step(made, rules)
    if isinstance(step, Decided):
        assert len(submitted(made)) >= least
    else:
        assert step.assessments >= least


@pytest.mark.parametrize("rules", REGIMES, ids=lambda rules: rules.key)
@given(made=histories())
def test_whoever_declined_or_was_late_leaves_a_seat_to_be_filled_again(rules, made) -> None:
    step = next_step(made, rules)
    if isinstance(step, Wanted):
        at_work = len(submitted(made)) + len(under_way(made))
        assert step.missing + at_work >= step.assessments
        assert step.missing == max(step.assessments - at_work, 0)

"""When time runs out: at the exact instant, counted in whole Istanbul days, and told so that it can be told again."""

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.breach import RulesBroken
from grants.calendar import istanbul_day, start_of
from grants.contracts.stages import DeadlineKind
from grants.decisions import explain, recompute
from grants.decisions.deadline import CONSEQUENCES, DEADLINE, DeadlineInputs, Fallen, as_recorded
from grants.explanation import Explanation
from grants.regimes import keys, load
from grants.rules.deadlines import Due, end, term
from tests.grants.decisions import given as g

SET_BY_PEOPLE = {
    *(Due.CALL_OPENING, Due.RECOVERY_DUE, Due.AUDIT_REPORT_DUE),
    *(Due.OBLIGATION_REMINDER, Due.OBLIGATION_END),
    Due.GUARANTEE_REMINDER,
    Due.GUARANTEE_END,
}
ON_DEVELOPMENT = {one for one in Due if one.startswith("development")}
"""Times of a report that not every regime asks for."""
FRIDAY = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    ("due", "began_at", "last_day"),
    [
        (Due.COMPLETION, FRIDAY, date(2026, 12, 4)),
        (Due.NEGOTIATION, FRIDAY, date(2027, 1, 19)),
        (Due.FOUNDING, FRIDAY, date(2027, 2, 18)),
        (Due.SIGNING, datetime(2024, 1, 30, 10, tzinfo=UTC), date(2024, 2, 29)),
        (Due.SIGNING, datetime(2023, 1, 30, 10, tzinfo=UTC), date(2023, 3, 1)),
        (Due.SIGNING, datetime(2024, 1, 30, 20, 59, 59, tzinfo=UTC), date(2024, 2, 29)),
        (Due.SIGNING, datetime(2024, 1, 30, 21, tzinfo=UTC), date(2024, 3, 1)),
        (Due.CURE_END, FRIDAY, date(2026, 12, 20)),
    ],
)
def test_the_last_day_counts_whole_and_the_first_does_not(due: Due, began_at: datetime, last_day: date) -> None:
    assert end(due, began_at, g.KDP) == start_of(last_day + timedelta(days=1))


@pytest.mark.parametrize("due", [one for one in Due if one not in SET_BY_PEOPLE])
def test_what_follows_comes_with_the_very_instant_of_the_end_and_not_before(due: Due) -> None:
    rules = load("kdp-2022")
    at = end(due, FRIDAY, rules)
    early = explain("deadline", {"what": due, "began_at": FRIDAY, "now": at - timedelta(microseconds=1)}, rules)
    assert early.outcome == Fallen.IN_TIME
    assert not early.broken
    assert explain("deadline", {"what": due, "began_at": FRIDAY, "now": at}, rules).outcome == CONSEQUENCES[due]


@pytest.mark.parametrize(
    ("signed", "last_day"),
    [("2017-05-02", "2022-05-01"), ("2020-02-29", "2025-02-28"), ("2019-03-01", "2024-02-29")],
)
def test_support_of_five_years_ends_with_the_day_before(signed: str, last_day: str) -> None:
    inputs = {"what": "support_end", "first_day": signed, "now": "2030-01-01T00:00:00Z"}
    counted = next(one for one in explain("deadline", inputs, g.KDP).steps if one.rule == "step.deadline.months")
    assert (counted.asked, counted.allowed) == (f"{signed} + 60", last_day)


@pytest.mark.parametrize("due", Due)
def test_each_time_has_one_consequence_and_each_number_of_a_regime_its_source(due: Due) -> None:
    assert due in CONSEQUENCES
    for key in keys():
        rules = load(key)
        found, asked = term(due, rules), due not in ON_DEVELOPMENT or rules.reporting.development_report is not None
        asked &= due is not Due.CLAIM_CORRECTION or rules.money.claim_correction_days.value is not None
        assert (found is None) == (due in SET_BY_PEOPLE or not asked)
        assert found is None or found.source


def test_every_deadline_of_a_grant_is_one_of_the_times_that_are_explained() -> None:
    assert {one.value for one in DeadlineKind} <= {one.value for one in Due}


def test_an_answer_is_never_awaited_longer_than_the_scores() -> None:
    rules = g.rules_with({"deadlines.evaluator_acceptance_days": 30, "deadlines.evaluation_days": 21})
    assert end(Due.INVITATION, FRIDAY, rules) == end(Due.EVALUATION, FRIDAY, rules)
    assert end(Due.INVITATION, FRIDAY, g.KDP) < end(Due.EVALUATION, FRIDAY, g.KDP)


def test_an_end_nobody_set_and_no_rule_gives_is_refused_by_name() -> None:
    with pytest.raises(RulesBroken) as refused:
        explain("deadline", {"what": "call_opening", "now": FRIDAY}, g.KDP)
    assert refused.value.breaches[0].subject == "set_at"


def test_an_end_on_record_is_told_as_set_only_where_the_regime_gives_another() -> None:
    given_ = DeadlineInputs(what=Due.FOUNDING, now=FRIDAY, began_at=FRIDAY)
    own = end(Due.FOUNDING, FRIDAY, g.KDP)
    assert as_recorded(given_, own, g.KDP).set_at is None
    assert as_recorded(given_, own + timedelta(days=1), g.KDP).set_at == own + timedelta(days=1)


moments = st.datetimes(datetime(2015, 1, 1), datetime(2035, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - bounds
days = st.dates(date(2015, 1, 1), date(2036, 1, 1))
spans = st.lists(st.tuples(days, st.none() | st.integers(1, 200)), max_size=4).map(
    lambda found: [
        {"starts_on": first, "ends_on": None if length is None else first + timedelta(days=length)}
        for first, length in found
    ]
)


@st.composite
def facts(draw: st.DrawFn) -> dict[str, Any]:
    return {
        "what": draw(st.sampled_from(Due)),
        "now": draw(moments),
        "began_at": draw(moments),
        "first_day": draw(st.none() | days),
        "number": draw(st.integers(1, 14)),
        "set_at": draw(moments),
        "moved_from": draw(st.lists(moments, max_size=2)),
        "pauses": draw(spans),
        "latest": draw(st.none() | moments),
    }


@settings(max_examples=60)
@given(facts(), st.sampled_from(keys()))
def test_told_again_from_its_record_it_is_the_same_and_agrees_with_the_clock(inputs: dict[str, Any], key: str) -> None:
    made = explain("deadline", inputs, load(key))
    assert recompute(Explanation.model_validate_json(made.model_dump_json())) == made
    due = made.figures.get("due")
    assert (due is None) == (made.outcome == Fallen.SUSPENDED)
    if due is not None:
        assert (made.outcome == Fallen.IN_TIME) == (inputs["now"] < datetime.fromisoformat(due))
        assert inputs["latest"] is None or datetime.fromisoformat(due) <= inputs["latest"]


@settings(max_examples=60)
@given(facts(), spans)
def test_force_majeure_never_brings_an_end_nearer(inputs: dict[str, Any], more: list[dict[str, Any]]) -> None:
    inputs = {**inputs, "latest": None}
    before = DEADLINE.decide(DeadlineInputs.model_validate(inputs), g.KDP)
    after = DEADLINE.decide(DeadlineInputs.model_validate({**inputs, "pauses": [*inputs["pauses"], *more]}), g.KDP)
    assert after.figures["set"] == before.figures["set"] <= after.figures.get("due", "9999")
    if "due" in after.figures:
        assert datetime.fromisoformat(before.figures["due"]) <= datetime.fromisoformat(after.figures["due"])
    assert istanbul_day(datetime.fromisoformat(before.figures["set"])) <= istanbul_day(
        datetime.fromisoformat(after.figures.get("due", before.figures["set"]))
    )

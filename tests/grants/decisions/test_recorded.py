"""What is recorded can be read back and made again, says nothing in words, and holds no float."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from grants.breach import RulesBroken
from grants.decisions import DECISIONS, UnknownDecision, differences, explain, recompute
from grants.explanation import Explanation
from grants.regimes import RuleSet
from tests.grants.decisions import given as g
from tests.grants.plans import activity, item, plan

Example = tuple[str, dict[str, Any], RuleSet]


def every(example: Example) -> Explanation:
    return explain(*example)


def parts(value: object) -> list[object]:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return [value, *(part for one in inner for part in parts(one))]


@pytest.mark.parametrize("example", g.EXAMPLES)
def test_a_recorded_decision_made_again_is_the_same(example: Example) -> None:
    made = every(example)
    read = Explanation.model_validate_json(made.model_dump_json())
    assert read == made
    assert recompute(read, example[2]) == made
    assert differences(read, recompute(read, example[2])) == ()


@pytest.mark.parametrize("example", g.EXAMPLES)
def test_no_number_in_a_record_is_a_float(example: Example) -> None:
    assert not [part for part in parts(json.loads(every(example).model_dump_json())) if isinstance(part, float)]


@pytest.mark.parametrize("example", g.EXAMPLES)
def test_what_is_recorded_is_what_the_published_schema_of_the_inputs_takes(example: Example) -> None:
    schema = DECISIONS[example[0]].inputs.model_json_schema()
    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(every(example).inputs)


def test_without_a_regime_a_decision_is_made_again_under_the_one_it_is_pinned_to() -> None:
    made = explain("plan", g.one_item("100.00", "50.00"), g.KDP)
    assert made.regime == g.KDP.pinned
    assert recompute(made) == made


def test_under_other_rules_the_differences_name_outcome_figures_and_steps() -> None:
    made = explain("plan", g.one_item("100.00", "45.00"), g.KDP)
    again = recompute(made, g.rules_with({"money.overall_cap": "40"}))
    found = {one.subject: (one.asked, one.allowed) for one in differences(made, again)}
    assert found["outcome"] == ("allowed", "refused")
    assert found["figures.ceiling"] == ("50.00", "40.00")
    assert {one.split("[")[0] for one in found} == {"outcome", "figures.ceiling", "steps"}


@pytest.mark.parametrize(
    ("field", "value", "subject"),
    [
        ("outcome", "refused", "outcome"),
        ("figures", {"total": "100.00", "grant": "49.99", "ceiling": "50.00"}, "figures.grant"),
        ("steps", (), "steps[0]"),
        ("regime", "kdp-2014@x", "regime"),
    ],
)
def test_a_record_that_was_tampered_with_differs_where_it_was_touched(field: str, value: object, subject: str) -> None:
    made = explain("plan", g.one_item("100.00", "50.00"), g.KDP)
    touched = made.model_copy(update={field: value})
    assert differences(touched, made)[0].subject == subject


def test_what_people_wrote_into_a_plan_is_not_recorded() -> None:
    written = plan(
        item("A", "100.00", "50.00", title="Ayşe'nin masası"),
        activities=(activity(), activity("K1.OTHER", title="Ayşe", reason="Ayşe istedi")),
    )
    recorded = explain("plan", g.planned(written), g.KDP).model_dump_json()
    assert "Ayşe" not in recorded
    assert '"reason":"-"' in recorded


def test_the_text_of_a_justification_counts_and_is_not_recorded() -> None:
    made = explain("evaluation", g.sheet(), g.KDP)
    assert made.outcome == "allowed"
    assert g.JUSTIFIED not in made.model_dump_json()
    assert made.inputs["justifications"] == dict.fromkeys(("capacity", "competitiveness", "sustainability"), 40)


def test_totals_are_recorded_in_order_of_size_so_that_no_evaluator_is_known_by_place() -> None:
    assert explain("pre_evaluation", g.totals("80", "75"), g.KDP) == explain(
        "pre_evaluation", g.totals("75", "80"), g.KDP
    )


@pytest.mark.parametrize(
    ("name", "inputs", "named"),
    [
        (
            "consortium",
            {"members": [{"id": "m", "kind": "wizard"}]},
            {"members[0].kind", "members[0].body", "geography_has_chamber_of_industry"},
        ),
        ("plan", {"plan": {"packages": []}, "colour": "red"}, {"colour"}),
        ("plan", {**g.one_item("100.00", "50.00"), "minimum_share": 10.5}, {"minimum_share"}),
        ("evaluation", {"scores": {"capacity": 20.5}}, {"scores.capacity"}),
        ("pre_evaluation", {"totals": ["a", "NaN", "1"]}, {"totals[0]", "totals[1]"}),
        (
            "ranking",
            {"candidates": [g.standing("A", "1/0", "1e3")], "envelope": "1"},
            {"candidates[0].evaluators_mean", "candidates[0].board_mean"},
        ),
        ("extension", {**g.extension("9999-12-31")}, {"asked_end"}),
        ("settlement", {"items": [], "realised": {"A": "1.001"}}, {"realised.A"}),
        ("board_vote", {"points": 10**5000}, {"points"}),
    ],
)
def test_wrong_inputs_are_refused_naming_every_field(name: str, inputs: dict[str, Any], named: set[str]) -> None:
    with pytest.raises(RulesBroken) as refused:
        explain(name, inputs, g.KDP)
    assert {breach.subject for breach in refused.value.breaches} == named


def test_an_application_ranked_twice_is_refused() -> None:
    with pytest.raises(RulesBroken, match="application_twice"):
        explain("ranking", g.ranking(g.standing("A", "80", "30"), g.standing("A", "80", "30")), g.KDP)


def test_a_decision_nobody_knows_is_refused_with_the_known_ones() -> None:
    with pytest.raises(UnknownDecision) as refused:
        explain("luck", {}, g.KDP)
    assert refused.value.breaches[0].allowed.startswith("consortium, plan")

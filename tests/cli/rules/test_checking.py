"""check, explain, lint: what is handed in is held against the rules, and a hostile file makes no trace."""

import json
import os
from copy import deepcopy

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.cases.examples import invalid, valid
from cli.rules.checking import KINDS
from cli.rules.explaining import outcome
from cli.rules.saying import Voice
from grants.decisions import DECISIONS, explain
from grants.explanation import Explanation
from grants.regimes import keys, load, pinned, revisions
from tests.cli.rules.asking import REGIME, amendment, ask, written

CASE = valid()[0]
NINETEEN, OVER_CAP = invalid()
SHEET = {
    "scores": {
        "capacity": "20",
        "competitiveness.level": "20.5",
        "competitiveness.potential": "20",
        "sustainability": "20",
    },
    "justifications": dict.fromkeys(("capacity", "competitiveness", "sustainability"), "Yeterince uzun bir gerekçe."),
}
DEEP = '{"packages":' + "[" * 100_000 + "]" * 100_000 + "}"


def check(path, *words, regime: object = REGIME):
    return ask("check", path, "--regime", regime, *words)


@pytest.mark.parametrize("case", valid(), ids=lambda case: case["key"])
def test_a_plan_and_a_consortium_that_keep_the_rules_end_with_code_0(tmp_path, case) -> None:
    for kind in ("plan", "consortium"):
        answer = check(written(tmp_path, f"{kind}.json", case[kind]), "--json")
        assert (answer.code, answer.json["kind"], answer.json["clean"]) == (0, kind, True)


@pytest.mark.parametrize(("case", "kind"), [(NINETEEN, "consortium"), (OVER_CAP, "plan")])
def test_a_broken_rule_ends_with_code_1_and_names_field_numbers_and_source(tmp_path, case, kind) -> None:
    path = written(tmp_path, "broken.json", case[kind])
    answer = check(path, "--json")
    (breach,) = answer.json["breaches"]
    assert (answer.code, breach["rule"]) == (1, case["breaks"])
    assert all(breach[name] for name in ("field", "message", "asked", "allowed", "source"))
    spoken = check(path, "--lang", "en")
    assert spoken.code == 1
    assert breach["rule"] in spoken.out


def test_every_breach_is_said_at_once(tmp_path) -> None:
    plan = deepcopy(CASE["plan"])
    for item in plan["packages"][0]["items"]:
        item["grant"] = item["cost"]
    plan["packages"][1]["items"][0]["cost_head"] = "yachts"
    plan["packages"][1]["activities"][0]["code"] = "K9.99"
    found = {one["rule"] for one in check(written(tmp_path, "p.json", plan), "--json").json["breaches"]}
    assert found >= {"money.item_cap", "plan.cost_head_unknown", "plan.activity_unknown"}


def test_the_rules_of_the_day_or_of_a_draft_are_those_that_count(tmp_path) -> None:
    path = written(tmp_path, "p.json", CASE["plan"])
    strict = amendment(tmp_path, {"money.item_cap": 10})
    assert check(path, "--at", "2014-04-01", "--json").json["regime"].startswith(f"{REGIME}@2014-03-25")
    answer = check(path, "--json", regime=strict)
    assert answer.code == 1
    assert {one["rule"] for one in answer.json["breaches"]} == {"money.item_cap"}


def test_a_sheet_is_an_evaluation_and_the_least_share_of_a_call_comes_with_the_plan(tmp_path) -> None:
    assert check(written(tmp_path, "s.json", SHEET), "--json").json["kind"] == "evaluation"
    whole = {"plan": CASE["plan"], "minimum_share": "50"}
    answer = check(written(tmp_path, "w.json", whole), "--json")
    assert [one["rule"] for one in answer.json["breaches"]] == ["money.minimum_share"]


def test_what_comes_in_is_read_for_a_dash() -> None:
    answer = ask("check", "-", "--regime", REGIME, "--json", stdin=json.dumps(CASE["plan"]))
    assert (answer.code, answer.json["file"]) == (0, "-")


def test_a_consortium_is_read_as_the_room_answers_it_and_as_a_decision_records_it(tmp_path) -> None:
    entry = deepcopy(CASE["consortium"])
    answered = {**entry, "id": "c1", "coordinator_id": "k", "created_at": "2027-03-01T06:00:00Z"}
    answered["members"] = [{**one, "confirmed_at": None} for one in entry["members"]]
    recorded = {
        "geography_has_chamber_of_industry": entry["geography_has_chamber_of_industry"],
        "members": [
            {"id": one["name"], "body": one["tax_number"]}
            | {name: one[name] for name in ("kind", "commits", "in_main_field")}
            for one in entry["members"]
        ],
    }
    for name, content in (("answered", answered), ("recorded", recorded)):
        assert check(written(tmp_path, f"{name}.json", content)).code == 0


HOSTILE = {
    "empty": ("", "file.not_json"),
    "half": ('{"packages": [', "file.not_json"),
    "list": ("[]", "file.no_object"),
    "number": ("7", "file.no_object"),
    "not_text": (b"\xff\xfe\x00{", "file.not_text"),
    "deep": (DEEP, "file.too_deep"),
    "deep_enough_for_json": ('{"packages":' + "[" * 200 + "]" * 200 + "}", "file.too_deep"),
    "long_number": ('{"packages": ' + "9" * 5_000 + "}", "file.too_deep"),
    "not_a_number": ('{"packages": NaN}', "file.no_number"),
    "infinite": ('{"packages": -Infinity}', "file.no_number"),
    "key_twice": ('{"packages": [], "packages": []}', "file.key_twice"),
    "no_kind": ("{}", "rules.kind_unclear"),
    "two_kinds": ('{"packages": [], "members": []}', "rules.kind_unclear"),
    "too_big": (b" " * 4_000_001, "file.too_big"),
    "nothing_in_it": ('{"packages": null}', "invalid.tuple_type"),
    "strange_field": ('{"packages": [], "x": 1}', "invalid.extra_forbidden"),
    "half_a_sign": (r'{"packages": [], "\ud800": "\ud800"}', "invalid.string_unicode"),
    "huge_float": ('{"scores": {"capacity": 1e999}}', "invalid.float_not_allowed"),
    "no_sheet": ('{"scores": [1]}', "invalid.dict_type"),
    "no_members": ('{"members": 1, "geography_has_chamber_of_industry": true}', "invalid.tuple_type"),
    "strange_member": ('{"members": [7], "geography_has_chamber_of_industry": true}', "invalid.model_type"),
    "other_digits": (
        '{"members": [{"name": "x", "kind": "firm", "tax_number": "١٢٣٤٥٦٧٨٩٠"}]}',
        "invalid.string_pattern_mismatch",
    ),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_file_that_cannot_be_read_names_its_rule_with_code_2(tmp_path, name) -> None:
    content, rule = HOSTILE[name]
    path = written(tmp_path, f"{name}.json", content)
    answer = check(path, "--json")
    assert answer.code == 2
    assert answer.json["errors"][0]["rule"] == rule
    spoken = check(path)
    assert spoken.code == 2
    assert spoken.err.strip()
    assert "Traceback" not in spoken.err


def test_what_is_no_file_is_refused_and_never_waited_for(tmp_path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path, rule in (
        (tmp_path, "file.not_a_file"),
        (tmp_path / "pipe", "file.not_a_file"),
        ("/dev/zero", "file.not_a_file"),
        (tmp_path / "gone.json", "file.missing"),
        ("x" * 5_000, "file.unreadable"),
        ("a\0b", "file.missing"),
    ):
        answer = check(path, "--json")
        assert (answer.code, answer.json["errors"][0]["rule"]) == (2, rule)


def test_nothing_in_a_file_moves_the_cursor_of_who_reads_the_answer(tmp_path) -> None:
    plan = deepcopy(CASE["plan"])
    plan["packages"][0]["items"][0]["\x1b[2J"] = "[red]\u202e:smile:"
    answer = check(written(tmp_path, "p.json", plan))
    assert answer.code == 2
    assert "\x1b" not in answer.out + answer.err
    assert "�[2J" in answer.err


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    content=st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
        lambda inner: (
            st.lists(inner, max_size=4)
            | st.dictionaries(st.sampled_from(("packages", "members", "scores", "plan", "key", "x")), inner, max_size=4)
        ),
        max_leaves=20,
    ),
    kind=st.sampled_from(("", *KINDS)),
)
def test_whatever_is_handed_in_gets_an_answer(tmp_path, content, kind) -> None:
    path = written(tmp_path, "any.json", json.dumps(content).encode())
    for command in ("check", "explain"):
        assert ask(command, path, "--regime", REGIME, "--kind", kind, "--json").code in {0, 1, 2}


def explained(name: str = "pre_evaluation", inputs: object = None, rules=None):
    return explain(name, inputs or {"totals": ["62", "79"]}, rules or load(REGIME)).model_dump(mode="json")


def test_a_recorded_decision_is_told_step_by_step_and_comes_out_the_same(tmp_path) -> None:
    path = written(tmp_path, "e.json", explained())
    spoken, told = ask("explain", path), ask("explain", path, "--json").json
    assert spoken.code == 0
    assert "70.5" in spoken.out
    assert "Yeniden hesaplandı: aynı sonuç" in spoken.out
    (decision,) = told["decisions"]
    assert (decision["outcome"], decision["same"]) == ("passed", True)
    assert all(step["message"] and step["message"] != step["rule"] for step in decision["steps"])


def test_a_recorded_decision_that_was_changed_is_found_out(tmp_path) -> None:
    lie = explained() | {"outcome": "eliminated"}
    answer = ask("explain", written(tmp_path, "e.json", lie), "--json")
    assert answer.code == 1
    assert [one["field"] for one in answer.json["decisions"][0]["differences"]] == ["outcome"]


def test_a_recorded_decision_is_made_again_under_other_rules(tmp_path) -> None:
    path = written(tmp_path, "e.json", explained())
    draft = amendment(tmp_path, {"evaluation.pass_mark": 75})
    answer = ask("explain", path, "--regime", draft, "--json")
    assert answer.code == 1
    fields = {one["field"]: one for one in answer.json["decisions"][0]["differences"]}
    assert (fields["outcome"]["asked"], fields["outcome"]["allowed"]) == ("passed", "eliminated")


def test_a_decision_is_told_under_the_revision_it_was_pinned_to(tmp_path) -> None:
    first = revisions(REGIME)[0]
    told = ask("explain", written(tmp_path, "e.json", explained(rules=first)), "--json").json
    assert told["decisions"][0]["regime"] == first.pinned
    assert pinned(first.pinned) == first


def test_an_event_is_searched_for_what_it_carries(tmp_path) -> None:
    event = {"specversion": "1.0", "data": {"application_id": "a", "explanation": explained()}}
    assert len(ask("explain", written(tmp_path, "e.json", event), "--json").json["decisions"]) == 1


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ({"totals": ["62", "79"]}, ("--kind", "pre_evaluation", "--regime", REGIME)),
        ({"decision": "pre_evaluation", "inputs": {"totals": ["62", "79"]}, "regime": REGIME}, ()),
        ({"decision": "pre_evaluation", "inputs": {"totals": ["62", "79"]}}, ("--regime", f"{REGIME}@2014-05-05")),
    ],
)
def test_inputs_are_decided_and_told_although_nothing_was_recorded(tmp_path, content, words) -> None:
    answer = ask("explain", written(tmp_path, "i.json", content), *words, "--json")
    assert answer.code == 0
    (decision,) = answer.json["decisions"]
    assert decision["outcome"] == "passed"
    assert "same" not in decision


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ({"decision": "moon", "inputs": {}, "regime": REGIME}, "input.decision"),
        ({"decision": "pre_evaluation", "inputs": {"totals": 1}, "regime": REGIME}, "input.shape"),
        ({"decision": "pre_evaluation", "inputs": [], "regime": REGIME}, "input.shape"),
        ({"decision": "pre_evaluation", "inputs": {}}, "rules.no_regime"),
        ({"totals": []}, "rules.kind_unclear"),
        (explained() | {"regime": "moon@1"}, "regime.unknown"),
        (explained() | {"decision": "moon"}, "input.decision"),
        (explained() | {"inputs": {"totals": ["x"]}}, "input.shape"),
        (explained() | {"steps": 3}, "invalid.tuple_type"),
    ],
)
def test_what_is_no_decision_is_refused_by_rule_with_code_2(tmp_path, content, rule) -> None:
    answer = ask("explain", written(tmp_path, "x.json", content), "--json")
    assert (answer.code, answer.json["errors"][0]["rule"]) == (2, rule)


@pytest.mark.parametrize("name", DECISIONS)
def test_every_kind_of_decision_has_a_title_and_words_for_its_ends(name) -> None:
    for voice in (Voice.of("tr"), Voice.of("en")):
        assert voice.knows(f"decision.{name}")
        one = explained() | {"decision": name}
        for word in DECISIONS[name].outcomes:
            assert outcome(voice, Explanation.model_validate(one | {"outcome": word.value})) != word.value


def test_without_a_path_the_shipped_rules_are_looked_through_and_follow_each_other() -> None:
    answer = ask("lint", "--json")
    assert (answer.code, answer.json["faults"]) == (0, [])
    assert all(key in ask("lint").out for key in keys())


def test_a_draft_without_fault_ends_with_code_0(tmp_path) -> None:
    answer = ask("lint", amendment(tmp_path, {"money.overall_cap": 60}), "--json")
    assert (answer.code, answer.json["clean"], answer.json["faults"]) == (0, True, [])


def test_every_fault_of_every_draft_is_said_with_file_and_line(tmp_path) -> None:
    one = amendment(tmp_path, {"money.overall_cap": 160, "moon.phase": 1}, name="one.yaml")
    other = amendment(tmp_path, {"committee.threshold": 101}, name="other.yaml")
    answer = ask("lint", one, other, "--json")
    assert answer.code == 1
    found = [(fault["file"], fault["line"], fault["path"]) for fault in answer.json["faults"]]
    assert (str(one), 4, "changes.moon.phase") in found
    assert (str(other), 4, "committee.threshold") in found
    spoken = ask("lint", one, other).out
    assert f"{one}:4: changes.moon.phase: " in spoken


HOSTILE_DRAFTS = {
    "empty": "",
    "text": "hello",
    "list": "[1, 2]",
    "number": "7",
    "no_yaml": "a: [",
    "tab": "a:\n\t- b",
    "no_date": f"amends: {REGIME}\nvalid_from: 2015-02-30\nchanges: {{}}",
    "date_as_list": f"amends: {REGIME}\nvalid_from: [2016]\nchanges: {{}}",
    "moment": f"amends: {REGIME}\nvalid_from: 2016-01-01T00:00:00Z\nchanges: {{a: 1}}",
    "changes_list": f"amends: {REGIME}\nvalid_from: 2016-01-01\nchanges: [1]",
    "change_by_number": f"amends: {REGIME}\nvalid_from: 2016-01-01\nchanges: {{1: {{value: 1, source: default}}}}",
    "amends_list": "amends: [kdp-2014]\nvalid_from: 2016-01-01\nchanges: {}",
    "amends_moon": "amends: moon\nvalid_from: 2016-01-01\nchanges: {a.b: {value: 1, source: default}}",
    "value_of_values": (
        f"amends: {REGIME}\nvalid_from: 2016-01-01\n"
        "changes: {money.overall_cap: {value: {value: 1, source: default}, source: default}}"
    ),
    "strange_leaf": (
        f"amends: {REGIME}\nvalid_from: 2016-01-01\n"
        "changes: {money.overall_cap: {value: 1, source: default, valid_from: soon, x: 2}}"
    ),
    "whole_but_dates": "valid_from: 2016-01-01\nmoney: 3\ncatalogue: {groups: [1, {code: 2}]}\nvalid_to: [x]",
    "key_list": "[a, b]: 1",
    "key_mapping": "? {a: 1}\n: 2",
    "python": "!!python/object/apply:os.system ['true']",
    "merge": "<<: {a: 1}\nvalid_from: 2016-01-01",
    "set": "!!set {a, b}",
    "binary": "a: !!binary x",
    "nul": "a: \0",
    "value_nan": (
        f"amends: {REGIME}\nvalid_from: 2016-01-01\nchanges: {{money.item_cap: {{value: .nan, source: default}}}}"
    ),
}


@pytest.mark.parametrize("name", HOSTILE_DRAFTS)
def test_a_hostile_draft_is_a_list_of_faults_and_never_a_trace(tmp_path, name) -> None:
    path = written(tmp_path, f"{name}.yaml", HOSTILE_DRAFTS[name])
    answer = ask("lint", path, "--json")
    assert answer.code == 1
    for fault in answer.json["faults"]:
        assert fault["file"]
        assert fault["line"] >= 1
        assert fault["rule"].startswith("regime.")
    assert ask("show", path).code == 2


@pytest.mark.parametrize(
    ("content", "rule"),
    [
        ("a: &a [x]\nb: *a\n", "file.reference"),
        ("[" * 5_000, "file.too_deep"),
        (b"\xff\xfe", "file.not_text"),
        (b"#" * 4_000_001, "file.too_big"),
    ],
)
def test_a_draft_that_would_grow_or_is_no_text_is_refused_by_rule_with_code_2(tmp_path, content, rule) -> None:
    answer = ask("lint", written(tmp_path, "bad.yaml", content), "--json")
    assert (answer.code, answer.json["errors"][0]["rule"]) == (2, rule)


def test_a_folder_without_rules_is_refused_by_rule_with_code_2(tmp_path) -> None:
    answer = ask("lint", tmp_path, "--json")
    assert (answer.code, answer.json["errors"][0]["rule"]) == (2, "rules.no_files")

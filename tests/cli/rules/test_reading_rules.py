"""list, show, diff, schema: what the rules say, without anything running."""

import json
import os
import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator
from typer.main import get_command

import cli.rules
from cli.cases.examples import valid
from cli.main import program
from cli.rules.concerns import CONCERNS, Group, concern, whom
from cli.rules.leaves import leaves, said, sections, title
from cli.rules.saying import Voice
from cli.rules.schemas import _title, kinds
from grants.decisions import DECISIONS
from grants.regimes import keys, load, revisions
from tests.cli.rules.asking import REGIME, amendment, ask, written
from tests.docs.reading import DOCS, commands, fences

VOICES = [Voice.of("tr"), Voice.of("en")]


def test_every_regime_and_every_revision_is_listed() -> None:
    plain, told = ask("list").out, ask("list", "--json").json
    for key in keys():
        assert all(one.revision in plain for one in revisions(key))
    assert [one["key"] for one in told["regimes"]] == list(keys())
    assert told["regimes"][0]["revisions"][0].keys() == {"revision", "since", "instrument"}


def test_a_value_is_shown_with_its_name_its_path_its_source_and_its_days() -> None:
    shown = ask("show", REGIME, "--section", "audit").out
    assert "Her yıl" in shown
    assert "audit.yearly" in shown
    assert "[P] R.G. 29260, 07/02/2015" in shown
    assert "07.02.2015 – 21.07.2022" in shown
    assert "Every year" in ask("show", REGIME, "--section", "audit", "--lang", "en").out


def test_a_default_is_never_shown_as_law() -> None:
    shown = ask("show", REGIME, "--section", "recovery").out
    assert shown.count("hukuk değildir") == 8


@pytest.mark.parametrize(
    ("words", "yearly"),
    [
        ((REGIME,), True),
        ((REGIME, "--at", "2015-02-06"), False),
        ((REGIME, "--at", "2015-02-07"), True),
        ((f"{REGIME}@2015-02-06",), False),
        ((f"{REGIME}@{revisions(REGIME)[0].revision}",), False),
        ((REGIME, "--revision", revisions(REGIME)[0].revision), False),
    ],
)
def test_a_regime_is_shown_as_it_stood_on_a_day_or_in_a_revision(words, yearly) -> None:
    assert ask("show", *words, "--json").json["audit"]["yearly"]["value"] is yearly


def test_one_section_as_json_leaves_the_others_out() -> None:
    told = ask("show", REGIME, "--section", "money", "--json").json
    assert told["money"]["overall_cap"]["value"] == "50"
    assert "committee" not in told
    assert told["key"] == REGIME


@pytest.mark.parametrize(
    ("words", "rule"),
    [
        (("show", "nowhere"), "regime.unknown"),
        (("show", f"{REGIME}@2014-03-24"), "regime.not_yet"),
        (("show", f"{REGIME}@soon"), "regime.unknown_revision"),
        (("show", REGIME, "--at", "2015-02-30"), "regime.unknown_revision"),
        (("show", REGIME, "--at", "2016-01-01", "--revision", "x"), "rules.one_of"),
        (("show", REGIME, "--section", "moon"), "rules.no_section"),
        (("show", "./nothing.yaml"), "file.missing"),
        (("show", "x" * 5000), "regime.unknown"),
        (("diff", REGIME, "nowhere"), "regime.unknown"),
        (("schema", "moon"), "rules.no_kind"),
    ],
)
def test_what_cannot_be_shown_is_refused_by_rule_with_code_2(words: tuple[str, ...], rule: str) -> None:
    answer = ask(*words, "--json")
    assert (answer.code, answer.json["errors"][0]["rule"]) == (2, rule)
    spoken = ask(*words)
    assert spoken.code == 2
    assert spoken.err.strip()
    assert rule not in spoken.err


@pytest.mark.parametrize("key", keys())
@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.language)
def test_every_value_of_every_regime_has_a_name_and_is_said_in_words(voice: Voice, key: str) -> None:
    for rules in revisions(key):
        for leaf in leaves(rules):
            assert title(voice, leaf.path) != leaf.path
            assert not any(text in said(voice, leaf.cited.value) for text in ("rule_word.", "rule_field.", "Cited("))
    assert all(title(voice, name) != name for name in sections())


def test_two_states_differ_in_what_the_amendment_between_them_says() -> None:
    told = ask("diff", f"{REGIME}@2015-02-06", REGIME, "--json").json
    found = {one["path"]: one for one in told["differences"]}
    assert found.keys() == {"instrument", "audit.yearly", "audit.on_complaint", "audit.procured_by"}
    assert (found["audit.yearly"]["before"]["value"], found["audit.yearly"]["after"]["value"]) == (False, True)
    assert found["audit.yearly"]["after"]["source"] == "[P] R.G. 29260, 07/02/2015"
    assert told["concerns"]["grantees"] == ["audit.yearly", "audit.on_complaint", "audit.procured_by"]


def test_a_state_does_not_differ_from_itself() -> None:
    assert ask("diff", REGIME, REGIME, "--json").json["differences"] == []
    assert ask("diff", REGIME, REGIME, "--lang", "en").out.endswith("The same values from the same sources.\n")


def test_a_draft_is_compared_with_what_it_amends_and_says_whom_it_concerns(tmp_path) -> None:
    draft = amendment(tmp_path, {"money.overall_cap": 60, "deadlines.evaluation_days": 14, "committee.threshold": 75})
    told = ask("diff", f"{REGIME}@2015-12-31", draft, "--json", "--lang", "en").json
    assert told["concerns"]["applicants"] == ["money.overall_cap", "committee.threshold"]
    assert told["concerns"]["evaluators"] == ["deadlines.evaluation_days"]
    assert told["concerns"]["grantees"] == ["money.overall_cap"]
    plain = ask("diff", f"{REGIME}@2015-12-31", draft).out
    assert "Başvuranlar için" in plain
    assert "50 → 60" in plain


def test_of_a_long_list_only_the_lines_that_differ_are_shown(tmp_path) -> None:
    kept = load(REGIME).model_dump(mode="json")["cost_heads"]["value"][:-1]
    plain = ask("diff", REGIME, amendment(tmp_path, {"cost_heads": kept})).out
    assert load(REGIME).cost_heads.value[-1].names.tr in plain
    assert load(REGIME).cost_heads.value[0].names.tr not in plain


@pytest.mark.parametrize("key", keys())
def test_every_value_says_whom_a_change_of_it_concerns(key: str) -> None:
    for leaf in leaves(load(key)):
        assert concern(leaf.path)
        assert whom(leaf.path)


@pytest.mark.parametrize("voice", VOICES, ids=lambda voice: voice.language)
def test_every_concern_has_its_sentence_and_every_group_its_heading(voice: Voice) -> None:
    assert [path for path in CONCERNS if not voice.knows(f"concern.{path}")] == []
    assert [group for group in Group if not voice.knows(f"rules.group.{group}")] == []
    assert [kind for kind in kinds() if _title(voice, kind).endswith(f".{kind}")] == []


def test_every_refusal_of_the_command_has_its_text() -> None:
    folder = Path(cli.rules.__path__[0])
    rules = {rule for file in folder.rglob("*.py") for rule in re.findall(r'refuse\(\s*"([a-z_.]+)"', file.read_text())}
    assert len(rules) > 10
    assert [rule for rule in sorted(rules) if not VOICES[0].knows(rule)] == []


@pytest.mark.parametrize("kind", kinds())
def test_every_schema_is_a_schema(kind: str) -> None:
    schema = json.loads(ask("schema", kind).out)
    Draft202012Validator.check_schema(schema)
    assert schema["title"] == kind


def test_the_schemas_of_all_decisions_come_as_one_object() -> None:
    told = ask("schema", "--json").json
    assert set(DECISIONS) < told.keys()
    assert told.keys() == set(kinds())


def _days_as_text(part):
    match part:
        case dict():
            return {name: _days_as_text(inner) for name, inner in part.items()}
        case list():
            return [_days_as_text(inner) for inner in part]
        case None | bool() | int() | float():
            return part
        case _:
            return str(part)


@pytest.mark.parametrize("key", keys())
def test_the_shipped_files_are_what_the_schemas_describe(key: str) -> None:
    first, *amendments = sorted(files("grants.regimes").joinpath(key).iterdir(), key=lambda file: file.name)
    for file, kind in ((first, "regime"), *((one, "amendment") for one in amendments)):
        content = _days_as_text(yaml.safe_load(file.read_text("utf-8")))
        Draft202012Validator(json.loads(ask("schema", kind).out)).validate(content)
        (broken := dict(content))["moon"] = 1
        assert not Draft202012Validator(json.loads(ask("schema", kind).out)).is_valid(broken)


@pytest.mark.parametrize("case", valid()[:2], ids=lambda case: case["key"])
def test_what_people_hand_in_is_what_the_schemas_describe(case) -> None:
    for kind in ("plan", "consortium"):
        Draft202012Validator(json.loads(ask("schema", kind).out)).validate(case[kind])


def test_a_file_of_the_name_of_a_regime_is_read_where_it_is_given_as_a_path(tmp_path) -> None:
    folder = tmp_path / REGIME
    first = files("grants.regimes").joinpath(REGIME).joinpath("2014-03-25.yaml").read_text("utf-8")
    written(folder, "2014-03-25.yaml", first.replace("overall_cap: {value: 50", "overall_cap: {value: 40"))
    told = ask("show", folder, "--section", "money", "--json").json
    assert told["money"]["overall_cap"]["value"] == "40"
    assert ask("show", REGIME, "--section", "money", "--json").json["money"]["overall_cap"]["value"] == "50"
    whole = ask("show", folder / "2014-03-25.yaml", "--json").json
    assert whole["key"] == REGIME


def test_an_amendment_in_the_folder_of_its_own_regime_stands_on_the_files_there(tmp_path) -> None:
    first = files("grants.regimes").joinpath(REGIME).joinpath("2014-03-25.yaml").read_text("utf-8")
    written(tmp_path / "yeni", "2014-03-25.yaml", first)
    text = (
        "amends: yeni\ninstrument: x\nvalid_from: 2017-01-01\nchanges: {money.item_cap: {value: 80, source: default}}"
    )
    draft = written(tmp_path / "yeni", "2017-01-01.yaml", text)
    told = ask("show", draft, "--json").json
    assert (told["key"], told["money"]["item_cap"]["value"]) == ("yeni", "80")


GUIDE = (DOCS / "rules" / "README.md").read_text("utf-8")


@pytest.mark.parametrize("words", commands(GUIDE, "destek"), ids=" ".join)
def test_every_command_line_of_the_guide_is_one_the_program_understands(words: list[str]) -> None:
    group = get_command(program("rules")).commands["rules"]
    group.commands[words[1]].make_context(words[1], words[2:])


def test_the_draft_in_the_guide_has_no_fault(tmp_path) -> None:
    (draft,) = fences(GUIDE, "yaml")
    assert ask("lint", written(tmp_path, "draft.yaml", draft)).code == 0


@pytest.mark.long
def test_where_nobody_watches_the_output_holds_no_colour_and_no_frame() -> None:
    env = {**os.environ, "CI": "true", "FORCE_COLOR": "1", "PYTHONIOENCODING": "utf-8"}
    words = [sys.executable, "-m", "cli.main", "rules", "show", REGIME]
    answer = subprocess.run(words, env=env, capture_output=True, text=True, check=True)
    assert "\x1b" not in answer.stdout
    assert not set("┏━┃│└") & set(answer.stdout)
    assert "money.overall_cap" in answer.stdout

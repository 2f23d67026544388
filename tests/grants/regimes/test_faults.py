"""Whatever is wrong with the files of a regime is said, with its line, all at once."""

import ast
from pathlib import Path

import pytest

import grants.regimes
from grants.breach import Refused
from grants.regimes import Fault, FaultyRules, parse
from grants.regimes.faults import FaultyRules as Faulty
from tests.grants.regimes.cases import CASES, Case
from tests.grants.regimes.written import AMENDMENT, FIRST, KEY, edited, faults_of, line_of

SAID_ELSEWHERE = {
    "regime.faulty",
    "regime.unknown",
    "regime.unknown_revision",
    "regime.not_yet",
    "regime.regimes_gap",
    "regime.regimes_overlap",
}
"""What is not said about a line in the files of one regime."""


def keys_in_code() -> set[str]:
    trees = (ast.parse(path.read_text("utf-8")) for path in Path(grants.regimes.__path__[0]).glob("*.py"))
    texts = (node.value for tree in trees for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {text for text in texts if isinstance(text, str) and text.startswith("regime.") and " " not in text}


def test_the_files_that_are_shipped_have_no_fault() -> None:
    assert faults_of([FIRST, AMENDMENT]) == ()


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_mistake_is_said_once_by_its_rule_its_path_and_its_line(case: Case) -> None:
    files = case.files
    (fault,) = faults_of(files)
    assert (fault.rule, fault.path) == (case.rule, case.path)
    assert case.at in line_of(fault, files) if case.at else fault.line == 1 or not line_of(fault, files)


def test_every_fault_that_can_be_said_has_a_case() -> None:
    assert {case.rule for case in CASES} == keys_in_code() - SAID_ELSEWHERE


def test_mistakes_in_several_sections_and_files_are_said_together_in_the_order_of_their_lines() -> None:
    files = [
        edited(
            FIRST,
            ("instrument: R.G. 28952, 25/03/2014", "instrument: 5"),
            ("overall_cap: {value: 50", "overall_cap: {value: 150"),
            ("maximum: 50", "maximum: 49.5"),
            ("full_members: {value: 5", "full_members: {value: 0"),
            ("negotiation:", "negotiations:"),
            ("yearly: {value", "yearly: {valid_to: 2015-01-31, value"),
            ("{code: own_wish", "{code: breach"),
        ),
        edited(AMENDMENT, ("amends: kdp-2014", "amends: kdp-2014\nnote: x"), ("audit.on_complaint", "audit.daily")),
    ]
    found = faults_of(files)
    assert [(fault.rule, fault.path) for fault in found] == [
        ("regime.missing", "negotiation"),
        ("regime.no_instrument", "instrument"),
        ("regime.shape", "money.overall_cap.value"),
        ("regime.blocks_sum", "evaluation.blocks"),
        ("regime.number", "evaluation.blocks.value[1].maximum"),
        ("regime.aspects_sum", "evaluation.blocks.value[1].aspects"),
        ("regime.quorum", "committee.quorum"),
        ("regime.strange", "negotiations"),
        ("regime.missing_after", "audit.yearly"),
        ("regime.code_twice", "termination.grounds.value[3]"),
        ("regime.strange", "note"),
        ("regime.change_of_nothing", "changes.audit.daily"),
    ]
    assert [(fault.file, fault.line) for fault in found] == sorted((fault.file, fault.line) for fault in found)
    assert "49.5" in line_of(found[4], files)
    assert line_of(found[11], files).startswith("  audit.daily:")


def test_files_that_are_no_yaml_are_all_named() -> None:
    found = faults_of([("a.yaml", "a: ["), ("b.yaml", "- b"), FIRST])
    assert [(fault.file, fault.rule) for fault in found] == [
        ("a.yaml", "regime.not_yaml"),
        ("b.yaml", "regime.not_yaml"),
    ]


def test_a_mistake_in_one_amendment_hides_none_in_the_next() -> None:
    second = ("2016.yaml", AMENDMENT[1].replace("2015-02-07\n", "2016-01-01\n").replace("audit.", "audits."))
    first = edited(AMENDMENT, ("audit.yearly", "audit.weekly"))
    found = faults_of([FIRST, first, second])
    assert [(fault.file, fault.path) for fault in found] == [
        ("2016.yaml", "changes.audits.yearly"),
        ("2016.yaml", "changes.audits.on_complaint"),
        ("2016.yaml", "changes.audits.procured_by"),
        (AMENDMENT[0], "changes.audit.weekly"),
    ]


def test_no_files_are_no_regime() -> None:
    (fault,) = faults_of([])
    assert (fault.file, fault.rule) == (KEY, "regime.no_first_file")


def test_a_fault_is_a_breach_that_names_its_place_and_is_not_longer_than_a_person_reads() -> None:
    long = Fault("a.yaml", 7, "money.vat", "regime.shape", "x" * 5000, "y" * 5000)
    assert long.place == "a.yaml:7 money.vat"
    breach = long.as_breach()
    assert (breach.rule, breach.subject) == ("regime.shape", long.place)
    assert max(len(breach.asked), len(breach.allowed)) <= 120
    assert isinstance(FaultyRules(long, long), Refused)
    assert Faulty(long, long).faults == (long,)


def test_an_amendment_may_change_a_list_within_a_list_by_its_code() -> None:
    activities = '{value: [{code: K2.01, names: {tr: x, en: x}}], source: "[p] x"}'
    files = [FIRST, (AMENDMENT[0], f"{AMENDMENT[1]}  catalogue.groups.K2.activities: {activities}\n")]
    before, after = parse(KEY, files)
    assert [len(rules.catalogue.groups[1].activities.value) for rules in (before, after)] == [9, 1]
    assert after.catalogue.groups[2] == before.catalogue.groups[2]

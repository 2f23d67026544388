"""Whatever the system can say to a person it says in Turkish and in English, with the same facts in both."""

import ast
import re
import string
from collections import Counter
from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import cache
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest
from babel.messages.pofile import read_po

from grants.breach import Refused
from grants.contracts.activities import CallStatus
from grants.contracts.stages import AuditOpinion, CommitteeDecision, DeadlineKind, GrantOutcome, Outcome, Stage
from grants.policy import Role
from grants.regimes.words import Background, ExtensionGround, MemberKind
from grants.rules.deadlines import Due
from runtime.messages import LANGUAGES, catalogue
from services.application.domain import inventory
from services.application.domain.tasks import TaskKind
from services.audit.usecases.inspections import TaskKind as AuditTask
from services.evaluation.domain import feedback
from services.evaluation.domain.records import AssignmentStatus, CommitteeStatus, PreEvaluationStatus, SeatKind
from services.evaluation.usecases.views import TaskKind as EvaluationTask
from services.monitoring.domain import ledger, money_facts, obligation_facts, orders, states
from services.monitoring.domain.records import TaskKind as MonitoringTask

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("grants", "runtime", "services", "workflows", "cli")
TEXTS = catalogue("grants", "runtime", "services.portal", "cli")
CATALOGUES = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("locale/tr/*.po"))
SHOWN: Mapping[str, type[StrEnum]] = {
    "stage": Stage,
    "wrong_stage": Stage,
    "outcome": Outcome,
    "committee.decision": CommitteeDecision,
    "deadline": DeadlineKind,
    "due": Due,
    "grant_outcome": GrantOutcome,
    "call_status": CallStatus,
    "role": Role,
    "member_kind": MemberKind,
    "extension_ground": ExtensionGround,
    "background": Background,
    "cluster_stage": inventory.Stage,
    "task": TaskKind,
    "task ": EvaluationTask,
    "task  ": MonitoringTask,
    "task   ": AuditTask,
    "assignment.status": AssignmentStatus,
    "pre_evaluation.status": PreEvaluationStatus,
    "committee.status": CommitteeStatus,
    "committee.seat": SeatKind,
    "grant_status": states.GrantStatus,
    "grant_stage": states.GrantStatus,
    "report_status": states.ReportStatus,
    "report_stage": states.ReportStatus,
    "claim_status": states.ClaimStatus,
    "claim_stage": states.ClaimStatus,
    "force_majeure_status": states.ForceMajeureStatus,
    "extension_status": states.ExtensionStatus,
    "notice_status": states.NoticeStatus,
    "obligation_status": obligation_facts.ObligationStatus,
    "obligation_stage": obligation_facts.ObligationStatus,
    "obligation_found": obligation_facts.Kept,
    "audit_status": states.AuditStatus,
    "audit_opinion": AuditOpinion,
    "guarantee_status": money_facts.GuaranteeStatus,
    "recovery_status": money_facts.RecoveryStatus,
    "order_status": orders.OrderStatus,
    "order_stage": orders.OrderStatus,
    "bank_outcome": orders.Outcome,
    "ledger_account": ledger.Account,
    "objection_status": feedback.ObjectionStatus,
    "ledger_act": ledger.Act,
}
"""Families of texts, and what each has a text for. A blank behind a name only tells two of a family apart."""
SAME_IN_BOTH = {"portal.name", "portal.members.nace", "replay.decision.other"}
DOOR = {"idempotency_key", "key_reused", "body_too_large", "unavailable", "nul"}


def read(path: Path) -> dict[str, str]:
    with path.open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def english_of(turkish: Path) -> Path:
    return turkish.parents[1] / "en" / turkish.name


def placeholders(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("turkish", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_catalogue_says_the_same_things_in_both_languages(turkish: Path) -> None:
    tr, en = read(turkish), read(english_of(turkish))
    assert tr.keys() == en.keys()
    assert [key for key in tr if not tr[key].strip() or not en[key].strip()] == []
    assert [key for key in tr if placeholders(tr[key]) != placeholders(en[key])] == []
    assert {key for key in tr if tr[key] == en[key]} <= SAME_IN_BOTH


@pytest.mark.parametrize("turkish", CATALOGUES, ids=lambda path: str(path.relative_to(ROOT)))
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_text_is_filled_by_plain_names_and_writes_each_key_once(turkish: Path, language: str) -> None:
    path = turkish.parents[1] / language / turkish.name
    named = {name for text in read(path).values() for name in placeholders(text)}
    assert [name for name in named if not name.isidentifier()] == []
    written = Counter(
        line for line in path.read_text("utf-8").splitlines() if line.startswith('msgid "') and len(line) > 8
    )
    assert [line for line, count in written.items() if count > 1] == []


def test_no_catalogue_without_its_pair() -> None:
    english = sorted(path for package in PACKAGES for path in (ROOT / package).rglob("locale/en/*.po"))
    assert english == [english_of(path) for path in CATALOGUES]
    assert len(CATALOGUES) > 10


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_key_is_given_two_texts_by_two_catalogues(language: str) -> None:
    said = {(key, text) for path in CATALOGUES for key, text in read(path.parents[1] / language / path.name).items()}
    assert [key for key, count in Counter(key for key, _ in said).items() if count > 1] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("family", SHOWN)
def test_every_value_that_is_shown_has_a_name(family: str, language: str) -> None:
    keys = [f"{family.strip()}.{value}" for value in SHOWN[family]]
    assert [key for key in keys if not TEXTS.knows(key, language)] == []


@cache
def rules() -> tuple[ast.expr, ...]:
    """The rule of every breach made anywhere."""
    texts = (path.read_text("utf-8") for package in PACKAGES for path in (ROOT / package).rglob("*.py"))
    return tuple(rule for text in texts if "Breach" in text for rule in rules_in(ast.parse(text)))


def rules_in(tree: ast.AST) -> Iterator[ast.expr]:
    """The rule of every breach made in a file."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if called == "Breach":
                yield node.args[0] if node.args else next(one.value for one in node.keywords if one.arg == "rule")


def written_rules() -> set[str]:
    """Rules written out in place, also where one of two is chosen."""
    return {
        part.value
        for rule in rules()
        for part in ([rule.body, rule.orelse] if isinstance(rule, ast.IfExp) else [rule])
        if isinstance(part, ast.Constant)
    }


def composed_rules() -> Iterator[str]:
    """Rules made of a family and a value, as "wrong_stage.{}" or "{}_stage.{}"."""
    for rule in rules():
        if isinstance(rule, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "{}" for part in rule.values)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_that_can_be_broken_is_said(language: str) -> None:
    written = written_rules()
    assert len(written) > 60
    assert [rule for rule in sorted(written) if not TEXTS.knows(rule, language)] == []


def test_a_rule_made_of_a_family_and_a_value_has_a_family_of_texts() -> None:
    families = set(composed_rules())
    assert "wrong_stage.{}" in families
    for family in families:
        pattern = re.compile(re.escape(family).replace(r"\{\}", "[a-z_]+"))
        assert len([key for key in TEXTS.texts["tr"] if pattern.fullmatch(key)]) > 1, family


def refusals(kind: type[Refused] = Refused) -> Iterator[type[Refused]]:
    for package in ("grants", "services"):
        for module in walk_packages(import_module(package).__path__, f"{package}."):
            if ".migrations" not in module.name:
                import_module(module.name)
    yield from _below(kind)


def _below(kind: type[Refused]) -> Iterator[type[Refused]]:
    for one in kind.__subclasses__():
        if one.__module__.split(".")[0] in PACKAGES:
            yield one
            yield from _below(one)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_refusal_has_a_title(language: str) -> None:
    found = list(refusals())
    assert len(found) > 15
    assert [one.__name__ for one in found if not TEXTS.knows(f"problem.{one.rule}", language)] == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_the_door_itself_says_is_there(language: str) -> None:
    assert [rule for rule in DOOR if not TEXTS.knows(f"http.{rule}", language)] == []
    assert [code for code in (400, 404, 405) if not TEXTS.knows(f"problem.http_{code}", language)] == []

"""The room's ground: its tables and its words."""

import ast
import inspect
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

import services.monitoring
from grants.breach import Refused
from grants.contracts import stages
from grants.regimes.words import ExtensionGround
from grants.rules.risk import RiskLevel
from runtime import migrate
from runtime.messages import LANGUAGES, catalogue
from services.monitoring.api.lines import Flag
from services.monitoring.domain import (
    audit_facts,
    change_facts,
    errors,
    milestone_facts,
    obligation_facts,
    report_facts,
    risk_facts,
    states,
)
from services.monitoring.domain.records import TaskKind

TEXTS = catalogue("grants", "runtime")
STATUSES = {
    "grant_status": states.GrantStatus,
    "report_status": states.ReportStatus,
    "claim_status": states.ClaimStatus,
    "force_majeure_status": states.ForceMajeureStatus,
    "extension_status": states.ExtensionStatus,
    "notice_status": states.NoticeStatus,
    "obligation_status": obligation_facts.ObligationStatus,
    "obligation_stage": obligation_facts.ObligationStatus,
    "obligation_found": obligation_facts.Kept,
    "audit_status": states.AuditStatus,
    "development_status": report_facts.DevelopmentStatus,
    "development_stage": report_facts.DevelopmentStatus,
    "development_decision": report_facts.DevelopmentDecision,
    "document_type": report_facts.DocumentType,
    "line_kind": report_facts.LineKind,
    "line_flag": Flag,
    "finding_status": audit_facts.FindingStatus,
    "finding_stage": audit_facts.FindingStatus,
    "severity": audit_facts.Severity,
    "audit_cause": audit_facts.AuditCause,
    "audit_opinion": stages.AuditOpinion,
    "extension_ground": ExtensionGround,
    "grant_stage": states.GrantStatus,
    "report_stage": states.ReportStatus,
    "claim_stage": states.ClaimStatus,
    "force_majeure_stage": states.ForceMajeureStatus,
    "extension_stage": states.ExtensionStatus,
    "notice_stage": states.NoticeStatus,
    "grant_outcome": stages.GrantOutcome,
    "deadline": stages.DeadlineKind,
    "change_status": change_facts.ChangeStatus,
    "change_stage": change_facts.ChangeStatus,
    "milestone_status": milestone_facts.MilestoneStatus,
    "milestone_stage": milestone_facts.MilestoneStatus,
    "risk_level": RiskLevel,
    "visit_status": risk_facts.VisitStatus,
    "visit_stage": risk_facts.VisitStatus,
    "visit_point": risk_facts.VisitPoint,
    "visit_answer": risk_facts.PointAnswer,
    "task": TaskKind,
}
DATED = {"step": "step.date.{}", "DerivedDate": "date_name.{}"}
"""What makes a date or a step of one, by the text that says it."""


@pytest.mark.servers
async def test_the_migrations_make_exactly_the_tables_of_the_models(
    migrated: Callable[[str], Awaitable[str]],
) -> None:
    assert await migrate.differences("monitoring", await migrated("monitoring")) == []


def said_rules() -> set[str]:
    """Every rule that a breach, a step or a date of this room names."""
    found: set[str] = set()
    for path in Path(inspect.getfile(services.monitoring)).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in {"Breach", "Step"}:
                rule = node.args[0]
                if isinstance(rule, ast.Constant):
                    found.add(rule.value)
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in DATED:
                name = node.args[0]
                if isinstance(name, ast.Constant):
                    found.add(DATED[node.func.id].format(name.value))
    return found


def test_every_rule_and_every_status_has_a_text_in_both_languages() -> None:
    rules = said_rules()
    assert {"claim.nothing", "notice.missing", "step.date.base_years", "date_name.report_due"} <= rules
    wanted = rules | {f"{family}.{word.value}" for family, words in STATUSES.items() for word in words}
    happened = ("terminated_on", "closing_submitted_on", "settled_on")
    wanted |= {f"{family}.{name}" for family in ("step.date", "date_name") for name in happened}
    given = ("report_days", "report_again", "closing_days", "closing_again", "cure_days")
    wanted |= {f"step.date.{name}" for name in (*given, "ceiling_with_pauses", "ceiling_without_pauses")}
    wanted |= {
        f"problem.{kind.rule}" for _, kind in inspect.getmembers(errors, inspect.isclass) if issubclass(kind, Refused)
    }
    missing = {(language, key) for language in LANGUAGES for key in wanted if not TEXTS.knows(key, language)}
    assert not missing

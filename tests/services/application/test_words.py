import ast
from importlib.resources import files
from pathlib import Path

import pytest

from grants.breach import Refused
from grants.contracts.activities import CallStatus
from grants.contracts.stages import Outcome, Stage
from grants.regimes.words import MemberKind
from runtime.messages import LANGUAGES, catalogue
from services.application.domain import inventory
from services.application.domain.calls import CallClosed, CallNotOpen
from services.application.domain.form import SECTIONS
from services.application.domain.inventory import InventoryDoesNotAddUp
from services.application.domain.possible import ACTS
from services.application.domain.tasks import TaskKind

REFUSALS: list[type[Refused]] = [CallClosed, CallNotOpen, InventoryDoesNotAddUp]
SHOWN = [
    *(f"stage.{stage}" for stage in Stage),
    *(f"outcome.{outcome}" for outcome in Outcome),
    *(f"call_status.{status}" for status in CallStatus),
    *(f"cluster_stage.{stage}" for stage in inventory.Stage),
    *(f"task.{kind}" for kind in TaskKind),
    *(f"member_kind.{kind}" for kind in MemberKind),
    *(f"form.section.{name}" for name in SECTIONS),
    *(f"action.{action}" for action in ACTS),
    *(f"problem.{refusal.rule}" for refusal in REFUSALS),
]


def _breach_rules() -> set[str]:
    """The rules this room writes out in its own code."""
    found: set[str] = set()
    for path in Path(str(files("services.application"))).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Breach":
                rule = node.args[0]
                if isinstance(rule, ast.Constant):
                    found.add(str(rule.value))
    return found


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("key", SHOWN)
def test_everything_shown_has_a_name_in_both_languages(key: str, language: str) -> None:
    assert catalogue("grants", "runtime").knows(key, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_the_room_can_say_is_broken_reads_well_in_both_languages(language: str) -> None:
    known = catalogue("grants", "runtime")
    rules = _breach_rules()
    assert len(rules) > 20
    assert [rule for rule in sorted(rules) if not known.knows(rule, language)] == []

"""Whatever an act of this half of the room refuses is said in words, in both languages."""

import re
from pathlib import Path

import pytest

from grants.contracts.stages import Stage
from runtime.messages import LANGUAGES, catalogue
from services.application.usecases.stage_orders import COMMITTEE, LAPSED, PRE_EVALUATION

ROOM = Path(__file__).resolve().parents[3] / "services" / "application"
TEXTS = catalogue("grants", "runtime")
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(ROOM.rglob("*.py")))
RULES = sorted(
    {
        *re.findall(r'Breach\(\s*"([a-z_.]+)"', SOURCE),
        *(f"missing.{thing}" for thing in re.findall(r'missing\("(\w+)"', SOURCE)),
        *(f"problem.{rule}" for rule in re.findall(r'rule(?:: ClassVar\[str\])? = "([a-z_.]+)"', SOURCE)),
        *(f"wrong_stage.{stage}" for stage in Stage),
        *(f"contract.signed_{side}" for side in ("ministry", "enterprise")),
        LAPSED,
        PRE_EVALUATION,
        COMMITTEE,
    }
)


def test_the_source_names_the_rules_this_test_stands_on() -> None:
    assert {"negotiation.unanswered", "approval.in_future", "missing.contract", "problem.deadline_passed"} <= set(RULES)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", RULES)
def test_every_rule_the_room_can_name_has_its_words(rule: str, language: str) -> None:
    assert TEXTS.knows(rule, language)
    assert TEXTS.say(language, rule, asked="A", allowed="B", subject="C") != rule

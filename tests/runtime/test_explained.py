"""An explanation reads as lines of a person's own language."""

import pytest

from grants.decisions import explain
from runtime.explained import lines, said
from runtime.messages import catalogue
from tests.grants.decisions import given as g

TEXTS = catalogue("grants")


def test_a_plan_is_explained_in_turkish_with_its_money_as_turks_write_it() -> None:
    told = lines(TEXTS, "tr", explain("plan", g.one_item("24826800.00", "12413400.00"), g.KDP))
    assert told[0] == "İş planı ve bütçesi: İş planı kurallara uyuyor."
    assert any("12.413.400,00 TL (50 % × 24.826.800,00 TL)" in line and line.startswith("✓") for line in told)
    assert told[-1] == f"Kurallar: {g.KDP.pinned}"


def test_a_broken_rule_is_marked_and_said_in_english() -> None:
    told = lines(TEXTS, "en", explain("consortium", g.consortium(19), g.KDP))
    assert told[0] == "Composition of the consortium: The consortium does not meet the conditions."
    assert any(line.startswith("✗ 19 firms") for line in told)


@pytest.mark.parametrize(("language", "day"), [("tr", "1 Mayıs 2024"), ("en", "1 May 2024")])
def test_days_are_said_as_people_say_them(language: str, day: str) -> None:
    assert any(day in line for line in lines(TEXTS, language, explain("extension", g.extension("2024-05-02"), g.KDP)))


@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_step_of_every_example_has_a_sentence(language: str) -> None:
    for example in g.EXAMPLES:
        made = explain(*example)
        spoken = said(TEXTS, language, made)
        assert len(spoken.steps) == len(made.steps)
        keys = {line.rule for line in made.steps}
        assert not [step.text for step in spoken.steps if step.text in keys]
        assert not spoken.outcome.startswith("outcome.")

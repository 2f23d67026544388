"""Every step, outcome and decision is said in Turkish and in English, with its numbers."""

from importlib.resources import files

import pytest
from babel.messages.pofile import read_po

from grants.decisions import DECISIONS, explain
from tests.grants.decisions import given as g

LANGUAGES = ("tr", "en")
PLACEHOLDERS = ("{asked", "{allowed", "{source", "{subject")


def catalogue(language: str) -> dict[str, str]:
    with files("grants").joinpath("locale", language, "decisions.po").open("rb") as file:
        return {str(message.id): str(message.string) for message in read_po(file) if message.id}


def shown() -> set[str]:
    """The key of every step that holds in some example."""
    return {
        line.rule
        for name, inputs, rules in g.EXAMPLES
        for line in explain(name, inputs, rules).steps
        if line.rule.startswith("step.")
    }


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_has_a_text_and_every_text_a_step(language: str) -> None:
    assert {key for key in catalogue(language) if key.startswith("step.")} == shown()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_decision_and_outcome_has_a_text_and_no_text_is_left_over(language: str) -> None:
    texts = catalogue(language)
    wanted = {f"decision.{name}" for name in DECISIONS}
    wanted |= {f"outcome.{name}.{word}" for name, decision in DECISIONS.items() for word in decision.outcomes}
    assert {key for key in texts if key.startswith(("decision.", "outcome."))} == wanted
    assert all(texts.values())


def test_the_two_languages_ask_for_the_same_numbers() -> None:
    turkish, english = catalogue("tr"), catalogue("en")
    assert turkish.keys() == english.keys()
    for key, text in turkish.items():
        assert [part in text for part in PLACEHOLDERS] == [part in english[key] for part in PLACEHOLDERS], key


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_number_of_a_step_is_left_unsaid(language: str) -> None:
    texts = catalogue(language)
    for name, inputs, rules in g.EXAMPLES:
        for line in explain(name, inputs, rules).steps:
            if line.rule in texts:
                assert not line.asked or "{asked" in texts[line.rule], line.rule
                said_elsewhere = line.rule in {"step.ranking.eliminated", "step.consortium.once"}
                assert not line.allowed or "{allowed" in texts[line.rule] or said_elsewhere, line.rule

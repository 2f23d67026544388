"""Every rule that can be broken is said in Turkish and in English."""

import ast
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

import grants.rules
from grants.breach import Breach
from runtime import messages

SOURCES = (Path(grants.rules.__path__[0]), Path(grants.rules.__path__[0]).parent / "regimes")
LANGUAGES = ("tr", "en")
TOPICS = (
    "addendum",
    "change",
    "combination",
    "committee",
    "composition",
    "conflict",
    "deadline",
    "evaluation",
    "extension",
    "idle",
    "indicator",
    "limit",
    "money",
    "plan",
    "ranking",
    "recovery",
    "regime",
    "settlement",
)
SUBJECTS = {
    "plan.grant",
    "plan.indicators",
    "plan.items",
    "plan.limits",
    "plan.milestones",
    "money.bonuses",
    "evaluation.bonuses",
    "recovery.interest_rate",
}


def raised() -> Iterator[str]:
    """Every text in the code that has the form of a rule key and is not a field a breach is about."""
    for source in (path for folder in SOURCES for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                topic, dot, name = node.value.partition(".")
                if dot and topic in TOPICS and name.replace("_", "").isalpha() and node.value not in SUBJECTS:
                    yield node.value


def called() -> Iterator[ast.expr]:
    """The first argument of every breach made in the code."""
    for source in (path for folder in SOURCES for path in folder.glob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Breach":
                yield node.args[0]


def catalogue(language: str) -> dict[str, str]:
    return dict(messages.catalogue("grants").texts[language])


def test_every_rule_key_made_in_place_is_found_by_this_test() -> None:
    written = {node.value for node in called() if isinstance(node, ast.Constant)}
    assert len(written) > 20
    assert written <= set(raised())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_has_a_message_and_every_message_a_rule(language: str) -> None:
    said, keys = catalogue(language), set(raised())
    assert keys <= set(said)
    assert all(said.values())
    with files("grants").joinpath("locale", language, "rules.po").open("rb") as file:
        assert {str(message.id) for message in read_po(file) if message.id} <= keys


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_message_of_a_rule_can_be_filled_from_a_breach(language: str) -> None:
    breach = Breach("money.overall_cap", "plan.grant", "12413400.01 TL", "12413400.00 TL", "[S] 001…")
    said = messages.catalogue("grants")
    for key in sorted(set(raised())):
        assert "{" not in said.say(language, key, **breach.as_dict()), key


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_of_a_cap_names_both_numbers_and_the_source(language: str) -> None:
    said = catalogue(language)
    for key in (one for one in raised() if one.startswith("money.")):
        assert all(part in said[key] for part in ("{asked:money}", "{allowed:money}", "{source:cited}")), key


def test_the_two_languages_ask_for_the_same_numbers() -> None:
    turkish, english = (catalogue(language) for language in LANGUAGES)
    for key, text in turkish.items():
        for part in ("{asked", "{allowed", "{source", "{subject"):
            assert (part in text) == (part in english[key]), key

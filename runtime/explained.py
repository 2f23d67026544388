"""An explanation said to a person: its outcome and its steps, in Turkish or English."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial

from grants.explanation import Explanation, Line
from runtime.kinds import AMOUNT, DAY
from runtime.messages import Catalogue
from runtime.spoken import day, number


@dataclass(frozen=True, slots=True)
class SaidStep:
    """One step as a sentence, and whether the rule holds."""

    text: str
    held: bool


@dataclass(frozen=True, slots=True)
class Said:
    """An explanation in one language: what was decided, how it came out, each step."""

    decision: str
    outcome: str
    steps: tuple[SaidStep, ...]


def said(texts: Catalogue, language: str, explanation: Explanation) -> Said:
    """The explanation in this language, its codes by the names of its rules. A key without a text is said as it is."""
    texts = texts.about(explanation.regime)
    return Said(
        decision=texts.say(language, f"decision.{explanation.decision}"),
        outcome=texts.say(language, f"outcome.{explanation.decision}.{explanation.outcome}"),
        steps=steps_said(texts, language, explanation.steps),
    )


def steps_said(texts: Catalogue, language: str, steps: Iterable[Line]) -> tuple[SaidStep, ...]:
    """Steps in this language, in their order."""
    return tuple(SaidStep(_step(texts, language, line), line.held) for line in steps)


def lines(texts: Catalogue, language: str, explanation: Explanation) -> tuple[str, ...]:
    """The explanation as lines of text: the outcome, then every step with a mark whether the rule holds."""
    spoken = said(texts, language, explanation)
    return (
        f"{spoken.decision}: {spoken.outcome}",
        *(f"{'✓' if step.held else '✗'} {step.text}" for step in spoken.steps),
        texts.say(language, "explanation.regime", asked=explanation.regime),
    )


def _step(texts: Catalogue, language: str, line: Line) -> str:
    return texts.say(language, line.rule, **{name: _spoken(language, text) for name, text in line.as_dict().items()})


def _spoken(language: str, text: str) -> str:
    """Amounts and days within a text as people write them: "12413400.00 TL" is "12.413.400,00 TL" in Turkish."""
    return DAY.sub(partial(_day, language), AMOUNT.sub(partial(_amount, language), text))


def _amount(language: str, found: re.Match[str]) -> str:
    return number(language, Decimal(found[0]))


def _day(language: str, found: re.Match[str]) -> str:
    try:
        return day(language, date.fromisoformat(found[0]))
    except ValueError:
        return found[0]

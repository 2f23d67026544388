"""`destek rules explain`: a recorded decision step by step, made again; or inputs, decided for the first time."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import typer
from pydantic import ValidationError

from cli.rules.checking import checked, kind_of
from cli.rules.files import CannotRead, json_of
from cli.rules.layout import say
from cli.rules.options import BROKEN, fail
from cli.rules.saying import Voice, as_json, clean
from cli.rules.sets import rule_set
from grants.breach import Breach
from grants.decisions import DECISIONS, differences, explain, recompute
from grants.explanation import Explanation, Line
from grants.regimes import RuleSet

_RECORDED = frozenset({"decision", "inputs", "steps", "outcome"})
_WRAPPED = ("explanation", "explanations", "data", "body")
MOST_EXPLANATIONS = 1_000


@dataclass(frozen=True, slots=True)
class Told:
    """An explanation, and where the same inputs lead now; `differs` is empty where nothing was recorded before."""

    explanation: Explanation
    recorded: bool
    differs: tuple[Breach, ...] = ()


def explain_file(voice: Voice, file: str, kind: str, regime: str, json: bool) -> None:
    """Tell every decision in a file. Exit code 1 where one that is recorded comes out otherwise now.

    Raises `CannotRead`, and what the name of a regime may raise.
    """
    content = json_of(file)
    rules = rule_set(regime) if regime else None
    try:
        found = [_retold(one, rules) for one in recorded(content)] or [_first(content, kind, rules)]
    except ValidationError as error:
        fail(voice.misshapen(error), json)
        return
    if json:
        say(as_json({"file": file, "decisions": [_as_dict(voice, one) for one in found]}))
    else:
        for one in found:
            _print(voice, one)
    raise typer.Exit(BROKEN if any(one.differs for one in found) else 0)


def recorded(content: object) -> Iterator[Explanation]:
    """Every explanation in a file: itself, or what an event or an answer of a room carries."""
    count, waiting = 0, [content]
    while waiting and count < MOST_EXPLANATIONS:
        one = waiting.pop(0)
        if isinstance(one, dict) and one.keys() >= _RECORDED:
            count += 1
            yield Explanation.model_validate(one)
        elif isinstance(one, dict):
            waiting += [one[name] for name in _WRAPPED if name in one]
        elif isinstance(one, list):
            waiting += one[:MOST_EXPLANATIONS]


def _retold(one: Explanation, rules: RuleSet | None) -> Told:
    return Told(one, recorded=True, differs=differences(one, recompute(one, rules)))


def _first(content: Mapping[str, Any], kind: str, rules: RuleSet | None) -> Told:
    """Inputs decided: bare ones of a kind, or with the name of the decision and the pin of its regime."""
    if "inputs" in content:
        kind, pin = kind or str(content.get("decision", "")), str(content.get("regime", ""))
        inputs: Any = content["inputs"]
        rules = rules or (rule_set(pin) if pin else None)
        if not isinstance(inputs, dict):
            raise CannotRead(Breach("input.shape", "inputs", "", "object", "Destek"))
    else:
        inputs, kind = content, kind or kind_of(content)
    if rules is None:
        raise CannotRead(Breach("rules.no_regime", "--regime", "", "", "Destek"))
    if kind in DECISIONS and "inputs" not in content:
        return Told(checked(kind, inputs, rules), recorded=False)
    return Told(explain(kind, inputs, rules), recorded=False)


def _as_dict(voice: Voice, told: Told) -> dict[str, object]:
    one = told.explanation
    steps = [{**step.model_dump(), "message": sentence(voice, step)} for step in one.steps]
    answer: dict[str, object] = {**one.model_dump(exclude={"steps"}), "steps": steps}
    if told.recorded:
        answer |= {"same": not told.differs, "differences": voice.breaches(told.differs)}
    return answer


def _print(voice: Voice, told: Told) -> None:
    one = told.explanation
    say(voice.say("rules.explain.title", decision=title(voice, one.decision), regime=one.regime))
    for number, step in enumerate(one.steps, start=1):
        place = f" [{clean(step.subject)}]" if step.subject else ""
        say(f"{number:4}. {'✓' if step.held else '✗'} {sentence(voice, step)}{place}")
    say(voice.say("rules.explain.outcome", outcome=outcome(voice, one)))
    for name, value in one.figures.items():
        say(clean(f"  {name}: {value}"))
    if told.recorded:
        key = "rules.explain.differs" if told.differs else "rules.explain.same"
        say(voice.say(key, count=len(told.differs)))
    for breach in told.differs:
        say(clean(f"  {breach.subject}: {breach.asked} → {breach.allowed}"))
    say("")


def sentence(voice: Voice, step: Line) -> str:
    """A step in the words of the catalogues."""
    values = step.as_dict()
    return voice.say(step.rule, **{**values, "subject": step.subject or "-"})


def title(voice: Voice, decision: str) -> str:
    return voice.say(f"decision.{decision}") if decision in DECISIONS else clean(decision)


def outcome(voice: Voice, one: Explanation) -> str:
    """The word a decision ended in, as people say it where there is such a text."""
    key = f"outcome.{one.decision}.{one.outcome}"
    return voice.say(key) if voice.knows(key) else clean(one.outcome)

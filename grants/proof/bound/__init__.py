"""An event's own figures held against the decisions it carries. Pure.

An explanation can be made again from its inputs, so it cannot be forged; the amounts, points and days that stand beside
it in the event are what everybody reads. For each kind of event with explanations it is declared here which of its
fields are which outcome, figure or input of them, and why any other is not. Events of old that carry no explanation
are held against nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from pydantic import BaseModel, ValidationError

from grants.breach import Breach, Refused
from grants.contracts.event import DecidedData
from grants.contracts.kinds import KINDS
from grants.explanation import Explanation
from grants.proof.bound import applying, granting, judging, paying
from grants.proof.bound.tie import Seen, Tie, breach, unlike
from grants.regimes import RuleSet

TIES: Mapping[type[DecidedData], Tie] = MappingProxyType(
    {**applying.TIES, **judging.TIES, **granting.TIES, **paying.TIES}
)
"""By kind of event."""

FREE_EVERYWHERE: Mapping[str, str] = MappingProxyType(
    {
        "application_id": "names what the event is about",
        "call_id": "names what the event is about",
        "grant_id": "names what the event is about",
        "hashes": "hashes of what is in the room; held against the tables",
        "apart": "who is kept apart, or from what; held against the tables",
        "kept": "what it left in the rows; held against the tables",
        "deadlines": "what the workflow waits for; its runs are taken again",
        "turn": "the workflow's own count; its runs are taken again",
        "opening": "the workflow's own count; its runs are taken again",
        "closed": "whether the workflow ends; its runs are taken again",
        "more_may_come": "whether the workflow goes on listening; its runs are taken again",
    }
)
"""Fields that no decision speaks of, whatever the event, each with why."""


def told_otherwise(
    event: Mapping[str, Any], closed: Sequence[str], rules: Callable[[str], RuleSet]
) -> Mapping[int, tuple[Breach, ...]]:
    """Where an event says otherwise than its decisions, by the place of the decision among them.

    event: with an empty text, list or form where something stays veiled; closed: JSON pointers of that. rules: gives
    the rules of a pin. Raises nothing, whatever the event.
    """
    kind, data = KINDS.get(str(event.get("type", ""))), event.get("data")
    about = TIES.get(kind) if kind is not None and issubclass(kind, DecidedData) else None
    if kind is None or about is None or not isinstance(data, dict):
        return {}
    raws = data.get("explanations")
    if not isinstance(raws, list) or not raws:
        return {}
    found = {index: tuple(one) for index, one in _each(kind, about, event, raws, closed, rules)}
    return {**found, 0: (*found.get(0, ()), *_missing(about, raws))}


def _each(
    kind: type[BaseModel],
    about: Tie,
    event: Mapping[str, Any],
    raws: Sequence[Any],
    closed: Sequence[str],
    rules: Callable[[str], RuleSet],
) -> Iterator[tuple[int, list[Breach]]]:
    count: Counter[str] = Counter()
    for index, raw in enumerate(raws):
        try:
            one = Explanation.model_validate(raw)
        except ValidationError:
            continue  # told of as what it is: no explanation
        seen = Seen(one, _rules(one, rules), event["data"], str(event.get("time", "")), count[one.decision])
        count[one.decision] += 1
        try:
            yield index, list(unlike(kind, about, seen, closed))
        except Exception as error:  # noqa: BLE001 - whoever wrote the record wrote the inputs: they may hold anything
            yield index, [breach("explanation.inputs", type(error).__name__, "")]


def _rules(one: Explanation, rules: Callable[[str], RuleSet]) -> RuleSet | None:
    """None where they are not here: that the decision cannot be made again is told elsewhere."""
    try:
        return rules(one.regime)
    except (Refused, KeyError):
        return None


def _missing(about: Tie, raws: Sequence[Any]) -> Iterator[Breach]:
    """A decision such an event always carries is not there, or one stands there that it never carries."""
    there = {str(one.get("decision", "")) for one in raws if isinstance(one, dict)}
    known = {one.decision for one in about.parts}
    for name in sorted(there - known):
        yield breach("explanations", name, ", ".join(sorted(known)))
    for name in sorted({one.decision for one in about.parts if not one.optional} - there):
        yield breach("explanations", "", name)

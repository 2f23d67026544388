"""Every automatic decision on record, made again from its recorded inputs under the rules it was pinned to."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from grants.breach import Breach, Refused
from grants.decisions import differences, recompute
from grants.explanation import Explanation
from grants.proof.finding import Finding
from grants.proof.veil import Opened
from grants.regimes import RuleSet, pinned

_SHOWN = 5
"""Differences that are told of one decision."""


class How(StrEnum):
    """How a decision came out when it was made again.

    sealed: what is personal in it is not here. unreadable: what is on record is no explanation. refused: it cannot be
    made under these rules from these inputs.
    """

    SAME = "same"
    OTHER = "other"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Remade:
    """A decision on record made again. came: its outcome and figures, or what differs; regime: it was made under."""

    decision: str
    how: How
    came: str = ""
    regime: str = ""

    @property
    def holds(self) -> bool:
        return self.how in {How.SAME, How.SEALED}

    @property
    def said(self) -> str:
        match self.how:
            case How.SEALED:
                return "sealed in the record; what is personal in it is not here to be made again"
            case How.UNREADABLE:
                return "what is on record is no explanation"
            case How.REFUSED:
                return f"cannot be made again: {self.came}"
            case How.OTHER:
                return self.came
            case How.SAME:
                return f"{self.came}; made again under {self.regime}: the same"


def find_decisions(opened: Opened, where: str, rules: Callable[[str], RuleSet] = pinned) -> Iterator[Finding]:
    """For each explanation in an event: it comes out the same, or what differs. rules: gives the rules of a pin."""
    for one in remade(opened, rules):
        what = f"decision {one.decision} {where}" if one.decision else f"decision {where}"
        yield Finding(what, one.holds, one.said)


def remade(opened: Opened, rules: Callable[[str], RuleSet] = pinned) -> Iterator[Remade]:
    """Each explanation in an event, made again."""
    told = opened.event["data"].get("explanations", [])
    for index, raw in enumerate(told if isinstance(told, list) else [told]):
        if any(place.startswith(f"/data/explanations/{index}/") for place in opened.closed):
            yield Remade(str(raw.get("decision")), How.SEALED)
        else:
            yield _again(raw, str(opened.event.get("regime", "")), rules)


def _again(raw: Any, regime: str, rules: Callable[[str], RuleSet]) -> Remade:
    try:
        recorded = Explanation.model_validate(raw)
    except ValidationError:
        return Remade("", How.UNREADABLE)
    try:
        wrong = differences(recorded, recompute(recorded, rules(recorded.regime)))
    except (Refused, KeyError) as refused:
        return Remade(recorded.decision, How.REFUSED, str(refused))
    if regime != recorded.regime:
        wrong = (*wrong, Breach("explanation.differs", "regime", recorded.regime, regime))
    if wrong:
        return Remade(recorded.decision, How.OTHER, "; ".join(_said(one) for one in wrong[:_SHOWN]))
    return Remade(recorded.decision, How.SAME, _came(recorded), recorded.regime)


def _said(one: Breach) -> str:
    return f"{one.subject}: on record {one.asked!r}, made again {one.allowed!r}"


def _came(recorded: Explanation) -> str:
    figures = ", ".join(f"{name} {number}" for name, number in list(recorded.figures.items())[:_SHOWN])
    return f"{recorded.outcome} ({figures})" if figures else recorded.outcome

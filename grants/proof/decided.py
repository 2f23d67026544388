"""Every automatic decision on record, made again from its recorded inputs under the rules it was pinned to."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from grants.breach import Breach, Refused
from grants.decisions import differences, recompute
from grants.explanation import Explanation
from grants.proof.finding import Finding, Told
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
                shut = "sealed in the record; what is personal in it is not here to be made again"
                return Told.of("dossier.decision.sealed", shut)
            case How.UNREADABLE:
                return Told.of("dossier.decision.unreadable", "what is on record is no explanation")
            case How.REFUSED:
                return Told.of("dossier.decision.refused", "cannot be made again: {came}", came=self.came)
            case How.OTHER:
                return self.came
            case How.SAME:
                same = "{came}; made again under {regime}: the same"
                return Told.of("dossier.decision.same", same, came=self.came, regime=self.regime)


def find_decisions(opened: Opened, where: str, rules: Callable[[str], RuleSet] = pinned) -> Iterator[Finding]:
    """For each explanation in an event: it comes out the same, or what differs. rules: gives the rules of a pin."""
    for one in remade(opened, rules):
        what = Told.of("dossier.decision.nameless", "decision {where}", where=where)
        if one.decision:
            what = Told.of("dossier.decision", "decision {name} {where}", name=one.decision, where=where)
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
        return Remade(recorded.decision, How.OTHER, _all(wrong[:_SHOWN]))
    return Remade(recorded.decision, How.SAME, _came(recorded), recorded.regime)


def _all(wrong: Sequence[Breach]) -> str:
    """What differs; more than one in a row, each with its name."""
    first, *rest = wrong
    if not rest:
        return _said(first)
    return Told.of("dossier.decision.differ", "{one}; and {others}", one=_said(first), others=_all(rest))


def _said(one: Breach) -> Told:
    values = {"subject": one.subject, "asked": one.asked, "allowed": one.allowed}
    return Told.of("dossier.decision.differs", "{subject}: on record '{asked}', made again '{allowed}'", **values)


def _came(recorded: Explanation) -> str:
    figures = ", ".join(f"{name} {number}" for name, number in list(recorded.figures.items())[:_SHOWN])
    return f"{recorded.outcome} ({figures})" if figures else recorded.outcome

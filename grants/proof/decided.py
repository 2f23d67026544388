"""Every automatic decision on record, made again from its recorded inputs under the rules it was pinned to.

What the event says beside it is held against it (`grants.proof.bound`).
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any

from pydantic import ValidationError

from grants.breach import Breach, Refused
from grants.decisions import differences, recompute
from grants.explanation import Explanation
from grants.proof.bound import told_otherwise
from grants.proof.finding import Finding, Told
from grants.proof.veil import Opened, without
from grants.regimes import RuleSet, pinned

_SHOWN = 5
"""Differences that are told of one decision."""
_LONGEST = 300


class How(StrEnum):
    """How a decision came out when it was made again.

    sealed: what is personal in it is not here. unreadable: what is on record is no explanation. refused: it cannot be
    made under these rules from these inputs. told: the event that carries it says otherwise.
    """

    SAME = "same"
    OTHER = "other"
    TOLD = "told"
    REFUSED = "refused"
    UNREADABLE = "unreadable"
    SEALED = "sealed"


@dataclass(frozen=True, slots=True)
class Remade:
    """A decision on record made again. came: its outcome and figures, or what differs; regime: it was made under.

    beside: what the event that carries it says otherwise.
    """

    decision: str
    how: How
    came: str = ""
    regime: str = ""
    beside: str = ""

    @property
    def holds(self) -> bool:
        return self.how in {How.SAME, How.SEALED}

    def told(self, beside: str) -> "Remade":
        """The same, with an event that says otherwise."""
        return replace(self, how=How.TOLD, came=beside, beside=beside)

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
            case How.TOLD:
                return Told.of("dossier.decision.told", "the event says otherwise: {came}", came=self.came)
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
    """Each explanation in an event, made again, and the event's own figures held against it. Raises nothing."""
    data = opened.event.get("data")
    told = data.get("explanations", []) if isinstance(data, dict) else []
    raws = told if isinstance(told, list) else [told]
    beside = told_otherwise(without(opened) if opened.closed else opened.event, opened.closed, rules)
    for index, raw in enumerate(raws):
        if any(place.startswith(f"/data/explanations/{index}/") for place in opened.closed):
            one = Remade(str(raw.get("decision")) if isinstance(raw, dict) else "", How.SEALED)
        else:
            one = _again(raw, str(opened.event.get("regime", "")), rules)
        yield _beside(one, beside.get(index, ()))


def _beside(one: Remade, wrong: Sequence[Breach]) -> Remade:
    """What comes out of itself, but not beside its event, does not hold; what does not come out says that first."""
    if not wrong:
        return one
    beside = _all(wrong[:_SHOWN])
    return one.told(beside) if one.holds else replace(one, beside=beside)


def _again(raw: Any, regime: str, rules: Callable[[str], RuleSet]) -> Remade:
    try:
        recorded = Explanation.model_validate(raw)
    except (ValidationError, RecursionError):
        return Remade("", How.UNREADABLE)
    try:
        wrong = differences(recorded, recompute(recorded, rules(recorded.regime)))
    except (Refused, KeyError) as refused:
        return Remade(recorded.decision, How.REFUSED, str(refused))
    except Exception as error:  # noqa: BLE001 - whoever wrote the record wrote the inputs: they may hold anything
        return Remade(recorded.decision, How.REFUSED, f"{type(error).__name__}: {error}"[:_LONGEST])
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

"""Every automatic decision on record, made again from its recorded inputs under the rules it was pinned to."""

from collections.abc import Callable, Iterator
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


def find_decisions(opened: Opened, where: str, rules: Callable[[str], RuleSet] = pinned) -> Iterator[Finding]:
    """For each explanation in an event: it comes out the same, or what differs. rules: gives the rules of a pin."""
    told = opened.event["data"].get("explanations", [])
    for index, raw in enumerate(told if isinstance(told, list) else [told]):
        if any(place.startswith(f"/data/explanations/{index}/") for place in opened.closed):
            yield _unread(raw, where)
        else:
            yield _again(raw, str(opened.event.get("regime", "")), where, rules)


def _unread(raw: Any, where: str) -> Finding:
    """A decision about persons whose inputs were erased or left out: its record holds, and says no more."""
    found = "sealed in the record; what is personal in it is not here to be made again"
    return Finding(f"decision {raw.get('decision')} {where}", holds=True, found=found)


def _again(raw: Any, regime: str, where: str, rules: Callable[[str], RuleSet]) -> Finding:
    try:
        recorded = Explanation.model_validate(raw)
    except ValidationError:
        return Finding(f"decision {where}", holds=False, found="what is on record is no explanation")
    what = f"decision {recorded.decision} {where}"
    try:
        wrong = differences(recorded, recompute(recorded, rules(recorded.regime)))
    except (Refused, KeyError) as refused:
        return Finding(what, holds=False, found=f"cannot be made again: {refused}")
    if regime != recorded.regime:
        wrong = (*wrong, Breach("explanation.differs", "regime", recorded.regime, regime))
    if wrong:
        return Finding(what, holds=False, found="; ".join(_said(one) for one in wrong[:_SHOWN]))
    return Finding(what, holds=True, found=f"{_came(recorded)}; made again under {recorded.regime}: the same")


def _said(one: Breach) -> str:
    return f"{one.subject}: on record {one.asked!r}, made again {one.allowed!r}"


def _came(recorded: Explanation) -> str:
    figures = ", ".join(f"{name} {number}" for name, number in list(recorded.figures.items())[:_SHOWN])
    return f"{recorded.outcome} ({figures})" if figures else recorded.outcome

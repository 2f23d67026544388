"""Every automatic decision on record, made again from its recorded inputs under the rules it was pinned to."""

from collections.abc import Iterator
from typing import Any

from pydantic import ValidationError

from cli.proof import Ledger, Proof
from grants.breach import Breach, Refused
from grants.decisions import differences, recompute
from grants.explanation import Explanation
from grants.proof.chain import Link

_SHOWN = 5
"""Differences that are told of one decision."""


def prove_decisions(ledger: Ledger) -> Iterator[Proof]:
    """A proof for each explanation in the records about a subject: it comes out the same, or what differs."""
    for link in ledger.links:
        opened = link.opened()
        told = opened.event["data"].get("explanations", [])
        for index, raw in enumerate(told if isinstance(told, list) else [told]):
            closed = any(place.startswith(f"/data/explanations/{index}/") for place in opened.closed)
            yield _unread(link, raw) if closed else _prove(link, raw)


def _unread(link: Link, raw: dict[str, Any]) -> Proof:
    """A decision about persons whose inputs were erased or left out: its record holds, and says no more."""
    what = f"decision {raw.get('decision')} at record {link.chain_index} of {link.about}"
    return Proof(what, holds=True, found="sealed in the record; what is personal in it is not here to be made again")


def _prove(link: Link, raw: object) -> Proof:
    where = f"at record {link.chain_index} of {link.about}"
    try:
        recorded = Explanation.model_validate(raw)
    except ValidationError:
        return Proof(f"decision {where}", holds=False, found="what is on record is no explanation")
    what = f"decision {recorded.decision} {where}"
    try:
        wrong = differences(recorded, recompute(recorded))
    except Refused as refused:
        return Proof(what, holds=False, found=f"cannot be made again: {refused}")
    if link.regime != recorded.regime:
        wrong = (*wrong, Breach("explanation.differs", "regime", recorded.regime, link.regime))
    if wrong:
        return Proof(what, holds=False, found="; ".join(_said(one) for one in wrong[:_SHOWN]))
    return Proof(what, holds=True, found=f"{_came(recorded)}; made again under {recorded.regime}: the same")


def _said(one: Breach) -> str:
    return f"{one.subject}: on record {one.asked!r}, made again {one.allowed!r}"


def _came(recorded: Explanation) -> str:
    figures = ", ".join(f"{name} {number}" for name, number in list(recorded.figures.items())[:_SHOWN])
    return f"{recorded.outcome} ({figures})" if figures else recorded.outcome

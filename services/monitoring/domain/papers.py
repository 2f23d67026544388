"""Papers behind lines of spending: each counts once, whole in one line or in parts that say so.

A paper that is split is declared so: each of its lines names what all of it comes to, tax included, and the parts
never come to more, in one report, over several, or over several grants. Source: in no paper; Destek's own.
"""

from collections import defaultdict
from collections.abc import Container, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.rules.exact import said
from grants.values import ZERO
from services.monitoring.domain.report_facts import LineSaid, Paper, SpendingLine

OWN = "Destek"
Key = tuple[str, str]
"""What makes two papers the same: who issued it, and its number as it is compared."""


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """Where else in the grant a paper stands. total: as it was declared there; none where it counts whole."""

    report: int
    total: Decimal | None = None
    parts: Decimal = ZERO


@dataclass(frozen=True, slots=True)
class Part:
    """A line of a paper. place: of the line, counted from 1. amount: net and tax."""

    place: int
    paper: Paper
    amount: Decimal

    @property
    def number(self) -> str:
        return f"lines[{self.place}].paper.number"

    @property
    def total(self) -> str:
        return f"lines[{self.place}].paper.total"


def paper_key(number: str) -> str:
    """A paper's number as it is compared: without spaces, hyphens and the like, in capitals."""
    return "".join(sign for sign in number.upper() if sign.isalnum())


def of_paper(paper: Paper) -> Key:
    """What makes two papers the same: who issued it, and its number."""
    return paper.issuer_tax_number, paper_key(paper.number)


def breaches(lines: Sequence[LineSaid], elsewhere: Mapping[Key, Elsewhere], rules: RuleSet) -> Iterator[Breach]:
    """A paper stands in a grant once, or in parts that are declared and come to no more than all of it."""
    found: defaultdict[Key, list[Part]] = defaultdict(list)
    for place, one in enumerate(lines, 1):
        if one.paper is not None:
            found[of_paper(one.paper)].append(Part(place, one.paper, one.net + one.vat))
    for key, parts in found.items():
        other = elsewhere.get(key)
        if all(part.paper.total is None for part in parts):
            yield from _whole(parts, other)
        else:
            yield from _split(parts, other, rules)


def counted_elsewhere(lines: Sequence[SpendingLine], taken: Container[Key]) -> Iterator[Breach]:
    """The lines whose paper counts somewhere else already, whole or so far that this part goes beyond it."""
    for one in lines:
        paper = one.said.paper
        if paper is None or of_paper(paper) not in taken:
            continue
        where = f"lines[{one.line}].paper"
        if paper.total is None:
            yield Breach("line.counted_elsewhere", f"{where}.number", paper.number, "", OWN)
        else:
            yield Breach("line.split_elsewhere", f"{where}.total", paper.number, "", OWN)


def _whole(parts: Sequence[Part], other: Elsewhere | None) -> Iterator[Breach]:
    """Each line takes the whole paper, so there is one line."""
    for place, part in enumerate(parts):
        if other is not None:
            yield Breach("line.paper_before", part.number, part.paper.number, str(other.report), OWN)
        elif place:
            yield Breach("line.paper_twice", part.number, part.paper.number, "", OWN)


def _split(parts: Sequence[Part], other: Elsewhere | None, rules: RuleSet) -> Iterator[Breach]:
    """Each line names the same total, which the parts do not pass."""
    currency = rules.money.currency.value
    if other is not None and other.total is None:
        for part in parts:
            yield Breach("line.paper_before", part.number, part.paper.number, str(other.report), OWN)
        return
    named = other.total if other is not None else None
    total = next((part.paper.total for part in parts if part.paper.total is not None), ZERO) if named is None else named
    sum_of_parts = ZERO if other is None else other.parts
    for part in parts:
        sum_of_parts += part.amount
        if part.paper.total is None:
            yield Breach("line.split_undeclared", part.total, part.paper.number, said(total, currency), OWN)
        elif part.paper.total != total:
            yield Breach("line.split_differs", part.total, said(part.paper.total, currency), said(total, currency), OWN)
        elif sum_of_parts > total:
            yield Breach("line.split_above", part.total, said(sum_of_parts, currency), said(total, currency), OWN)

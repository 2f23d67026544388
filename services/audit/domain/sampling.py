"""Which files an inspector looks through: drawn by a recorded seed, so that anybody can draw them again.

lot: every file has the same chance. amount: every lira has (systematic selection by monetary unit): a file as large as
the interval is always in. risk: the greatest first, between equals the lot decides.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from grants.values import ZERO

_WHOLE = 1 << 256


class Method(StrEnum):
    """How a sample is drawn."""

    LOT = "lot"
    RISK = "risk"
    AMOUNT = "amount"


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that can be drawn. amount: granted, or asked for. risk: its last score; None where none was made."""

    about: str
    amount: Decimal = ZERO
    risk: int | None = None


def draw(method: Method, candidates: Sequence[Candidate], size: int, seed: str) -> tuple[str, ...]:
    """The drawn files, in the order in which they are drawn; the order in which the candidates came plays no part."""
    match method:
        case Method.LOT:
            ranked = sorted(candidates, key=lambda one: _lot(seed, one.about))
        case Method.RISK:
            ranked = sorted(candidates, key=lambda one: (-(one.risk or 0), one.risk is None, _lot(seed, one.about)))
        case Method.AMOUNT:
            return _by_amount(candidates, size, seed)
    return tuple(one.about for one in ranked[:size])


def population(candidates: Sequence[Candidate]) -> str:
    """SHA-256 over all that could be drawn, with amounts and risks: what a sample was drawn from."""
    lines = sorted(f"{one.about} {one.amount} {'' if one.risk is None else one.risk}\n" for one in candidates)
    return hashlib.sha256("".join(lines).encode()).hexdigest()


def _by_amount(candidates: Sequence[Candidate], size: int, seed: str) -> tuple[str, ...]:
    """Every interval's lira: the files laid end to end in the order of the lot, a step of total / size from a start."""
    laid = sorted((one for one in candidates if one.amount > 0), key=lambda one: _lot(seed, one.about))
    total = sum((Fraction(one.amount) for one in laid), Fraction(0))
    if not laid or size < 1:
        return ()
    step = total / min(size, len(laid))
    mark = step * Fraction(int(_lot(seed, "start"), 16), _WHOLE)
    drawn: list[str] = []
    reached = Fraction(0)
    for one in laid:
        reached += Fraction(one.amount)
        if mark < reached:
            drawn.append(one.about)
        while mark < reached:
            mark += step
    return tuple(drawn)


def _lot(seed: str, about: str) -> str:
    return hashlib.sha256(f"{seed} {about}".encode()).hexdigest()

"""Exact numbers as text, and back: what is told and stored never loses a digit."""

import re
from decimal import Decimal
from fractions import Fraction

from grants.breach import Breach
from grants.rules.exact import plain

_POINTS = re.compile(r"\d{1,4}(\.\d{1,4})?", re.ASCII)


def exact_text(number: Fraction) -> str:
    """A decimal where it ends ("75.5"), a fraction where it does not ("226/3")."""
    rest = number.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    if rest != 1:
        return str(number)
    return plain(Decimal(number.numerator) / Decimal(number.denominator))


def points(scores: dict[str, str]) -> tuple[dict[str, Decimal], tuple[Breach, ...]]:
    """Points written as text ("18.5"), and a breach for each that is no number of that form."""
    read: dict[str, Decimal] = {}
    wrong: list[Breach] = []
    for code, text in scores.items():
        if _POINTS.fullmatch(text):
            read[code] = Decimal(text)
        else:
            wrong.append(Breach("evaluation.points_text", f"scores.{code[:40]}", text[:40], "18.5", "Destek"))
    return read, tuple(wrong)

"""Exact numbers as text, and back: what is told and stored never loses a digit."""

import re
from decimal import Decimal

from grants.breach import Breach

_POINTS = re.compile(r"\d{1,4}(\.\d{1,4})?", re.ASCII)


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

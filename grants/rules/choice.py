"""Whom to ask to judge one application: the best fit, then the fewest open files, then the id; no employer twice.

Source: independent evaluators matched by expertise ([P] Ministry page); the order is Destek's own. Employers part the
people, so the first of each in this order is the best answer there is for one file.
"""

from collections.abc import Iterable
from dataclasses import dataclass

SOURCE = "Destek"


@dataclass(frozen=True, slots=True)
class Hand:
    """A person who may be asked. employer: a key, the same for those of one employer. fit: the greater the better."""

    person_id: str
    employer: str
    fit: int = 0
    open_files: int = 0


def has_room(open_files: int, limit: int | None) -> bool:
    """Whether a person takes one more file. limit: most files open at once, none without."""
    return limit is None or open_files < limit


def in_order(hands: Iterable[Hand]) -> tuple[Hand, ...]:
    """Whom to ask before whom, whatever the order in which they came."""
    return tuple(sorted(hands, key=lambda one: (-one.fit, one.open_files, one.person_id)))


def chosen(hands: Iterable[Hand], count: int, employers: Iterable[str] = ()) -> tuple[Hand, ...]:
    """At most `count` of them, in their order. employers: of those who are at work on the file already."""
    taken = set(employers)
    found: list[Hand] = []
    for one in in_order(hands):
        if len(found) < count and one.employer not in taken:
            taken.add(one.employer)
            found.append(one)
    return tuple(found)

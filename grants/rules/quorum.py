"""Who sits on the board, and whether it may decide.

A member in conflict leaves the room and does not count; substitutes fill empty seats in their order; a
majority of the full members must sit. Source: in no paper; defaults of the regime. That academics and
public staff may not sit under the first regimes: the Ministry's slides on the programme ([S] 002…).
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.words import Background, QuorumRule


class Seat(StrEnum):
    """Why a person sits or does not."""

    FULL_MEMBER = "full_member"
    SUBSTITUTE = "substitute"
    NOT_NEEDED = "not_needed"
    ABSENT = "absent"
    CONFLICTED = "conflicted"


@dataclass(frozen=True, slots=True)
class Seating:
    """Who sits, and for every person of the board why or why not, in the board's order."""

    sitting: tuple[str, ...]
    reasons: tuple[tuple[str, Seat], ...]

    def reason(self, person_id: str) -> Seat | None:
        return dict(self.reasons).get(person_id)


def seats(
    full: Sequence[str], substitutes: Sequence[str], present: Collection[str], conflicted: Collection[str]
) -> Seating:
    """Seat the board for one application. All arguments are ids of persons; an id counts once."""
    members = tuple(dict.fromkeys(full))
    reasons: dict[str, Seat] = {}
    for person in members:
        reasons[person] = _reason(person, present, conflicted, Seat.FULL_MEMBER)
    empty = sum(seat is not Seat.FULL_MEMBER for seat in reasons.values())
    for person in dict.fromkeys(person for person in substitutes if person not in reasons):
        reasons[person] = _reason(person, present, conflicted, Seat.SUBSTITUTE if empty else Seat.NOT_NEEDED)
        empty -= reasons[person] is Seat.SUBSTITUTE
    sitting = tuple(person for person, seat in reasons.items() if seat in {Seat.FULL_MEMBER, Seat.SUBSTITUTE})
    return Seating(sitting, tuple(reasons.items()))


def _reason(person: str, present: Collection[str], conflicted: Collection[str], otherwise: Seat) -> Seat:
    if person in conflicted:
        return Seat.CONFLICTED
    return otherwise if person in present else Seat.ABSENT


def needed(full_count: int, rules: RuleSet) -> int:
    """How many must sit where the board has `full_count` full members."""
    match rules.committee.quorum.value:
        case QuorumRule.MAJORITY_OF_FULL_MEMBERS:
            return full_count // 2 + 1
        case QuorumRule.ALL_FULL_MEMBERS:
            return max(full_count, 1)
        case never:
            assert_never(never)


def quorum(sitting: Collection[str], full_count: int, rules: RuleSet) -> tuple[Breach, ...]:
    """What keeps the board from deciding."""
    count, least = len(set(sitting)), needed(full_count, rules)
    if count >= least:
        return ()
    source = rules.cite(rules.committee.quorum)
    return (Breach("committee.quorum", "sitting", str(count), f"{least}/{full_count}", source),)


def membership_breaches(background: Background, rules: RuleSet) -> tuple[Breach, ...]:
    """Whether a person of this background may sit on the board."""
    excluded = rules.committee.excluded_backgrounds
    if background not in excluded.value:
        return ()
    allowed = ", ".join(sorted(set(Background) - excluded.value))
    return (Breach("committee.background", "background", background.value, allowed, rules.cite(excluded)),)

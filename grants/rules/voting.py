"""Whether a motion of the board is carried.

Only who sits for an application votes on it; yes needs a majority, and equal votes are decided as the regime
says. Source: in no paper; defaults of the regime.
"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import assert_never

from grants.breach import Breach
from grants.regimes import RuleSet
from grants.regimes.words import Majority, MinutesSigners, TieRule


class Vote(StrEnum):
    """What a member of the board says to a motion."""

    YES = "yes"
    NO = "no"
    ABSTAIN = "abstain"


@dataclass(frozen=True, slots=True)
class Count:
    """The votes of those who sit. needed: how many yes carry the motion where it is not tied.

    is_tied: yes falls short of a majority by nothing but half: half of those who sit, or as many yes as no.
    chair: how the one in the chair voted; none where that vote was not given.
    """

    yes: int
    no: int
    abstained: int
    sitting: int
    needed: int
    chair: Vote | None
    is_tied: bool


def count(votes: Mapping[str, Vote], sitting: Collection[str], chair: str, rules: RuleSet) -> Count:
    """Count a motion. votes: by person; who does not sit is passed over. chair: the person in the chair."""
    given = [votes[person] for person in dict.fromkeys(sitting) if person in votes]
    yes, no = given.count(Vote.YES), given.count(Vote.NO)
    seats = len(set(sitting))
    return Count(
        yes=yes,
        no=no,
        abstained=given.count(Vote.ABSTAIN),
        sitting=seats,
        needed=_needed(seats, no, rules),
        chair=votes.get(chair) if chair in sitting else None,
        is_tied=_is_tied(yes, no, seats, rules),
    )


def _is_tied(yes: int, no: int, sitting: int, rules: RuleSet) -> bool:
    """Measured like the majority itself, so that one more yes never loses a motion."""
    match rules.committee.majority.value:
        case Majority.OF_SITTING:
            return yes * 2 == sitting
        case Majority.OF_VOTES:
            return yes == no
        case never:
            assert_never(never)


def _needed(sitting: int, no: int, rules: RuleSet) -> int:
    match rules.committee.majority.value:
        case Majority.OF_SITTING:
            return sitting // 2 + 1
        case Majority.OF_VOTES:
            return no + 1
        case never:
            assert_never(never)


def breaches(counted: Count, rules: RuleSet) -> tuple[Breach, ...]:
    """Why a motion is not carried; nothing if it is."""
    if counted.is_tied:
        return _tie(counted, rules)
    if counted.yes >= counted.needed:
        return ()
    source = rules.cite(rules.committee.majority)
    return (Breach("committee.majority", "votes", str(counted.yes), str(counted.needed), source),)


def _tie(counted: Count, rules: RuleSet) -> tuple[Breach, ...]:
    source = rules.cite(rules.committee.tie_rule)
    asked = f"{counted.yes}:{counted.no}"
    match rules.committee.tie_rule.value:
        case TieRule.CHAIR_DECIDES if counted.chair is Vote.YES:
            return ()
        case TieRule.CHAIR_DECIDES:
            return (Breach("committee.tie_chair", "votes", asked, "", source),)
        case TieRule.MOTION_FAILS:
            return (Breach("committee.tie", "votes", asked, "", source),)
        case never:
            assert_never(never)


def unsigned(signed: Collection[str], sat: Collection[str], chair: str, rules: RuleSet) -> tuple[Breach, ...]:
    """What the minutes of a board still lack; nothing once they are complete. sat: everyone who sat."""
    signers = rules.committee.minutes_signed_by
    given, whole = len(set(signed) & set(sat)), len(set(sat))
    least = whole if signers.value is MinutesSigners.ALL_WHO_SAT else whole // 2 + 1
    found = []
    if chair in sat and chair not in signed:
        found.append(Breach("committee.chair_unsigned", "signatures", source=rules.cite(signers)))
    if given < min(least, whole):
        asked, allowed = str(given), f"{min(least, whole)}/{whole}"
        found.append(Breach("committee.signatures", "signatures", asked, allowed, rules.cite(signers)))
    return tuple(found)

"""What a room told and what came into the ledger, held against each other."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

EVERYTHING = "\uffff"
"""After every id."""
PATIENCE = 3
"""How often a missing event is told again before its gap is reported."""


class GapKind(StrEnum):
    """How the two differ in an event. not_recorded: the ledger misses it. not_told: the room's own outbox does.

    told_otherwise: the outbox says something else than the ledger, whose record is what was sealed.
    recorded_otherwise: the ledger's record is not what was sealed, or is gone, while its place is kept.
    pruned_otherwise: what went out of the outbox, as the room told, is not what the ledger has of that span.
    """

    NOT_RECORDED = "not_recorded"
    NOT_TOLD = "not_told"
    TOLD_OTHERWISE = "told_otherwise"
    RECORDED_OTHERWISE = "recorded_otherwise"
    PRUNED_OTHERWISE = "pruned_otherwise"


class Turn(StrEnum):
    """What comes next for a gap that is still open."""

    TELL_AGAIN = "tell_again"
    REPORT = "report"
    WAIT = "wait"


@dataclass(frozen=True, slots=True)
class Gap:
    """An event one side misses, or has otherwise. asked: how often it was told again.

    fields: where the two differ, as JSON pointers; "" is the whole event. reported_at, healed_at: None until then.
    """

    event_id: str
    room: str
    about: str
    kind: GapKind
    found_at: datetime
    asked: int = 0
    reported_at: datetime | None = None
    healed_at: datetime | None = None
    fields: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Account:
    """Two lists of a room's events from the same id on, what they are about by id, in the order of ids.

    told: by the outbox; settled: those of it that had time to arrive. recorded: in the ledger, read before the
    outbox was, so that whatever stands there has been told. most: a list this long may go on.
    """

    told: Mapping[str, str]
    settled: frozenset[str]
    recorded: Mapping[str, str]
    most: int

    @property
    def goes_on(self) -> bool:
        return max(len(self.told), len(self.recorded)) >= self.most

    @property
    def last(self) -> str:
        """The last id up to which both lists are whole; everything, where neither goes on."""
        ends = [max(one) for one in (self.told, self.recorded) if len(one) >= self.most]
        return min(ends, default=EVERYTHING)

    def not_told(self) -> dict[str, str]:
        """What only the ledger has."""
        return {one: about for one, about in self.recorded.items() if one not in self.told and one <= self.last}

    def expected(self) -> dict[str, str]:
        """What the ledger must have by now."""
        return {one: about for one, about in self.told.items() if one in self.settled and one <= self.last}

    def looked_through(self, before: str) -> str:
        """The id after which to begin the next time: what was not settled yet is looked at again."""
        waiting = [one for one in self.told if one not in self.settled and one <= self.last]
        done = [one for one in self.expected() if not waiting or one < min(waiting)]
        return max(done, default=before) if waiting or not self.goes_on else self.last


def turn(gap: Gap) -> Turn:
    """A missing event is told again a few times; what telling again cannot mend is reported at once."""
    if gap.reported_at is not None:
        return Turn.WAIT
    if gap.kind is not GapKind.NOT_RECORDED or gap.asked >= PATIENCE:
        return Turn.REPORT
    return Turn.TELL_AGAIN

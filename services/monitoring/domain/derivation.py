"""A date with the way it came about: what it was reckoned from, step by step, each with its source."""

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from grants.calendar import istanbul_day, moved_by_days
from grants.contracts.stages import DeadlineKind
from grants.explanation import Line
from grants.rules.pauses import Pause, moves
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.states import ForceMajeureStatus

OWN = "Destek"
"""The source of what stands in no paper."""
MOVES = frozenset({ForceMajeureStatus.ACCEPTED, ForceMajeureStatus.ENDED})
"""Force majeure that moves dates."""


@dataclass(frozen=True, slots=True)
class DerivedDate:
    """One date of a grant. at: the exclusive instant; None while force majeure suspends it and nobody can say.

    number: of the period, report or notice. due: what falls due then, where it still does. ends: whether it ends
    a span of days, so that the day shown is the one before.
    """

    name: str
    at: datetime | None
    steps: tuple[Line, ...]
    number: int = 0
    due: DeadlineKind | None = None
    ends: bool = True

    @property
    def on(self) -> date | None:
        """The Istanbul day of the instant: the first day after what it ends."""
        return None if self.at is None else istanbul_day(self.at)


def step(name: str, asked: str = "", allowed: str = "", source: str = OWN) -> Line:
    return Line(rule=f"step.date.{name}", asked=asked, allowed=allowed, source=source)


def last_day(exclusive: date) -> str:
    return (exclusive - timedelta(days=1)).isoformat()


def pauses(file: GrantFile) -> tuple[Pause, ...]:
    """The spans of accepted force majeure; one that lasts has no end."""
    return tuple(Pause(one.starts_on, one.ended_on) for one in file.force_majeure if one.status in MOVES)


def lasting(file: GrantFile) -> bool:
    """Whether accepted force majeure lasts."""
    return any(one.status is ForceMajeureStatus.ACCEPTED for one in file.force_majeure)


def resumed(derived: DerivedDate, file: GrantFile, since: datetime | None) -> DerivedDate:
    """The same date with force majeure taken out; `since`: when the duty began."""
    if derived.at is None or not file.force_majeure:
        return derived
    found = moves(derived.at, pauses(file), since)
    if not found:
        return derived
    at, steps = derived.at, list(derived.steps)
    for move in found:
        if move.days is None or move.pause.ends_on is None:
            return replace(derived, at=None, steps=(*steps, step("suspended", move.pause.starts_on.isoformat())))
        at = moved_by_days(at, move.days)
        span = f"{move.pause.starts_on.isoformat()} – {last_day(move.pause.ends_on)}"
        steps.append(step("paused", span, str(move.days)))
    return replace(derived, at=at, steps=tuple(steps))

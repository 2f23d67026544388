"""Force majeure: while it lasts, duties and deadlines are suspended and start again where they stood.

Source: that force majeure moves time, OSTİM Clean Technologies project page, "Destek Süresi" ([S] 000…);
how deadlines are suspended is in no paper: Destek's own rule. The end of the support period moves only by
a recorded extension, never by a pause.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from grants.calendar import istanbul_day, moved_by_days, start_of


@dataclass(frozen=True, slots=True)
class Pause:
    """A span of force majeure: from its first day to, and without, `ends_on`; None while it lasts."""

    starts_on: date
    ends_on: date | None


def merged(pauses: Iterable[Pause]) -> tuple[Pause, ...]:
    """The same days as spans that neither overlap nor touch, in order; empty spans left out."""
    spans: list[Pause] = []
    for pause in sorted(pauses, key=lambda pause: pause.starts_on):
        if pause.ends_on is not None and pause.ends_on <= pause.starts_on:
            continue
        if spans and (spans[-1].ends_on is None or pause.starts_on <= spans[-1].ends_on):
            pause = Pause(spans[-1].starts_on, _later(spans.pop().ends_on, pause.ends_on))  # noqa: PLW2901 - grows
        spans.append(pause)
    return tuple(spans)


def _later(one: date | None, other: date | None) -> date | None:
    return None if one is None or other is None else max(one, other)


def paused_days(pauses: Iterable[Pause], since: date) -> int:
    """How many days from `since` on lay in pauses that have ended; a day in two pauses counts once.

    One that lasts takes nothing away from those that have ended, though it overlaps them.
    """
    return sum(_days(pause, since) for pause in merged(one for one in pauses if one.ends_on is not None))


def _days(pause: Pause, since: date) -> int:
    return max(0, (pause.ends_on - max(pause.starts_on, since)).days) if pause.ends_on else 0


def paused_on(day: date, pauses: Iterable[Pause]) -> bool:
    """Whether force majeure lasts on this day."""
    return any(pause.starts_on <= day and (pause.ends_on is None or day < pause.ends_on) for pause in merged(pauses))


@dataclass(frozen=True, slots=True)
class Move:
    """What a span of force majeure does to a duty: so many days later; None while it lasts."""

    pause: Pause
    days: int | None


def moves(due: datetime, pauses: Iterable[Pause], since: datetime | None = None) -> tuple[Move, ...]:
    """Each pause that moves a duty, in order; the last may suspend it.

    due: the exclusive instant set when the duty began. since: when it began; days of a pause before that
    do not move it. Every pause that begins before the duty falls due moves it, by whole Istanbul days.
    """
    first = istanbul_day(since) if since else date.min
    found: list[Move] = []
    for pause in merged(pauses):
        if start_of(pause.starts_on) >= due:
            break
        if pause.ends_on is None:
            return (*found, Move(pause, None))
        if days := _days(pause, first):
            found.append(Move(pause, days))
            due = moved_by_days(due, days)
    return tuple(found)


def resume_due(due: datetime, pauses: Iterable[Pause], since: datetime | None = None) -> datetime | None:
    """When a duty falls due, pauses taken out; None while it is suspended and nobody can say. See `moves`."""
    for move in moves(due, pauses, since):
        if move.days is None:
            return None
        due = moved_by_days(due, move.days)
    return due

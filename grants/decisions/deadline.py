"""Whether time has run out, and what follows from it by itself. Pure.

Rules: `grants.rules.deadlines`, `grants.rules.pauses`. Ends are exclusive instants; a day is shown by its last.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise
from types import MappingProxyType
from typing import Annotated, Final

from pydantic import Field

from grants.breach import Breach, RulesBroken
from grants.calendar import ISTANBUL, istanbul_day, start_of
from grants.decisions.decision import Decision, Finding, Inputs
from grants.decisions.extension import Day, Span
from grants.explanation import Line
from grants.regimes import RuleSet
from grants.rules.deadlines import Due, Term, first_counted, term
from grants.rules.pauses import Pause, merged, resume_due
from grants.values import Moment

_MOST_PAUSES = 500
_MOST_MOVES = 100
_MOST_PERIODS = 500

Instant = Annotated[Moment, Field(ge=datetime(1990, 1, 1, tzinfo=UTC), le=datetime(2190, 12, 31, tzinfo=UTC))]


class Fallen(StrEnum):
    """What follows. in_time: nothing, the time is not over; suspended: nothing, force majeure lasts."""

    IN_TIME = "in_time"
    SUSPENDED = "suspended"
    OPENED = "opened"
    CLOSED = "closed"
    LAPSED = "lapsed"
    OVERDUE = "overdue"
    EXCLUDED = "excluded"
    REPLACED = "replaced"
    REMINDED = "reminded"
    RELEASED = "released"
    WINDOW_CLOSED = "window_closed"
    DECLINED = "declined"
    PERIOD_ENDED = "period_ended"
    LATE = "late"
    ESCALATED = "escalated"
    REPORT_REMINDED = "report_reminded"
    REPORT_ASKED = "report_asked"
    AUDIT_ASKED = "audit_asked"
    UNANSWERED = "unanswered"
    EXPIRED = "expired"
    SUPPORT_ENDED = "support_ended"
    UNPAID = "unpaid"
    LOOK_ASKED = "look_asked"
    OBLIGATION_ENDED = "obligation_ended"
    CLAIM_LAPSED = "claim_lapsed"
    INSTALMENT_REMINDED = "instalment_reminded"
    GUARANTEE_WARNED = "guarantee_warned"
    GUARANTEE_ENDED = "guarantee_ended"


CONSEQUENCES: Final = MappingProxyType(
    {
        Due.CALL_OPENING: Fallen.OPENED,
        Due.CALL_CLOSING: Fallen.CLOSED,
        Due.DRAFT: Fallen.LAPSED,
        Due.ADMINISTRATIVE_CHECK: Fallen.OVERDUE,
        Due.COMPLETION: Fallen.EXCLUDED,
        Due.INVITATION: Fallen.REPLACED,
        Due.EVALUATION_REMINDER: Fallen.REMINDED,
        Due.EVALUATION: Fallen.REPLACED,
        Due.COMMITTEE: Fallen.OVERDUE,
        Due.RESERVE: Fallen.RELEASED,
        Due.OBJECTION: Fallen.WINDOW_CLOSED,
        Due.NEGOTIATION: Fallen.DECLINED,
        Due.APPROVAL: Fallen.OVERDUE,
        Due.FOUNDING: Fallen.DECLINED,
        Due.SIGNING: Fallen.DECLINED,
        Due.PERIOD_END: Fallen.PERIOD_ENDED,
        Due.REPORT_DUE: Fallen.LATE,
        Due.CURE_END: Fallen.EXPIRED,
        Due.SUPPORT_END: Fallen.SUPPORT_ENDED,
        Due.CLOSING_DUE: Fallen.OVERDUE,
        Due.REPORT_REMINDER: Fallen.REPORT_REMINDED,
        Due.REPORT_ESCALATION: Fallen.ESCALATED,
        Due.DEVELOPMENT_OPENING: Fallen.REPORT_ASKED,
        Due.DEVELOPMENT_REMINDER: Fallen.REPORT_REMINDED,
        Due.DEVELOPMENT_DUE: Fallen.LATE,
        Due.DEVELOPMENT_ESCALATION: Fallen.ESCALATED,
        Due.AUDIT_DUE: Fallen.AUDIT_ASKED,
        Due.AUDIT_REPORT_DUE: Fallen.LATE,
        Due.FINDING_DUE: Fallen.UNANSWERED,
        Due.RECOVERY_DUE: Fallen.UNPAID,
        Due.OBLIGATION_REMINDER: Fallen.LOOK_ASKED,
        Due.OBLIGATION_END: Fallen.OBLIGATION_ENDED,
        Due.CLAIM_CORRECTION: Fallen.CLAIM_LAPSED,
        Due.RECOVERY_REMINDER: Fallen.INSTALMENT_REMINDED,
        Due.GUARANTEE_REMINDER: Fallen.GUARANTEE_WARNED,
        Due.GUARANTEE_END: Fallen.GUARANTEE_ENDED,
        Due.MILESTONE_DUE: Fallen.LATE,
        Due.CLOSING_REMINDER: Fallen.REPORT_REMINDED,
    }
)
"""What follows once each time is over."""

_COMES: Final = frozenset(
    {
        *(Fallen.OPENED, Fallen.CLOSED, Fallen.REMINDED, Fallen.PERIOD_ENDED, Fallen.SUPPORT_ENDED),
        *(Fallen.REPORT_REMINDED, Fallen.REPORT_ASKED, Fallen.AUDIT_ASKED),
        *(Fallen.LOOK_ASKED, Fallen.OBLIGATION_ENDED),
        *(Fallen.INSTALMENT_REMINDED, Fallen.GUARANTEE_WARNED, Fallen.GUARANTEE_ENDED),
    }
)
"""What comes by the calendar and is nobody's omission."""


class DeadlineInputs(Inputs):
    """The recorded facts a deadline follows from.

    what: which time it is. now: when it is looked at. began_at: when the time began to run. first_day: the first day
    that counts, where it is not the day after. number: how many reporting periods from `first_day` on.
    set_at: the end a person or an earlier rule set in place of the regime's; moved_from: ends it had before, oldest
    first. pauses: accepted force majeure. latest: the end it can never pass, that of the support.
    """

    what: Due
    now: Instant
    began_at: Instant | None = None
    first_day: Day | None = None
    number: int = Field(default=1, ge=1, le=_MOST_PERIODS)
    set_at: Instant | None = None
    moved_from: tuple[Instant, ...] = Field(default=(), max_length=_MOST_MOVES)
    pauses: tuple[Span, ...] = Field(default=(), max_length=_MOST_PAUSES)
    latest: Instant | None = None

    @property
    def spans(self) -> tuple[Pause, ...]:
        return merged(Pause(one.starts_on, one.ends_on) for one in self.pauses)

    @property
    def counted_from(self) -> date | None:
        """The first day that counts; none where nothing is known of a beginning."""
        if self.first_day is not None:
            return self.first_day
        return None if self.began_at is None else first_counted(self.began_at)

    @property
    def paused_since(self) -> date:
        """Days of force majeure before this one move nothing."""
        if self.began_at is not None:
            return istanbul_day(self.began_at)
        return self.first_day or date.min


def regime_end(given: DeadlineInputs, rules: RuleSet) -> datetime | None:
    """The end as the regime alone gives it, pauses aside; none where it gives none."""
    found, first = term(given.what, rules, given.number), given.counted_from
    return None if found is None or first is None else found.end_from(first)


def as_recorded(given: DeadlineInputs, end: datetime, rules: RuleSet) -> DeadlineInputs:
    """The same inputs with the end on record as the one that was set, where the regime gives another one."""
    return given if regime_end(given, rules) == end else given.model_copy(update={"set_at": end})


def _find(given: DeadlineInputs, rules: RuleSet) -> Finding:
    set_end = given.set_at or regime_end(given, rules)
    if set_end is None:
        raise RulesBroken(Breach("input.missing", "set_at", source="Destek"))
    moved = resume_due(set_end, given.spans, start_of(given.paused_since)) if given.spans else set_end
    due = moved if moved is None or given.latest is None else min(moved, given.latest)
    outcome = _outcome(given, due)
    derived = (
        *_derivation(given, rules, set_end),
        *_pauses(given, set_end, moved),
        *_latest(given, moved),
    )
    figures = {"set": _exact(set_end)} | ({} if due is None else {"due": _exact(due)})
    return Finding((*derived, _last(given, due)), outcome, figures)


def _outcome(given: DeadlineInputs, due: datetime | None) -> Fallen:
    if due is None:
        return Fallen.SUSPENDED
    return Fallen.IN_TIME if given.now < due else CONSEQUENCES[given.what]


def _derivation(given: DeadlineInputs, rules: RuleSet, set_end: datetime) -> Iterator[Line]:
    """From the beginning to the end that was set, and whether somebody set it otherwise."""
    began = "" if given.began_at is None else _moment(given.began_at)
    yield _line("began" if began else "named", given.what, began)
    found, first = term(given.what, rules, given.number), given.counted_from
    if found is not None and first is not None:
        yield _counted(given, found, first)
    for was, becomes in pairwise((*given.moved_from, set_end)):
        yield _line("moved", given.what, _end(was), _end(becomes))
    if given.set_at is not None and not given.moved_from:
        yield _line("set", given.what, allowed=_end(set_end))


def _counted(given: DeadlineInputs, found: Term, first: date) -> Line:
    counted = f"{first.isoformat()} + {found.count}"
    if found.before:
        return _line("days_before", given.what, f"{counted} − {found.before}", _day(found, first), found.source)
    return _line(found.measure.value, given.what, counted, _day(found, first), found.source)


def _day(found: Term, first: date) -> str:
    """The last day of a time; a reminder's own day."""
    if found.before:
        return istanbul_day(found.end_from(first)).isoformat()
    return (found.last_from(first) - timedelta(days=1)).isoformat()


def _pauses(given: DeadlineInputs, set_end: datetime, moved: datetime | None) -> Iterator[Line]:
    if moved is None:
        lasting = next(one for one in given.spans if one.ends_on is None)
        yield _line("lasting", given.what, lasting.starts_on.isoformat())
    elif moved != set_end:
        yield _line("paused", given.what, str((istanbul_day(moved) - istanbul_day(set_end)).days), _end(moved))


def _latest(given: DeadlineInputs, moved: datetime | None) -> Iterator[Line]:
    if moved is not None and given.latest is not None and given.latest < moved:
        yield _line("latest", given.what, _end(moved), _end(given.latest))


def _last(given: DeadlineInputs, due: datetime | None) -> Line:
    now = _moment(given.now)
    if due is None:
        return _line("suspended", given.what, now)
    if given.now < due:
        return _line("in_time", given.what, now, _end(due))
    if CONSEQUENCES[given.what] in _COMES:
        return _line("come", given.what, now, _moment(due))
    return Line(rule="deadline.over", subject=given.what, asked=now, allowed=_end(due), source="Destek", held=False)


def _line(name: str, subject: str, asked: str = "", allowed: str = "", source: str = "Destek") -> Line:
    return Line(rule=f"step.deadline.{name}", subject=subject, asked=asked, allowed=allowed, source=source)


def _moment(at: datetime) -> str:
    return f"{at.astimezone(ISTANBUL):%Y-%m-%d %H:%M}"


def _end(at: datetime) -> str:
    """An end as people say it: the last day where it is a whole one, else the minute."""
    day = istanbul_day(at)
    return (day - timedelta(days=1)).isoformat() if start_of(day) == at else _moment(at)


def _exact(at: datetime) -> str:
    return at.astimezone(UTC).isoformat()


DEADLINE = Decision("deadline", DeadlineInputs, Fallen, _find)

"""The agenda of a session: no overlaps, each application once over all sessions, each slot within its session."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise

from pydantic import BaseModel, ConfigDict, Field

from grants.breach import Breach
from grants.calendar import ISTANBUL
from grants.regimes import RuleSet
from grants.values import Line
from services.evaluation.domain.board import Board
from services.evaluation.domain.sessions import Session, Slot, SlotState

_SOURCE = "Destek"


class Presentation(BaseModel):
    """A slot as it is asked for. starts: by the clock in Istanbul, on the day of the session."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    application_id: str = Field(pattern=r"^[!-~]{1,200}$")
    starts: time
    minutes: int = Field(strict=True, ge=1, le=1_440)


class Calling(BaseModel):
    """A session as it is asked for; times by the clock in Istanbul."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    day: date
    starts: time
    ends: time
    place: Line
    slots: tuple[Presentation, ...] = Field(default=(), max_length=200)

    def at(self, clock: time) -> datetime:
        """The instant of a time on the day of the session."""
        return datetime.combine(self.day, clock.replace(tzinfo=None, microsecond=0), ISTANBUL).astimezone(UTC)

    def session(self, call_id: str, number: int) -> Session:
        starts, ends = self.at(self.starts), self.at(self.ends)
        return Session(call_id=call_id, number=number, starts_at=starts, ends_at=ends, place=self.place)

    def agenda(self, call_id: str, number: int) -> tuple[Slot, ...]:
        return tuple(
            Slot(
                call_id=call_id,
                number=number,
                application_id=one.application_id,
                starts_at=self.at(one.starts),
                minutes=one.minutes,
            )
            for one in self.slots
        )


def agenda_breaches(board: Board, session: Session, agenda: Sequence[Slot], now: datetime) -> tuple[Breach, ...]:
    """Everything that is wrong with a session that is to be called, or changed, now."""
    return (
        *_times(board, session, now),
        *_applications(board, session, agenda, now),
        *_slots(session, agenda),
    )


def _times(board: Board, session: Session, now: datetime) -> Iterator[Breach]:
    if session.ends_at <= session.starts_at:
        yield Breach("session.ends_before", "ends", _clock(session.ends_at), _clock(session.starts_at), _SOURCE)
    if session.starts_at <= now:
        yield Breach("session.past", "day", _when(session.starts_at), _when(now), _SOURCE)
    for other in board.sessions:
        if other.number != session.number and other.starts_at < session.ends_at and session.starts_at < other.ends_at:
            asked, allowed = _when(session.starts_at), f"{other.number}: {_when(other.starts_at)}"
            yield Breach("session.overlaps", "starts", asked, allowed, _SOURCE)


def _applications(board: Board, session: Session, agenda: Sequence[Slot], now: datetime) -> Iterator[Breach]:
    seen: set[str] = set()
    for index, one in enumerate(agenda):
        subject, placed = f"slots[{index}].application_id", board.slot(one.application_id)
        if board.item(one.application_id) is None:
            yield Breach("committee.item_unknown", subject, one.application_id, "", _SOURCE)
        elif one.application_id in seen:
            yield Breach("session.item_twice", subject, one.application_id, "1", _SOURCE)
        elif placed is not None and placed.number != session.number and not is_left_over(board, placed, now):
            yield Breach("session.item_placed", subject, one.application_id, str(placed.number), _SOURCE)
        seen.add(one.application_id)


def _slots(session: Session, agenda: Sequence[Slot]) -> Iterator[Breach]:
    for index, one in enumerate(agenda):
        if one.starts_at < session.starts_at or one.ends_at > session.ends_at:
            allowed = f"{_clock(session.starts_at)}–{_clock(session.ends_at)}"
            yield Breach("session.slot_outside", f"slots[{index}].starts", _span(one), allowed, _SOURCE)
    in_order = sorted(enumerate(agenda), key=lambda pair: (pair[1].starts_at, pair[0]))
    for (_, before), (index, one) in pairwise(in_order):
        if one.starts_at < before.ends_at:
            yield Breach("session.slots_overlap", f"slots[{index}].starts", _span(one), _span(before), _SOURCE)


def is_left_over(board: Board, slot: Slot, now: datetime) -> bool:
    """Whether a session is over and did not come to the end of this application: it may be placed in another."""
    session = board.session(slot.number)
    return session is not None and session.ends_at <= now and slot.state in {SlotState.WAITING, SlotState.OPEN}


def is_unscheduled(board: Board, application_id: str, rules: RuleSet, now: datetime) -> bool:
    """Whether an application needs a place: put off, left over, or on no agenda where the regime asks for one."""
    slot = board.slot(application_id)
    if slot is not None:
        return is_left_over(board, slot, now)
    return rules.committee.sessions_required.value or board.is_on_agenda(application_id)


def has_sat(board: Board, number: int) -> bool:
    """Whether a session has begun: nothing of it is opened before attendance was taken."""
    session = board.session(number)
    return session is not None and session.present is not None


def _clock(moment: datetime) -> str:
    return f"{moment.astimezone(ISTANBUL):%H:%M}"


def _when(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")


def _span(slot: Slot) -> str:
    return f"{_clock(slot.starts_at)}–{_clock(slot.starts_at + timedelta(minutes=slot.minutes))}"

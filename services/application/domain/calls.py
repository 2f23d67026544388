"""When a call may be published, moved, opened and closed, and when it takes applications."""

from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

from grants.breach import Breach, Refused
from grants.calendar import end_of_days_after, istanbul_day
from grants.contracts.activities import CallStatus
from grants.regimes import RuleSet, revisions
from services.application.domain.records import CallRecord


class CallNotOpen(Refused):
    """The call takes no applications now."""

    rule = "call_not_open"


class CallClosed(Refused):
    """The call is closed; nothing of it can be changed."""

    rule = "call_closed"


def rules_on(regime: str, day: date) -> RuleSet:
    """The revision in force when a call opens; before the regime's first day, its first one. Raises UnknownRegime."""
    made = revisions(regime)
    return next((one for one in reversed(made) if one.since <= day), made[0])


def usual_close(opens_at: datetime, rules: RuleSet) -> datetime:
    """The deadline of a call that names none: the end of the regime's last day for a call."""
    return end_of_days_after(opens_at, rules.calendar.call_days.value)


def in_force(opens_at: datetime, rules: RuleSet, reason: str) -> Iterator[Breach]:
    """A call opens under a regime in force on that day in Istanbul; under another only for a recorded reason."""
    day = istanbul_day(opens_at)
    if reason or rules.in_force_on(day):
        return
    allowed = f"{rules.valid_from} - {rules.valid_to or ''}".rstrip()
    yield Breach("call.regime_not_in_force", "regime", str(day), allowed, rules.instrument)


def publishing(opens_at: datetime, closes_at: datetime, now: datetime) -> Iterator[Breach]:
    """What is wrong with the calendar of a call that is to be published now."""
    yield from _in_order(opens_at, closes_at)
    yield from _to_come(closes_at, now)


def recording(opens_at: datetime, closes_at: datetime, now: datetime) -> Iterator[Breach]:
    """What is wrong with the calendar of a call that is entered from papers: it must be over."""
    yield from _in_order(opens_at, closes_at)
    if closes_at > now:
        yield Breach("call.recorded_past", "closes_at", _shown(closes_at), _shown(now), "Destek")


def moving(call: CallRecord, closes_at: datetime, now: datetime) -> Iterator[Breach]:
    """What is wrong with a new deadline. Raises CallClosed for a call that is over.

    A deadline that has come stands, whether the call was closed yet or not: its drafts lapse from then on.
    """
    if is_over(call, now):
        raise CallClosed(Breach("call.closed", "closes_at", _shown(call.closes_at)))
    yield from _in_order(call.opens_at, closes_at)
    yield from _to_come(closes_at, now)


def share(minimum_share: Decimal | None, rules: RuleSet) -> Iterator[Breach]:
    """A least share above the ceiling would let nobody apply."""
    cap = rules.money.overall_cap
    if minimum_share is not None and cap.value is not None and minimum_share > cap.value:
        yield Breach("call.minimum_share", "minimum_share", str(minimum_share), str(cap.value), rules.cite(cap))


def is_over(call: CallRecord, now: datetime) -> bool:
    """Whether nothing can be written or submitted any more; the time decides, so that no late timer matters."""
    return call.status is CallStatus.CLOSED or now >= call.closes_at


def may_draft(call: CallRecord, now: datetime) -> None:
    """A draft may be begun and written as soon as the call is published. Raises CallNotOpen once it is over."""
    if is_over(call, now):
        raise CallNotOpen(Breach("call.over", "call_id", _shown(now), _shown(call.closes_at)))


def may_submit(call: CallRecord, now: datetime) -> None:
    """The times decide, so that a late timer shuts nobody out. Raises CallNotOpen."""
    may_draft(call, now)
    if now < call.opens_at:
        raise CallNotOpen(Breach("call.not_yet", "call_id", _shown(now), _shown(call.opens_at)))


def takes_applications(call: CallRecord, now: datetime) -> bool:
    """Whether an application can be submitted now."""
    return call.opens_at <= now and not is_over(call, now)


def _in_order(opens_at: datetime, closes_at: datetime) -> Iterator[Breach]:
    if opens_at >= closes_at:
        yield Breach("call.opens_before_closes", "closes_at", _shown(closes_at), _shown(opens_at), "Destek")


def _to_come(closes_at: datetime, now: datetime) -> Iterator[Breach]:
    if closes_at <= now:
        yield Breach("call.closes_to_come", "closes_at", _shown(closes_at), _shown(now), "Destek")


def _shown(moment: datetime) -> str:
    return moment.isoformat(timespec="seconds")

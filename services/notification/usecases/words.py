"""The values of a letter as people read them: money, days and times, in Turkish or English."""

from datetime import date, datetime
from decimal import Decimal

from grants.contracts.closing_events import ClosingRemark
from grants.contracts.event import EventData
from grants.contracts.grant_event import ClockMoved
from grants.contracts.obligation_events import ObligationBegun
from grants.contracts.report_events import LineDisallowed, LineRemarked
from grants.contracts.stages import DeadlineKind
from runtime import spoken
from runtime.messages import Catalogue

EXCLUSIVE_DAYS = frozenset({"support_ends_on", "ceiling_ends_on", "new_end", "ends_on"})
"""First days after a span; people are told its last day."""

NOTHING = "–"

ENDS = frozenset({"due_at", "evaluate_by", "closes_at", "cure_until"})
"""Instants before which something has to be done."""


def words_of(texts: Catalogue, language: str, event: EventData, currency: str) -> dict[str, str]:
    """The plain values of an event; lists as one line each, nothing that is a table. currency: of its amounts.

    Of an event that moves the clock also what falls due next of each kind, by the kind's name.
    """
    said = {name: _said(texts, language, name, value, currency) for name, value in event if not isinstance(value, dict)}
    return (_dues(language, event) | said) if isinstance(event, ClockMoved) else said


def _dues(language: str, event: ClockMoved) -> dict[str, str]:
    """The next deadline of each kind: of what the event is about, where it counts such things; a dash for none."""
    number, found = getattr(event, "number", 0), dict.fromkeys(DeadlineKind, NOTHING)
    for one in sorted(event.deadlines, key=lambda one: (one.number != number, one.at), reverse=True):
        found[one.kind] = spoken.end(language, one.at)
    return {kind.value: said for kind, said in found.items()}


def _said(texts: Catalogue, language: str, name: str, value: object, currency: str) -> str:
    match value:
        case Decimal():
            return spoken.money(language, value, currency)
        case datetime():
            return (spoken.end if name in ENDS else spoken.moment)(language, value)
        case date():
            return (spoken.last_day if name in EXCLUSIVE_DAYS else spoken.day)(language, value)
        case tuple():
            return "\n".join(f"- {line}" for one in value if (line := _line(texts, language, one, currency)))
        case str() if name == "reason":
            return texts.say(language, value)  # the room's own reasons are keys, a person's stand as written
        case _:
            return str(value)


def _line(texts: Catalogue, language: str, one: object, currency: str) -> str:
    """One entry of a list; nothing of what has no words."""
    match one:
        case str():
            return one
        case ClosingRemark():
            part = texts.say(language, f"closing_part.{one.part}")
            return texts.say(language, "mail.line.closing", part=part, remark=one.remark)
        case LineRemarked() | LineDisallowed() | ObligationBegun():
            said = {name: _said(texts, language, name, value, currency) for name, value in one}
            return texts.say(language, f"mail.line.{_LINES[type(one)]}", **said)
        case _:
            return ""


_LINES = {LineRemarked: "remarked", LineDisallowed: "disallowed", ObligationBegun: "obligation"}

"""The values of a letter as people read them: money, days and times, in Turkish or English."""

from datetime import date, datetime
from decimal import Decimal

from grants.contracts.event import EventData
from runtime import spoken
from runtime.messages import Catalogue

EXCLUSIVE_DAYS = frozenset({"support_ends_on", "ceiling_ends_on", "new_end"})
"""First days after a span; people are told its last day."""

ENDS = frozenset({"due_at", "evaluate_by", "closes_at", "cure_until"})
"""Instants before which something has to be done."""


def words_of(texts: Catalogue, language: str, event: EventData, currency: str) -> dict[str, str]:
    """The plain values of an event; lists as one line each, nothing that is a table. currency: of its amounts."""
    return {name: _said(texts, language, name, value, currency) for name, value in event if not isinstance(value, dict)}


def _said(texts: Catalogue, language: str, name: str, value: object, currency: str) -> str:
    match value:
        case Decimal():
            return spoken.money(language, value, currency)
        case datetime():
            return (spoken.end if name in ENDS else spoken.moment)(language, value)
        case date():
            return (spoken.last_day if name in EXCLUSIVE_DAYS else spoken.day)(language, value)
        case tuple():
            return "\n".join(f"- {one}" for one in value if isinstance(one, str))
        case str() if name == "reason":
            return texts.say(language, value)  # the room's own reasons are keys, a person's stand as written
        case _:
            return str(value)

"""What must hold of a paper contract before the system takes it over."""

from collections.abc import Iterator
from datetime import date

from grants.breach import Breach
from grants.calendar import istanbul_day
from services.application.domain.records import CallRecord

_SOURCE = "Destek"


def breaches(call: CallRecord, signed_on: date, founded_on: date, today: date) -> Iterator[Breach]:
    """What is wrong with its days: signed in the past, after the call was over, by an enterprise that existed."""
    closed = istanbul_day(call.closes_at)
    if signed_on > today:
        yield Breach("take_over.signed_past", "signed_on", str(signed_on), str(today), _SOURCE)
    if signed_on < closed:
        yield Breach("take_over.after_call", "signed_on", str(signed_on), str(closed), _SOURCE)
    if founded_on > signed_on:
        yield Breach("take_over.founded_before", "enterprise.founded_on", str(founded_on), str(signed_on), _SOURCE)

"""The minutes of a committee and who has signed them, as plain frozen records."""

from datetime import datetime

from grants.breach import Refused
from services.evaluation.domain.records import Record


class MinutesChanged(Refused):
    """What was to be signed is not what the minutes say now."""

    rule = "minutes_changed"


class Minutes(Record):
    """document: SHA-256 of the PDF. complete_at: when the last signature needed was given."""

    call_id: str
    document: str
    prepared_at: datetime
    complete_at: datetime | None = None


class Signature(Record):
    """document: what this person signed; is_extract: without the items for which the person left."""

    call_id: str
    person_id: str
    document: str
    is_extract: bool
    signed_at: datetime

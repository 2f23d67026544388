"""A member of a grant that came of an application, and how long it belongs to it."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Belonging:
    """until: when it left; None while it belongs."""

    name: str
    kind: str
    tax_number: str
    province: str
    nace: str
    since: datetime
    until: datetime | None

"""A sample on record: enough to draw it again."""

from dataclasses import dataclass
from datetime import datetime

from grants.breach import Refused


class TooManyFiles(Refused):
    """More files than a sample is drawn from at once: a call has to be named."""

    rule = "sample.too_many"


@dataclass(frozen=True, slots=True)
class Sample:
    """population: hash of what it was drawn from; candidates: how many; call_id: of one call alone, "" for all.

    seed_given: by whoever drew it; else the seed is the signed root of this number. None of a sample of old.
    """

    id: str
    method: str
    size: int
    seed: str
    call_id: str
    reason: str
    population: str
    candidates: int
    drawn_at: datetime
    drawn_by: str
    seed_given: bool | None = None
    root: int | None = None

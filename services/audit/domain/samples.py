"""A sample on record: enough to draw it again."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Sample:
    """population: hash of what it was drawn from; candidates: how many; call_id: of one call alone, "" for all."""

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

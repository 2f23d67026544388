"""Closing reports of a grant, as facts."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any


class ClosingStatus(StrEnum):
    """returned: to be put right; the next one takes its place."""

    SUBMITTED = "submitted"
    RETURNED = "returned"
    ACCEPTED = "accepted"


@dataclass(frozen=True, slots=True)
class Asset:
    """Something bought with the support that has to be kept. item: its support item; value: exact, as text."""

    name: str
    place: str
    item: str
    value: str

    @property
    def worth(self) -> Decimal:
        return Decimal(self.value)


@dataclass(frozen=True, slots=True)
class ClosingSaid:
    """What the coordinator writes. aims: what was aimed at and what of it was realised. indicators, spending,
    left_open: remarks on the figures of the record, where there is something to say. documents: hashes of papers.
    """

    aims: str
    indicators: str = ""
    spending: str = ""
    left_open: str = ""
    assets: tuple[Asset, ...] = ()
    documents: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClosingReport:
    """A closing report that was sent, with the figures of the record as they stood then, and what became of it.

    remarks: by part, where it was returned. note: of who decided on it.
    """

    grant_id: str
    number: int
    aims: str
    submitted_by: str
    submitted_at: datetime
    figures: dict[str, Any]
    status: ClosingStatus = ClosingStatus.SUBMITTED
    indicators: str = ""
    spending: str = ""
    left_open: str = ""
    assets: tuple[Asset, ...] = ()
    documents: tuple[str, ...] = ()
    remarks: dict[str, str] = field(default_factory=dict)
    note: str = ""
    decided_by: str = ""
    decided_at: datetime | None = None

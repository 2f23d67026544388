"""Facts around the milestones of one grant: what the plan in force names, and what became of each."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class MilestoneStatus(StrEnum):
    """declared: the coordinator says it was reached. returned: an officer did not find so; it can be declared again."""

    PLANNED = "planned"
    DECLARED = "declared"
    CONFIRMED = "confirmed"
    RETURNED = "returned"


@dataclass(frozen=True, slots=True)
class Milestone:
    """A milestone of the plan in force. quarter: by whose end it is planned, as the plan says today.

    reached_on, documents: as last declared; documents are hashes of scans of the grant. late_since: when it was told
    as late. remark: of the officer who decided last.
    """

    grant_id: str
    key: str
    place: int
    title: str
    quarter: int
    status: MilestoneStatus = MilestoneStatus.PLANNED
    reached_on: date | None = None
    documents: tuple[str, ...] = ()
    note: str = ""
    declared_by: str = ""
    declared_at: datetime | None = None
    decided_by: str = ""
    decided_at: datetime | None = None
    remark: str = ""
    late_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class Reached:
    """What is said of a milestone that was reached: the day, and the evidence by the hashes of its scans."""

    reached_on: date
    documents: tuple[str, ...]
    note: str = ""

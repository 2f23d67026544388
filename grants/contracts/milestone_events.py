"""What the monitoring room says of milestones of a grant's work plan. About: the application id of the grant."""

from datetime import date

from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved
from grants.personal import Public, Words


class MilestoneDeclared(ClockMoved):
    """The coordinator says a milestone was reached. key: of it in the plan; documents: hashes of the evidence."""

    SUBJECT = "monitoring.milestone.declared"

    key: Public
    reached_on: date
    documents: tuple[Public, ...]


class MilestoneConfirmed(ClockMoved):
    """An officer found that it was reached on that day."""

    SUBJECT = "monitoring.milestone.confirmed"

    key: Public
    reached_on: date
    remark: Words


class MilestoneReturned(ClockMoved):
    """An officer does not find it reached; it can be declared again."""

    SUBJECT = "monitoring.milestone.returned"

    key: Public
    remark: Words


class MilestonesLate(ClockMoved, DecidedData):
    """The planned quarter is over and these were not declared as reached. Explained: that its time is over."""

    SUBJECT = "monitoring.milestone.late"

    quarter: int
    keys: tuple[Public, ...]


EVENTS: tuple[type[EventData], ...] = (MilestoneDeclared, MilestoneConfirmed, MilestoneReturned, MilestonesLate)

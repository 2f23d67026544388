"""What the portal reads of a grant's work plan and its changes. Ends are the first day after."""

from datetime import date

from pydantic import Field

from services.portal.reading import Amount, Moment, Read, Text


class PlannedActivity(Read):
    """first_quarter, last_quarter: of the contract, from 1. actions: those of the action plan it serves."""

    code: str
    title: Text = ""
    first_quarter: int = 0
    last_quarter: int = 0
    actions: tuple[str, ...] = ()


class QuarterPart(Read):
    quarter: int
    cost: Amount = None


class PlannedItem(Read):
    key: str
    title: Text = ""
    cost: Amount = None
    grant: Amount = None
    quarters: tuple[QuarterPart, ...] = ()


class PlannedPackage(Read):
    key: str
    title: Text = ""
    activities: tuple[PlannedActivity, ...] = ()
    items: tuple[PlannedItem, ...] = ()


class PlannedMeasure(Read):
    """targets: at the end of each year."""

    code: str
    baseline: int = 0
    targets: tuple[int, ...] = ()


class Plan(Read):
    """The plan in force."""

    packages: tuple[PlannedPackage, ...] = ()
    indicators: tuple[PlannedMeasure, ...] = ()


class Milestone(Read):
    """ends_on: as planned; due_on: with force majeure taken out. Both are the first day after."""

    key: str
    title: Text = ""
    quarter: int = 0
    ends_on: date | None = None
    due_on: date | None = None
    status: Text = ""
    reached_on: date | None = None
    documents: tuple[str, ...] = ()
    note: Text = ""
    declared_at: Moment = None
    decided_at: Moment = None
    remark: Text = ""
    is_late: bool = False
    can: tuple[str, ...] = ()


class Difference(Read):
    """One thing that a change makes different."""

    what: str
    key: Text = ""
    before: Text = ""
    after: Text = ""


class AmountMoved(Read):
    name: str
    before: Amount = None
    after: Amount = None


class DayMoved(Read):
    name: str
    key: Text = ""
    before: date | None = None
    after: date | None = None


class ChangeEffect(Read):
    amounts: tuple[AmountMoved, ...] = ()
    dates: tuple[DayMoved, ...] = ()


class Change(Read):
    """A request to change the grant. can: what this person may do with it."""

    id: Text = ""
    can: tuple[str, ...] = ()
    number: int = 0
    kind: str
    decider: Text = ""
    status: str
    reason: Text = ""
    asked_at: Moment = None
    decided_at: Moment = None
    decision_reason: Text = ""
    paper: Text = ""
    differences: tuple[Difference, ...] = ()
    effect: ChangeEffect = Field(default=ChangeEffect())

"""What the portal reads of the closing of a grant: figures of the record, and the reports that were sent."""

from pydantic import Field

from services.portal.reading import Amount, Moment, Read, Text


class Head(Read):
    """What was planned and realised under a cost head."""

    head: Text = ""
    cost: Amount = None
    realised: Amount = None


class Reached(Read):
    """Where a measure stood at the contract, its last target, and what was reported last."""

    code: Text = ""
    baseline: int | None = None
    target: int | None = None
    reached: int | None = None


class StillOpen(Read):
    """Something that is not settled yet."""

    kind: Text = ""
    about: Text = ""
    amount: Amount = None


class Figures(Read):
    heads: tuple[Head, ...] = ()
    measures: tuple[Reached, ...] = ()
    left_open: tuple[StillOpen, ...] = ()


class Asset(Read):
    """Something that has to be kept."""

    name: Text = ""
    place: Text = ""
    item: Text = ""
    value: Amount = None


class ClosingReport(Read):
    """A report that was sent. remarks: by part, where it was returned."""

    number: int = 0
    aims: Text = ""
    indicators: Text = ""
    spending: Text = ""
    left_open: Text = ""
    assets: tuple[Asset, ...] = ()
    documents: tuple[str, ...] = ()
    submitted_at: Moment = None
    remarks: dict[str, str] = Field(default_factory=dict)
    note: Text = ""


class Closing(Read):
    """figures: as they stand now."""

    figures: Figures = Figures()
    reports: tuple[ClosingReport, ...] = ()

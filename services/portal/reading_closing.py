"""What the portal reads of the closing of a grant: figures of the record, and the reports that were sent."""

from pydantic import Field

from services.portal.filled import flattened
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

    @property
    def fields(self) -> dict[str, str]:
        """The report as the fields of its form; what is written as numbers, as the room gave it."""
        said = self.model_dump(mode="json", include={"aims", "indicators", "spending", "left_open", "assets"})
        return {**flattened(said), "documents": "\n".join(self.documents)}


class ClosingDraft(Read):
    """typed: of the next report so far, by the fields of its form."""

    typed: dict[str, str] = Field(default_factory=dict)
    kept_at: Moment = None


class Closing(Read):
    """figures: as they stand now. draft: for who writes the next report."""

    figures: Figures = Figures()
    reports: tuple[ClosingReport, ...] = ()
    draft: ClosingDraft | None = None

    @property
    def written(self) -> dict[str, str]:
        """What the form of the next report begins with: what was typed of it, or else the report that came back."""
        if self.draft is not None:
            return self.draft.typed
        return self.reports[-1].fields if self.reports else {}

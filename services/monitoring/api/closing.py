"""The closing report over HTTP."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import Field, StringConstraints

from grants.contracts.closing_events import ClosingFigures, ClosingPart
from grants.regimes import Bilingual
from grants.values import Line, Moment, Money, Prose
from runtime.http.door import Door
from services.monitoring.api.lines import Code
from services.monitoring.api.shapes import Answered, Asked, Documents, Key, Note, TheUnit
from services.monitoring.domain import clock
from services.monitoring.domain.closing_facts import Asset, ClosingSaid, ClosingStatus
from services.monitoring.domain.facts import GrantFile
from services.monitoring.domain.states import GrantStatus
from services.monitoring.usecases import closing

router = APIRouter(route_class=Door, prefix="/grants/{grant_id}/closing", tags=["closing"])

MOST_ASSETS = 500
MOST_TYPED = 4 * MOST_ASSETS + 100
FieldName = Annotated[str, StringConstraints(max_length=100)]


class AssetIn(Asked):
    """item: key of the support item it was bought under. value: what of it was realised, in the grant's currency."""

    name: Line
    place: Line
    item: Code
    value: Money


class ClosingIn(Asked):
    """aims: what was aimed at and what of it was realised. indicators, spending, left_open: remarks on the figures of
    the record, where there is something to say. assets: what has to be kept; none where nothing was bought to keep.
    documents: hashes of papers handed in for the grant before.
    """

    aims: Prose
    indicators: Note = ""
    spending: Note = ""
    left_open: Note = ""
    assets: Annotated[tuple[AssetIn, ...], Field(max_length=MOST_ASSETS)] = ()
    documents: Documents = ()

    @property
    def said(self) -> ClosingSaid:
        assets = tuple(Asset(one.name, one.place, one.item, f"{one.value:.2f}") for one in self.assets)
        return ClosingSaid(self.aims, self.indicators, self.spending, self.left_open, assets, self.documents)


class ClosingDraftIn(Asked):
    """typed: the form field by field, as it stands; nothing of it is read."""

    typed: Annotated[dict[FieldName, Note], Field(max_length=MOST_TYPED)]


class ClosingDraftOut(Answered):
    typed: dict[str, str]
    kept_at: Moment


class DraftKept(Answered):
    """When the draft was kept."""

    kept_at: Moment


class ClosingAcceptIn(Asked):
    note: Note = ""


class ClosingReturnIn(Asked):
    """remarks: by part of the report. At least one of them, or a note, says what is to be done."""

    note: Note = ""
    remarks: dict[ClosingPart, Prose] = Field(default_factory=dict)


class AssetOut(Answered):
    name: str
    place: str
    item: str
    value: Money


class ClosingReportOut(Answered):
    """A report that was sent. figures: of the record as they stood then; none where it was sent before they were kept.

    remarks: by part, where it was returned.
    """

    number: int
    status: ClosingStatus
    aims: str
    indicators: str
    spending: str
    left_open: str
    assets: tuple[AssetOut, ...]
    documents: tuple[str, ...]
    figures: ClosingFigures
    submitted_at: Moment
    remarks: dict[ClosingPart, str]
    note: str
    decided_at: Moment | None


class BeginsOut(Answered):
    """An obligation that begins with the closing."""

    code: str
    names: Bilingual
    years: int


class ClosingFull(Answered):
    """due_at: the exclusive end of the time to send it, force majeure taken out. reminders: how often it was overdue.

    figures: of the record as they stand now. reports: those sent, the newest last. draft: for who writes the next.
    """

    grant_id: str
    status: GrantStatus
    due_at: Moment | None
    reminders: int
    submitted_at: Moment | None
    accepted_at: Moment | None
    figures: ClosingFigures
    begins: tuple[BeginsOut, ...]
    reports: tuple[ClosingReportOut, ...]
    draft: ClosingDraftOut | None


class ClosingStands(Answered):
    """How the closing stands after an act. due_at: until when it is awaited, if it is."""

    id: str
    status: GrantStatus
    closing_due_at: Moment | None
    closing_submitted_at: Moment | None
    closing_accepted_at: Moment | None


@router.get("")
async def read(grant_id: Key, unit: TheUnit) -> ClosingFull:
    """What the record says of the grant at its closing, and the reports sent so far."""
    return _full(await closing.read_closing(unit, grant_id))


@router.post("")
async def submit(grant_id: Key, asked: ClosingIn, unit: TheUnit) -> ClosingStands:
    """Send the closing report; every activity report must be accepted, and those that are not are named."""
    return _stands(await closing.submit_closing(unit, grant_id, asked.said))


@router.post("/draft")
async def keep(grant_id: Key, asked: ClosingDraftIn, unit: TheUnit) -> DraftKept:
    """Keep the form as far as it is filled in, in place of what was kept before."""
    return DraftKept(kept_at=await closing.keep_draft(unit, grant_id, asked.typed))


@router.post("/accept")
async def accept(grant_id: Key, asked: ClosingAcceptIn, unit: TheUnit) -> ClosingStands:
    """The settlement may rest on it."""
    return _stands(await closing.accept_closing(unit, grant_id, asked.note))


@router.post("/return")
async def give_back(grant_id: Key, asked: ClosingReturnIn, unit: TheUnit) -> ClosingStands:
    """Return the report with remarks by part; the time to send it starts anew."""
    return _stands(await closing.return_closing(unit, grant_id, asked.remarks, asked.note))


def _stands(file: GrantFile) -> ClosingStands:
    return ClosingStands.model_validate(file.grant)


def _full(view: closing.ClosingView) -> ClosingFull:
    file, grant = view.file, view.file.grant
    draft = None if view.draft is None else {"typed": view.draft[0], "kept_at": view.draft[1]}
    facts: dict[str, Any] = {
        "grant_id": grant.id,
        "status": grant.status,
        "due_at": clock.closing_due_at(file),
        "reminders": grant.closing_reminders,
        "submitted_at": grant.closing_submitted_at,
        "accepted_at": grant.closing_accepted_at,
        "figures": view.figures,
        "begins": view.rules.obligations.kinds.value,
        "reports": file.closing_reports,
        "draft": draft,
    }
    return ClosingFull.model_validate(facts)

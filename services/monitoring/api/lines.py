"""Lines of spending over HTTP."""

from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field, StringConstraints

from grants.regimes.words import Currency
from grants.values import ZERO, Line, Moment, Money, Prose, TaxNumber
from services.monitoring.api.shapes import Answered, Asked, Note
from services.monitoring.domain.report_facts import DocumentType, LineKind, LineSaid, Paper, SpendingLine
from services.monitoring.usecases.reports import LinesView

MOST_LINES = 500
Code = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$")]
PaperNumber = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=60)]
Short = Annotated[str, StringConstraints(strip_whitespace=True, max_length=300)]
Hash = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
LineNumber = Annotated[int, Field(ge=1, le=2 * MOST_LINES)]


class Flag(StrEnum):
    """What an officer may want to look at; none of it refuses a line."""

    REPORTED_ELSEWHERE = "reported_elsewhere"
    ISSUER_IS_PARTY = "issuer_is_party"
    EARLIER_PERIOD = "earlier_period"


class PaperIn(Asked):
    """The paper a line rests on. document: hash of its scan, handed in before.

    total: what all of it comes to, tax included, where it is split over several lines, reports or grants.
    """

    kind: DocumentType
    number: PaperNumber
    issued_on: date
    issuer: Line
    issuer_tax_number: TaxNumber
    document: Hash | None = None
    total: Annotated[Money, Field(gt=0)] | None = None

    def said(self) -> Paper:
        known = (self.kind, self.number, self.issued_on, self.issuer, self.issuer_tax_number)
        return Paper(*known, self.document or "", self.total)


class LineIn(Asked):
    """net, vat: as the paper says; in kind, net is the market value. cost_head: of the item, if left out.

    certificate: number of the domestic-goods certificate.
    """

    item: Code
    net: Money
    vat: Money = ZERO
    cost_head: Code | None = None
    paper: PaperIn | None = None
    in_kind: bool = False
    certificate: Short = ""

    def said(self) -> LineSaid:
        paper = self.paper.said() if self.paper else None
        return LineSaid(self.item, self.net, self.vat, self.cost_head or "", paper, self.in_kind, self.certificate)


class DisallowedIn(Asked):
    """amount: what is not accepted of the line; all of it if none is named."""

    line: LineNumber
    reason: Line
    amount: Money | None = None


class RemarkIn(Asked):
    line: LineNumber
    remark: Prose


class PaperDraft(Asked):
    """A paper as far as it is written."""

    kind: DocumentType | None = None
    number: Short = ""
    issued_on: date | None = None
    issuer: Short = ""
    issuer_tax_number: Short = ""
    document: Hash | None = None
    total: Money | None = None


class LineDraft(Asked):
    """A line as far as it is written."""

    item: Short = ""
    net: Money | None = None
    vat: Money | None = None
    cost_head: Short = ""
    paper: PaperDraft | None = None
    in_kind: bool = False
    certificate: Short = ""


class DraftIn(Asked):
    """A report as far as it is written."""

    technical: Note = ""
    administrative: Note = ""
    financial: Note = ""
    lines: Annotated[tuple[LineDraft, ...], Field(max_length=MOST_LINES)] = ()
    indicators: dict[Code, Annotated[int, Field(ge=0, lt=2**31)]] = Field(default_factory=dict, max_length=200)


class DraftOut(DraftIn):
    kept_at: Moment


class PaperOut(Answered):
    kind: DocumentType
    number: str
    issued_on: date
    issuer: str
    issuer_tax_number: str
    document: str
    total: Money | None


class LineOut(Answered):
    """counted: what it counts by the rules; accepted: what is left of that. elsewhere: grants in which the paper was
    reported too, for the officers alone.
    """

    line: int
    kind: LineKind
    item: str
    cost_head: str
    net: Money
    vat: Money
    in_kind: bool
    certificate: str
    paper: PaperOut | None
    counted: Money
    disallowed: Money
    accepted: Money
    reason: str
    remark: str
    flags: tuple[Flag, ...]
    elsewhere: tuple[str, ...]


class LinesOut(Answered):
    grant_id: str
    number: int
    currency: Currency
    lines: tuple[LineOut, ...]


def lines_of(view: LinesView) -> LinesOut:
    grant = view.file.grant
    return LinesOut(
        grant_id=grant.id,
        number=view.report.number,
        currency=grant.currency,
        lines=tuple(_line(view, one) for one in view.lines),
    )


def _line(view: LinesView, one: SpendingLine) -> LineOut:
    heads = {item.key: item.cost_head for item in view.file.items}
    said = one.said
    return LineOut(
        line=one.line,
        kind=said.kind,
        item=said.item,
        cost_head=said.cost_head or heads.get(said.item, ""),
        net=said.net,
        vat=said.vat,
        in_kind=said.in_kind,
        certificate=said.certificate,
        paper=None if said.paper is None else PaperOut.model_validate(said.paper),
        counted=one.counted,
        disallowed=one.disallowed,
        accepted=one.accepted,
        reason=one.reason,
        remark=one.remark,
        flags=tuple(_flags(view, one)),
        elsewhere=view.elsewhere.get(one.line, ()),
    )


def _flags(view: LinesView, one: SpendingLine) -> list[Flag]:
    paper, found = one.said.paper, []
    if one.line in view.elsewhere:
        found.append(Flag.REPORTED_ELSEWHERE)
    if paper is not None and paper.issuer_tax_number in _partners(view):
        found.append(Flag.ISSUER_IS_PARTY)
    if paper is not None and paper.issued_on < view.report.period_starts_on:
        found.append(Flag.EARLIER_PERIOD)
    return found


def _partners(view: LinesView) -> set[str]:
    """Tax numbers of the members; the enterprise itself gives its own papers of wages."""
    return set(view.file.grant.parties) - {view.file.grant.enterprise_tax_number}

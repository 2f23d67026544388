"""What the monitoring room says of reports, development reports, independent audits and their findings."""

from datetime import date

from pydantic import BaseModel, ConfigDict

from grants.contracts.event import DecidedData, EventData
from grants.contracts.grant_event import ClockMoved, GrantEvent
from grants.contracts.row_kept import RowKept
from grants.personal import Identity, Public, Words
from grants.values import GrantId, Moment, Money


class LineDisallowed(BaseModel):
    """What is not accepted of a line, and why."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    line: int
    item: Public
    amount: Money
    reason: Words


class LineFiled(BaseModel):
    """A line of spending as it was filed. counted: what it counts. paper_key: its paper's number as it is compared.

    paper_kind: "" where there is no paper. document: hash of its scan. paper_total: of a paper that is split.
    """

    model_config = ConfigDict(frozen=True, extra="ignore")

    line: int
    item: Public
    cost_head: Public = ""
    net: Money
    vat: Money
    in_kind: bool = False
    certificate: Words = ""
    counted: Money
    paper_kind: Public = ""
    paper_number: Words = ""
    paper_key: Words = ""
    issued_on: date | None = None
    issuer: Identity = ""
    issuer_tax_number: Identity = ""
    document: Public = ""
    paper_total: Money | None = None


class LineRemarked(BaseModel):
    """What was said to a line of a report that was returned."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    line: int
    item: Public
    remark: Words


class ReportReminded(GrantEvent, DecidedData):
    """A report falls due soon. Explained: why now."""

    SUBJECT = "monitoring.report.reminded"

    number: int
    due_at: Moment


class ReportEscalated(GrantEvent, DecidedData):
    """A late report is still missing; it is the officers' business now. Explained: why now."""

    SUBJECT = "monitoring.report.escalated"

    number: int


class PaperScanned(GrantEvent):
    """A scanned paper was handed in. document: its hash."""

    SUBJECT = "monitoring.paper.scanned"

    document: Public
    size: int


class PaperCounted(EventData):
    """A further part of a paper that is split counts, in another grant than its first. kept: the paper as it stands."""

    SUBJECT = "monitoring.paper.counted"

    grant_id: GrantId
    counted_in: GrantId
    kept: tuple[RowKept, ...]


class DevelopmentReportOpened(GrantEvent, DecidedData):
    """A development report is asked for. Explained: why now."""

    SUBJECT = "monitoring.development_report.opened"

    number: int
    due_at: Moment


class DevelopmentReportReminded(GrantEvent, DecidedData):
    SUBJECT = "monitoring.development_report.reminded"

    number: int
    due_at: Moment


class DevelopmentReportLate(GrantEvent, DecidedData):
    SUBJECT = "monitoring.development_report.late"

    number: int


class DevelopmentReportEscalated(GrantEvent, DecidedData):
    SUBJECT = "monitoring.development_report.escalated"

    number: int


class DevelopmentReportSubmitted(GrantEvent):
    SUBJECT = "monitoring.development_report.submitted"

    number: int


class DevelopmentReportDecided(ClockMoved, DecidedData):
    """Whether support goes on. decision: continue or end. paper, decided_on: as the decision's paper says.

    Explained: what the decision rests on. Where it ends support, a termination follows.
    """

    SUBJECT = "monitoring.development_report.decided"

    number: int
    decision: Public
    reason: Words
    paper: Words
    decided_on: date


class IndependentAuditAsked(GrantEvent, DecidedData):
    """An auditor is to be appointed. cause: yearly, or on complaint; year: of the contract, 0 on complaint.

    Explained where it is due by the calendar.
    """

    SUBJECT = "monitoring.independent_audit.asked"

    number: int
    cause: Public
    year: int


class IndependentAuditLate(GrantEvent, DecidedData):
    """The auditor has not reported in time."""

    SUBJECT = "monitoring.independent_audit.late"

    number: int
    auditor_id: Identity


class FindingMade(GrantEvent):
    """A finding of an audit, or of a visit (audit 0), to be answered. number: counts those of the grant."""

    SUBJECT = "monitoring.finding.made"

    number: int
    audit: int
    severity: Public
    amount: Money
    due_at: Moment


class FindingLate(GrantEvent, DecidedData):
    """A finding was not answered in time."""

    SUBJECT = "monitoring.finding.late"

    number: int


class FindingAnswered(GrantEvent):
    SUBJECT = "monitoring.finding.answered"

    number: int


class FindingReturned(ClockMoved):
    """The answer does not do; another is awaited."""

    SUBJECT = "monitoring.finding.returned"

    number: int
    reason: Words


class FindingClosed(GrantEvent):
    SUBJECT = "monitoring.finding.closed"

    number: int
    reason: Words


EVENTS: tuple[type[EventData], ...] = (
    ReportReminded,
    ReportEscalated,
    PaperScanned,
    PaperCounted,
    DevelopmentReportOpened,
    DevelopmentReportReminded,
    DevelopmentReportLate,
    DevelopmentReportEscalated,
    DevelopmentReportSubmitted,
    DevelopmentReportDecided,
    IndependentAuditAsked,
    IndependentAuditLate,
    FindingMade,
    FindingLate,
    FindingAnswered,
    FindingReturned,
    FindingClosed,
)

"""Facts around the reports of one grant: lines of spending with their documents, and development reports."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import StrEnum

from grants.values import ZERO


class LineKind(StrEnum):
    """document: a paper somebody issued. in_kind: borne in kind. plain: a sum of an item without any paper."""

    DOCUMENT = "document"
    IN_KIND = "in_kind"
    PLAIN = "plain"


class DocumentType(StrEnum):
    """What paper a line of spending rests on."""

    INVOICE = "invoice"
    RECEIPT = "receipt"
    FEE_RECEIPT = "fee_receipt"
    EXPENSE_NOTE = "expense_note"
    PAYROLL = "payroll"
    CUSTOMS_DECLARATION = "customs_declaration"
    VALUATION = "valuation"
    OTHER = "other"


class DevelopmentStatus(StrEnum):
    """late: past its date, and may still be filed."""

    OPEN = "open"
    LATE = "late"
    SUBMITTED = "submitted"
    DECIDED = "decided"


class DevelopmentDecision(StrEnum):
    """Whether support goes on."""

    CONTINUE = "continue"
    END = "end"


@dataclass(frozen=True, slots=True)
class Paper:
    """The paper of a line. document: hash of the scanned paper, where one was handed in. number: as printed on it.

    total: what all of it comes to, tax included, where it is split over several lines; none where one takes it whole.
    """

    kind: DocumentType
    number: str
    issued_on: date
    issuer: str
    issuer_tax_number: str
    document: str = ""
    total: Decimal | None = None


@dataclass(frozen=True, slots=True)
class LineSaid:
    """A line of spending as the coordinator reports it. Money in the currency of the grant.

    net, vat: as the paper says; of what is borne in kind, net is its market value. paper: none on a plain sum.
    certificate: number of the domestic-goods certificate, where there is one.
    """

    item: str
    net: Decimal
    vat: Decimal = ZERO
    cost_head: str = ""
    paper: Paper | None = None
    in_kind: bool = False
    certificate: str = ""

    @property
    def kind(self) -> LineKind:
        if self.in_kind:
            return LineKind.IN_KIND
        return LineKind.PLAIN if self.paper is None else LineKind.DOCUMENT


@dataclass(frozen=True, slots=True)
class SpendingLine:
    """A line of a report that was filed. report, line: its place. counted: what it counts by the rules.

    remark: the officer's, when the report was returned. disallowed: what of `counted` is not accepted, and `reason`.
    """

    grant_id: str
    report: int
    line: int
    said: LineSaid
    counted: Decimal
    remark: str = ""
    disallowed: Decimal = ZERO
    reason: str = ""

    @property
    def accepted(self) -> Decimal:
        """What counts once the report is accepted."""
        return self.counted - self.disallowed


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned paper handed in for a grant. document: the hash of its bytes."""

    grant_id: str
    document: str
    name: str
    media_type: str
    size: int
    kept_by: str
    kept_at: datetime


@dataclass(frozen=True, slots=True)
class DevelopmentReport:
    """A development report, from the day it is asked for to the decision on it.

    due_at: as set when the duty began (`duty_since`). paper, decided_on: of the decision, as its paper says.
    """

    grant_id: str
    number: int
    period_starts_on: date
    period_ends_on: date
    opened_at: datetime
    duty_since: datetime
    due_at: datetime
    status: DevelopmentStatus = DevelopmentStatus.OPEN
    was_late: bool = False
    reminded_at: datetime | None = None
    escalated_at: datetime | None = None
    technical: str = ""
    administrative: str = ""
    financial: str = ""
    submitted_by: str = ""
    submitted_at: datetime | None = None
    decision: DevelopmentDecision | None = None
    reason: str = ""
    paper: str = ""
    decided_on: date | None = None
    recorded_by: str = ""
    recorded_at: datetime | None = None

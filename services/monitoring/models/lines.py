"""What spending is made of: lines with their papers, papers that count once, drafts, and scanned papers."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlalchemy.dialects.postgresql import JSONB
from sqlmodel import Field

from services.monitoring.models.row import LIRA, MOMENT, Row


class SpendingLineRow(Row, table=True):
    """A line of a report. paper_key: the number of its paper as it is compared; empty where there is none. paper_total:
    of a paper that is split.
    """

    __tablename__ = "spending_line"
    __table_args__ = (
        Index("ix_spending_line_paper", "issuer_tax_number", "paper_key"),
        CheckConstraint("disallowed >= 0 AND disallowed <= counted", name="disallowed"),
    )

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    report: int = Field(primary_key=True)
    line: int = Field(primary_key=True)
    item: str
    cost_head: str
    net: Decimal = Field(sa_type=LIRA)
    vat: Decimal = Field(sa_type=LIRA)
    in_kind: bool
    certificate: str
    paper_kind: str | None = None
    paper_number: str = ""
    paper_key: str = ""
    issued_on: date | None = None
    issuer: str = ""
    issuer_tax_number: str = ""
    document: str = ""
    paper_total: Decimal | None = Field(default=None, sa_type=LIRA)
    counted: Decimal = Field(sa_type=LIRA)
    remark: str = ""
    disallowed: Decimal = Field(sa_type=LIRA)
    reason: str = ""


class CountedPaperRow(Row, table=True):
    """A paper that counts in an accepted report, and never again: whole in one line, or in parts up to its total.

    grant_id, report, line: where it counted first.
    """

    __tablename__ = "counted_paper"
    __table_args__ = (
        Index("ix_counted_paper_grant_id", "grant_id", "report"),
        CheckConstraint("total IS NULL OR parts <= total", name="parts"),
    )

    issuer_tax_number: str = Field(primary_key=True)
    paper_key: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    report: int
    line: int
    total: Decimal | None = Field(default=None, sa_type=LIRA)
    parts: Decimal = Field(sa_type=LIRA)


class ReportDraftRow(Row, table=True):
    """What the coordinator has written of a report so far."""

    __tablename__ = "report_draft"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    content: dict[str, Any] = Field(sa_type=JSONB)
    kept_by: str
    kept_at: datetime = Field(sa_type=MOMENT)


class ScanRow(Row, table=True):
    """A scanned paper handed in for a grant; its bytes lie in the document store under their hash."""

    __tablename__ = "scan"

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    document: str = Field(primary_key=True)
    name: str
    media_type: str
    size: int
    kept_by: str
    kept_at: datetime = Field(sa_type=MOMENT)

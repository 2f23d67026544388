"""Money on its way: accounts, guarantees, payment orders, what the bank says, what is taken back, and the books."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field

from services.monitoring.models.row import LIRA, MOMENT, Row


class PayeeAccountRow(Row, table=True):
    __tablename__ = "payee_account"
    __table_args__ = (
        Index("ix_payee_account_grant_id", "grant_id"),
        Index("ix_payee_account_waiting", "id", postgresql_where=text("confirmed_at IS NULL")),
        CheckConstraint("confirmed_by <> recorded_by", name="four_eyes"),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    iban: str
    holder: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)
    confirmed_by: str = ""
    confirmed_at: datetime | None = Field(default=None, sa_type=MOMENT)


class GuaranteeRow(Row, table=True):
    __tablename__ = "guarantee"
    __table_args__ = (UniqueConstraint("grant_id", "reference"), CheckConstraint("amount > 0", name="amount"))

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    reference: str
    issuer: str
    amount: Decimal = Field(sa_type=LIRA)
    valid_until: date
    status: str
    received_by: str
    received_at: datetime = Field(sa_type=MOMENT)
    returned_by: str = ""
    returned_at: datetime | None = Field(default=None, sa_type=MOMENT)
    warned_at: datetime | None = Field(default=None, sa_type=MOMENT)


class RecoveryRow(Row, table=True):
    __tablename__ = "recovery"
    __table_args__ = (
        UniqueConstraint("reference"),
        Index("ix_recovery_grant_id", "grant_id"),
        Index("ix_recovery_late", "grant_id", postgresql_where=text("status = 'late'")),
        Index("uq_recovery_settled", "grant_id", unique=True, postgresql_where=text("NOT disallowed")),
        CheckConstraint("amount > 0", name="amount"),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    reference: str
    amount: Decimal = Field(sa_type=LIRA)
    ordered_by: str
    ordered_at: datetime = Field(sa_type=MOMENT)
    ordered_on: date
    status: str
    planned_by: str = ""
    planned_at: datetime | None = Field(default=None, sa_type=MOMENT)
    disallowed: bool = False


class InstalmentRow(Row, table=True):
    __tablename__ = "instalment"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    recovery_id: str
    amount: Decimal = Field(sa_type=LIRA)
    due_on: date
    late_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reminded_at: datetime | None = Field(default=None, sa_type=MOMENT)


class ReceiptRow(Row, table=True):
    """reference: the bank's; one payment however often it is told."""

    __tablename__ = "receipt"
    __table_args__ = (
        UniqueConstraint("grant_id", "reference"),
        CheckConstraint("amount > 0 AND amount = interest + principal", name="amount"),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    recovery_id: str
    reference: str
    amount: Decimal = Field(sa_type=LIRA)
    received_on: date
    interest: Decimal = Field(sa_type=LIRA)
    principal: Decimal = Field(sa_type=LIRA)
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)


class DisallowanceRow(Row, table=True):
    """What of one line of an accepted report was disallowed; never changed."""

    __tablename__ = "disallowance"
    __table_args__ = (CheckConstraint("amount > 0", name="amount"),)

    grant_id: str = Field(primary_key=True, foreign_key="grant.id")
    number: int = Field(primary_key=True)
    report: int
    line: int
    item: str
    amount: Decimal = Field(sa_type=LIRA)
    ground: str
    finding: int
    reason: str
    decided_by: str
    decided_at: datetime = Field(sa_type=MOMENT)


class LedgerEntryRow(Row, table=True):
    """One amount from an account to another, so that the books balance whatever is written; never changed."""

    __tablename__ = "ledger_entry"
    __table_args__ = (
        UniqueConstraint("grant_id", "act", "document", "debit", "credit"),
        Index("ix_ledger_entry_grant_id_id", "grant_id", "id"),
        CheckConstraint("amount > 0", name="amount"),
        CheckConstraint("debit <> credit", name="two_accounts"),
    )

    id: str = Field(primary_key=True)
    grant_id: str = Field(foreign_key="grant.id")
    at: datetime = Field(sa_type=MOMENT)
    by: str
    act: str
    document: str
    debit: str
    credit: str
    amount: Decimal = Field(sa_type=LIRA)


class PaymentRow(Row, table=True):
    """That a claim was paid: one row a claim, whoever pays and however often it is tried."""

    __tablename__ = "payment"
    __table_args__ = (Index("ix_payment_grant_id", "grant_id"), CheckConstraint("amount > 0", name="amount"))

    claim_id: str = Field(primary_key=True, foreign_key="claim.id")
    grant_id: str = Field(foreign_key="grant.id")
    amount: Decimal = Field(sa_type=LIRA)
    paid_on: date
    reference: str
    order_id: str
    paid_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)


class PaymentOrderRow(Row, table=True):
    """content: the file for the bank as it was made, with its hash; both never change."""

    __tablename__ = "payment_order"
    __table_args__ = (Index("ix_payment_order_status_id", "status", "id"),)

    id: str = Field(primary_key=True)
    currency: str
    account: str
    execute_on: date
    total: Decimal = Field(sa_type=LIRA)
    count: int
    sha256: str
    content: str = Field(sa_type=Text)
    status: str
    made_by: str
    made_at: datetime = Field(sa_type=MOMENT)
    cancelled_by: str = ""
    cancelled_at: datetime | None = Field(default=None, sa_type=MOMENT)
    reason: str = ""


class OrderedClaimRow(Row, table=True):
    """A claim in an order; in one that stands at a time."""

    __tablename__ = "ordered_claim"
    __table_args__ = (
        Index("uq_ordered_claim_standing", "claim_id", unique=True, postgresql_where=text("status <> 'cancelled'")),
        CheckConstraint("amount > 0", name="amount"),
    )

    order_id: str = Field(primary_key=True, foreign_key="payment_order.id")
    claim_id: str = Field(primary_key=True, foreign_key="claim.id")
    grant_id: str = Field(foreign_key="grant.id")
    amount: Decimal = Field(sa_type=LIRA)
    iban: str
    holder: str
    status: str


class BankStatementRow(Row, table=True):
    """A statement of the bank that was read. id: hash of what was uploaded."""

    __tablename__ = "bank_statement"

    id: str = Field(primary_key=True)
    number: str
    account: str
    read_by: str
    read_at: datetime = Field(sa_type=MOMENT)
    lines: int


class BankLineRow(Row, table=True):
    """A line of a statement that was acted on. id: account and the bank's reference, so that it counts once."""

    __tablename__ = "bank_line"
    __table_args__ = (Index("ix_bank_line_statement_id", "statement_id"),)

    id: str = Field(primary_key=True)
    statement_id: str = Field(foreign_key="bank_statement.id")
    direction: str
    amount: Decimal = Field(sa_type=LIRA)
    booked_on: date
    document: str


class AppropriationRow(Row, table=True):
    """What a programme may spend in a budget year. warned_at: when it was told that it runs out, about which grant."""

    __tablename__ = "appropriation"
    __table_args__ = (
        Index("ix_appropriation_warned", "warned_at", postgresql_where=text("warned_at IS NOT NULL")),
        CheckConstraint("amount >= 0", name="amount"),
    )

    programme: str = Field(primary_key=True)
    year: int = Field(primary_key=True)
    amount: Decimal = Field(sa_type=LIRA)
    source: str
    recorded_by: str
    recorded_at: datetime = Field(sa_type=MOMENT)
    warned_at: datetime | None = Field(default=None, sa_type=MOMENT)
    warned_grant: str | None = Field(default=None, foreign_key="grant.id")


class BudgetChargeRow(Row, table=True):
    """What one claim takes of a year's appropriation: from its approval in the year of that, then in the year it is
    paid in.
    """

    __tablename__ = "budget_charge"
    __table_args__ = (Index("ix_budget_charge_programme_year", "programme", "year"),)

    claim_id: str = Field(primary_key=True, foreign_key="claim.id")
    programme: str
    year: int
    grant_id: str = Field(foreign_key="grant.id")
    amount: Decimal = Field(sa_type=LIRA)
    is_paid: bool

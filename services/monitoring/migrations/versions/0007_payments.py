"""Money on its way: accounts, guarantees, payment orders, the bank's answers, the books, appropriations, recovery.

Revision ID: 0007
Revises: 0006
Create Date: 2026-11-22 07:51:30.992951
"""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

import sqlalchemy as sa
from alembic import op

revision: str = "0007"
down_revision: str | None = "0006"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

_NEVER_CHANGED = """
CREATE FUNCTION never_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are never changed', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$
"""
_ADDED_TO_ONLY = ("ledger_entry", "payment", "receipt", "bank_line")
_ORDER_AS_MADE = """
CREATE TRIGGER as_made
BEFORE DELETE OR UPDATE OF id, currency, account, execute_on, total, count, sha256, content, made_by, made_at
ON payment_order FOR EACH ROW EXECUTE FUNCTION never_changed()
"""
_PAID_IS_PAID = """
CREATE TRIGGER paid_is_paid BEFORE UPDATE ON claim FOR EACH ROW
WHEN (OLD.status = 'paid' AND
      (OLD.grant_id, OLD.amount, OLD.status, OLD.paid_on, OLD.paid_by, OLD.payment_ref, OLD.order_id) IS DISTINCT FROM
      (NEW.grant_id, NEW.amount, NEW.status, NEW.paid_on, NEW.paid_by, NEW.payment_ref, NEW.order_id))
EXECUTE FUNCTION never_changed()
"""
_SETTLED_ALONE = "UPDATE claim SET prepared_by = 'system' WHERE approved_by <> '' AND approved_by = prepared_by"
"""A last claim without a closing was reckoned by the settlement itself, whoever asked for it."""
_PEOPLE = """
ALTER TABLE claim
ADD CONSTRAINT ck_claim_two_people CHECK (approved_by = '' OR approved_by <> prepared_by),
ADD CONSTRAINT ck_claim_three_people
CHECK (countersigned_by = '' OR (countersigned_by NOT IN (approved_by, prepared_by, paid_by)))
"""
_ENTRY = """
INSERT INTO ledger_entry (id, grant_id, at, by, act, document, debit, credit, amount)
SELECT uuidv7()::text, {grant_id}, {at}, 'migration', '{act}', {document}, '{debit}', '{credit}', {amount}
FROM {source} WHERE {amount} > 0
"""
_TOOK = """(
    SELECT settlement.*, "grant".approved,
           coalesce((SELECT sum(amount) FROM claim
                     WHERE claim.grant_id = settlement.grant_id AND status = 'paid' AND NOT final), 0) AS took
    FROM settlement JOIN "grant" ON "grant".id = settlement.grant_id
) AS settled"""
_OWED = "(SELECT * FROM claim WHERE status IN ('approved', 'paid') AND NOT final) AS owed"
_PAID = "(SELECT * FROM claim WHERE status = 'paid') AS paid"
_OPENING = (
    ("approved", "commitment", "undertaking", "approved", '"grant"', "id", "opened_at", "id || '/0'"),
    ("owed", "cost", "payable", "amount", _OWED, "grant_id", "approved_at", "id"),
    ("owed", "undertaking", "commitment", "amount", _OWED, "grant_id", "approved_at", "id"),
    ("paid", "payable", "paid", "amount", _PAID, "grant_id", "paid_at", "id"),
    ("settled", "cost", "settlement", "allowed - took", _TOOK, "grant_id", "settled_at", "grant_id"),
    ("settled", "settlement", "cost", "took - allowed", _TOOK, "grant_id", "settled_at", "grant_id"),
    ("settled", "settlement", "payable", "due_to_grantee", _TOOK, "grant_id", "settled_at", "grant_id"),
    ("settled", "recoverable", "settlement", "to_recover", _TOOK, "grant_id", "settled_at", "grant_id"),
    ("settled", "undertaking", "commitment", "approved - took", _TOOK, "grant_id", "settled_at", "grant_id"),
)
"""What stands on record of the grants in force, as the first entries of their books."""
_PAYMENTS = """
INSERT INTO payment (claim_id, grant_id, amount, paid_on, reference, order_id, paid_by, recorded_at)
SELECT id, grant_id, amount, paid_on, payment_ref, '', paid_by, paid_at FROM claim WHERE status = 'paid'
"""
_CHARGES = """
INSERT INTO budget_charge (claim_id, programme, year, grant_id, amount, is_paid)
SELECT claim.id, programme,
       extract(year FROM coalesce(paid_on, (approved_at AT TIME ZONE 'Europe/Istanbul')::date))::int,
       grant_id, amount, claim.status = 'paid'
FROM claim JOIN "grant" ON "grant".id = claim.grant_id WHERE claim.status IN ('approved', 'paid')
"""
_RECOVERIES = """
INSERT INTO recovery (id, grant_id, reference, amount, ordered_by, ordered_at, ordered_on, status, planned_by)
SELECT id, grant_id, 'GA' || upper(right(replace(id, '-', ''), 12)), to_recover, settled_by, settled_at,
       (settled_at AT TIME ZONE 'Europe/Istanbul')::date, 'open', ''
FROM (SELECT uuidv7()::text AS id, settlement.* FROM settlement WHERE to_recover > 0) AS due
"""
_INSTALMENTS = """
INSERT INTO instalment (grant_id, number, amount, due_on)
SELECT grant_id, 1, amount, ordered_on + 30 FROM recovery
"""


def _texts(*names: str) -> list[sa.Column[str]]:
    return [sa.Column(name, sa.String(), nullable=False) for name in names]


def _money(name: str) -> sa.Column[Decimal]:
    return sa.Column(name, sa.Numeric(precision=18, scale=2), nullable=False)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[datetime]:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def upgrade() -> None:
    op.create_table(
        "bank_statement",
        *_texts("id", "number", "account", "read_by"),
        _moment("read_at"),
        sa.Column("lines", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_statement")),
    )
    op.create_table(
        "payment_order",
        *_texts("id", "currency", "account"),
        sa.Column("execute_on", sa.Date(), nullable=False),
        _money("total"),
        sa.Column("count", sa.Integer(), nullable=False),
        *_texts("sha256"),
        sa.Column("content", sa.Text(), nullable=False),
        *_texts("status", "made_by"),
        _moment("made_at"),
        *_texts("cancelled_by"),
        _moment("cancelled_at", nullable=True),
        *_texts("reason"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_order")),
    )
    op.create_index("ix_payment_order_status_id", "payment_order", ["status", "id"], unique=False)
    op.create_table(
        "appropriation",
        *_texts("programme"),
        sa.Column("year", sa.Integer(), nullable=False),
        _money("amount"),
        *_texts("source", "recorded_by"),
        _moment("recorded_at"),
        _moment("warned_at", nullable=True),
        sa.Column("warned_grant", sa.String(), nullable=True),
        sa.CheckConstraint("amount >= 0", name=op.f("ck_appropriation_amount")),
        sa.ForeignKeyConstraint(["warned_grant"], ["grant.id"], name=op.f("fk_appropriation_warned_grant_grant")),
        sa.PrimaryKeyConstraint("programme", "year", name=op.f("pk_appropriation")),
    )
    op.create_index(
        "ix_appropriation_warned",
        "appropriation",
        ["warned_at"],
        unique=False,
        postgresql_where=sa.text("warned_at IS NOT NULL"),
    )
    op.create_table(
        "bank_line",
        *_texts("id", "statement_id", "direction"),
        _money("amount"),
        sa.Column("booked_on", sa.Date(), nullable=False),
        *_texts("document"),
        sa.ForeignKeyConstraint(
            ["statement_id"], ["bank_statement.id"], name=op.f("fk_bank_line_statement_id_bank_statement")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_bank_line")),
    )
    op.create_index("ix_bank_line_statement_id", "bank_line", ["statement_id"], unique=False)
    op.create_table(
        "guarantee",
        *_texts("id", "grant_id", "reference", "issuer"),
        _money("amount"),
        sa.Column("valid_until", sa.Date(), nullable=False),
        *_texts("status", "received_by"),
        _moment("received_at"),
        *_texts("returned_by"),
        _moment("returned_at", nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_guarantee_amount")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_guarantee_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_guarantee")),
        sa.UniqueConstraint("grant_id", "reference", name=op.f("uq_guarantee_grant_id")),
    )
    op.create_table(
        "instalment",
        *_texts("grant_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        _money("amount"),
        sa.Column("due_on", sa.Date(), nullable=False),
        _moment("late_at", nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_instalment_amount")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_instalment_grant_id_grant")),
        sa.PrimaryKeyConstraint("grant_id", "number", name=op.f("pk_instalment")),
    )
    op.create_table(
        "ledger_entry",
        *_texts("id", "grant_id"),
        _moment("at"),
        *_texts("by", "act", "document", "debit", "credit"),
        _money("amount"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ledger_entry_amount")),
        sa.CheckConstraint("debit <> credit", name=op.f("ck_ledger_entry_two_accounts")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_ledger_entry_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_entry")),
        sa.UniqueConstraint("grant_id", "act", "document", "debit", "credit", name=op.f("uq_ledger_entry_grant_id")),
    )
    op.create_index("ix_ledger_entry_grant_id_id", "ledger_entry", ["grant_id", "id"], unique=False)
    op.create_table(
        "payee_account",
        *_texts("id", "grant_id", "iban", "holder", "recorded_by"),
        _moment("recorded_at"),
        *_texts("confirmed_by"),
        _moment("confirmed_at", nullable=True),
        sa.CheckConstraint("confirmed_by <> recorded_by", name=op.f("ck_payee_account_four_eyes")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_payee_account_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payee_account")),
    )
    op.create_index("ix_payee_account_grant_id", "payee_account", ["grant_id"], unique=False)
    op.create_index(
        "ix_payee_account_waiting",
        "payee_account",
        ["id"],
        unique=False,
        postgresql_where=sa.text("confirmed_at IS NULL"),
    )
    op.create_table(
        "receipt",
        *_texts("id", "grant_id", "reference"),
        _money("amount"),
        sa.Column("received_on", sa.Date(), nullable=False),
        _money("interest"),
        _money("principal"),
        *_texts("recorded_by"),
        _moment("recorded_at"),
        sa.CheckConstraint("amount > 0 AND amount = interest + principal", name=op.f("ck_receipt_amount")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_receipt_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("grant_id", "reference", name=op.f("uq_receipt_grant_id")),
    )
    op.create_table(
        "recovery",
        *_texts("id", "grant_id", "reference"),
        _money("amount"),
        *_texts("ordered_by"),
        _moment("ordered_at"),
        sa.Column("ordered_on", sa.Date(), nullable=False),
        *_texts("status", "planned_by"),
        _moment("planned_at", nullable=True),
        sa.CheckConstraint("amount > 0", name=op.f("ck_recovery_amount")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_recovery_grant_id_grant")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recovery")),
        sa.UniqueConstraint("reference", name=op.f("uq_recovery_reference")),
    )
    op.create_index("ix_recovery_grant_id", "recovery", ["grant_id"], unique=False)
    op.create_index(
        "ix_recovery_late", "recovery", ["grant_id"], unique=False, postgresql_where=sa.text("status = 'late'")
    )
    op.create_index(
        "uq_recovery_running", "recovery", ["grant_id"], unique=True, postgresql_where=sa.text("status <> 'paid'")
    )
    op.create_table(
        "budget_charge",
        *_texts("claim_id", "programme"),
        sa.Column("year", sa.Integer(), nullable=False),
        *_texts("grant_id"),
        _money("amount"),
        sa.Column("is_paid", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_budget_charge_claim_id_claim")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_budget_charge_grant_id_grant")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_budget_charge")),
    )
    op.create_index("ix_budget_charge_programme_year", "budget_charge", ["programme", "year"], unique=False)
    op.create_table(
        "ordered_claim",
        *_texts("order_id", "claim_id", "grant_id"),
        _money("amount"),
        *_texts("iban", "holder", "status"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_ordered_claim_amount")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_ordered_claim_claim_id_claim")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_ordered_claim_grant_id_grant")),
        sa.ForeignKeyConstraint(
            ["order_id"], ["payment_order.id"], name=op.f("fk_ordered_claim_order_id_payment_order")
        ),
        sa.PrimaryKeyConstraint("order_id", "claim_id", name=op.f("pk_ordered_claim")),
    )
    op.create_index(
        "uq_ordered_claim_standing",
        "ordered_claim",
        ["claim_id"],
        unique=True,
        postgresql_where=sa.text("status <> 'cancelled'"),
    )
    op.create_table(
        "payment",
        *_texts("claim_id", "grant_id"),
        _money("amount"),
        sa.Column("paid_on", sa.Date(), nullable=False),
        *_texts("reference", "order_id", "paid_by"),
        _moment("recorded_at"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_payment_amount")),
        sa.ForeignKeyConstraint(["claim_id"], ["claim.id"], name=op.f("fk_payment_claim_id_claim")),
        sa.ForeignKeyConstraint(["grant_id"], ["grant.id"], name=op.f("fk_payment_grant_id_grant")),
        sa.PrimaryKeyConstraint("claim_id", name=op.f("pk_payment")),
    )
    op.create_index("ix_payment_grant_id", "payment", ["grant_id"], unique=False)
    op.add_column("claim", sa.Column("advance", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("claim", sa.Column("set_off", sa.Numeric(precision=18, scale=2), nullable=False, server_default="0"))
    op.add_column("claim", sa.Column("retained", sa.Numeric(precision=18, scale=2), nullable=False, server_default="0"))
    op.add_column("claim", sa.Column("countersigned_by", sa.String(), nullable=False, server_default=""))
    op.add_column("claim", _moment("countersigned_at", nullable=True))
    op.add_column("claim", sa.Column("order_id", sa.String(), nullable=False, server_default=""))
    op.create_index("ix_claim_seconded", "claim", ["id"], unique=False, postgresql_where=sa.text("status = 'seconded'"))
    op.create_index(
        "uq_claim_advance",
        "claim",
        ["grant_id"],
        unique=True,
        postgresql_where=sa.text("advance AND status <> 'lapsed'"),
    )
    for name in ("advance", "set_off", "retained", "countersigned_by", "order_id"):
        op.alter_column("claim", name, server_default=None)
    op.execute(_SETTLED_ALONE)
    op.execute(_PEOPLE)
    _open_books()
    op.execute(_NEVER_CHANGED)
    for table in _ADDED_TO_ONLY:
        op.execute(
            f"CREATE TRIGGER added_to_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION never_changed()"
        )
    op.execute(_ORDER_AS_MADE)
    op.execute(_PAID_IS_PAID)


def _open_books() -> None:
    """Whatever was on record of money before there were books."""
    for act, debit, credit, amount, source, grant_id, at, document in _OPENING:
        op.execute(
            _ENTRY.format(
                act=act,
                debit=debit,
                credit=credit,
                amount=amount,
                source=source,
                grant_id=grant_id,
                at=at,
                document=document,
            )
        )
    for statement in (_PAYMENTS, _CHARGES, _RECOVERIES, _INSTALMENTS):
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TRIGGER paid_is_paid ON claim")
    op.drop_index("uq_claim_advance", table_name="claim", postgresql_where=sa.text("advance AND status <> 'lapsed'"))
    op.drop_index("ix_claim_seconded", table_name="claim", postgresql_where=sa.text("status = 'seconded'"))
    op.drop_constraint("ck_claim_three_people", "claim")
    op.drop_constraint("ck_claim_two_people", "claim")
    op.drop_column("claim", "order_id")
    op.drop_column("claim", "countersigned_at")
    op.drop_column("claim", "countersigned_by")
    op.drop_column("claim", "retained")
    op.drop_column("claim", "set_off")
    op.drop_column("claim", "advance")
    op.drop_index("ix_payment_grant_id", table_name="payment")
    op.drop_table("payment")
    op.drop_index(
        "uq_ordered_claim_standing", table_name="ordered_claim", postgresql_where=sa.text("status <> 'cancelled'")
    )
    op.drop_table("ordered_claim")
    op.drop_index("ix_budget_charge_programme_year", table_name="budget_charge")
    op.drop_table("budget_charge")
    op.drop_index("uq_recovery_running", table_name="recovery", postgresql_where=sa.text("status <> 'paid'"))
    op.drop_index("ix_recovery_late", table_name="recovery", postgresql_where=sa.text("status = 'late'"))
    op.drop_index("ix_recovery_grant_id", table_name="recovery")
    op.drop_table("recovery")
    op.drop_table("receipt")
    op.drop_index(
        "ix_payee_account_waiting", table_name="payee_account", postgresql_where=sa.text("confirmed_at IS NULL")
    )
    op.drop_index("ix_payee_account_grant_id", table_name="payee_account")
    op.drop_table("payee_account")
    op.drop_index("ix_ledger_entry_grant_id_id", table_name="ledger_entry")
    op.drop_table("ledger_entry")
    op.drop_table("instalment")
    op.drop_table("guarantee")
    op.drop_index("ix_bank_line_statement_id", table_name="bank_line")
    op.drop_table("bank_line")
    op.drop_index(
        "ix_appropriation_warned", table_name="appropriation", postgresql_where=sa.text("warned_at IS NOT NULL")
    )
    op.drop_table("appropriation")
    op.drop_index("ix_payment_order_status_id", table_name="payment_order")
    op.drop_table("payment_order")
    op.drop_table("bank_statement")
    op.execute("DROP FUNCTION never_changed()")

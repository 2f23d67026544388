"""The ledger by years, its places counted through, the tree over it; the service's role may only add to it.

Revision ID: 0003
Revises: 0002
Create Date: 2026-11-22 07:35:00.000000
"""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision: str = "0003"
down_revision: str | None = "0002"
branch_labels: str | Sequence[str] | None = None
depends_on: str | Sequence[str] | None = None

ADDED_TO = ("ledger", "record", "node", "root", "signing_key", "archived_run")

LEDGER = """
CREATE TABLE ledger_by_year (
    place bigint NOT NULL,
    recorded_at timestamptz NOT NULL,
    about varchar NOT NULL,
    chain_index integer NOT NULL,
    event_id varchar NOT NULL,
    type varchar NOT NULL,
    time timestamptz NOT NULL,
    actor_id varchar NOT NULL,
    actor_role varchar NOT NULL,
    on_behalf_of varchar NOT NULL,
    regime varchar NOT NULL,
    application_id varchar NOT NULL,
    body varchar NOT NULL,
    hash varchar NOT NULL,
    previous_hash varchar NOT NULL,
    CONSTRAINT pk_ledger_by_year PRIMARY KEY (place, recorded_at)
) PARTITION BY RANGE (recorded_at)
"""
# Places were handed out by a sequence, which leaves holes where a transaction was given up: they are counted anew.
MOVED = """
INSERT INTO ledger_by_year
SELECT row_number() OVER (ORDER BY place), recorded_at, about, chain_index, event_id, type, time, actor_id,
       actor_role, on_behalf_of, regime, application_id, body, hash, previous_hash
FROM ledger
"""
KEYED = """
INSERT INTO record (place, event_id, about, chain_index, hash, room)
SELECT place, event_id, about, chain_index, hash, split_part(type, '.', 1) FROM ledger_by_year
"""
RENAMED = (
    "DROP TABLE chain",
    "DROP TABLE ledger",
    "ALTER TABLE ledger_by_year RENAME TO ledger",
    "ALTER TABLE ledger RENAME CONSTRAINT pk_ledger_by_year TO pk_ledger",
)
# The function of before stands under every table that is only added to. Whoever owns the tables can still drop the
# triggers; the chains, the tree and the roots kept apart are what shows it.
STANDS = """
CREATE OR REPLACE FUNCTION ledger_stands() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is only ever added to: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'insufficient_privilege';
END
$$
"""
GUARD = """
CREATE FUNCTION only_added_to(kept regclass) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    EXECUTE format('CREATE TRIGGER rows_stand BEFORE UPDATE OR DELETE ON %s
                    FOR EACH ROW EXECUTE FUNCTION ledger_stands()', kept);
    EXECUTE format('CREATE TRIGGER table_stands BEFORE TRUNCATE ON %s
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands()', kept);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER rows_stand', kept);
    EXECUTE format('ALTER TABLE %s ENABLE ALWAYS TRIGGER table_stands', kept);
    PERFORM close_rights();
END
$$
"""
# The service's role is named as the database. Where it owns the tables itself, it takes the rights from itself.
RIGHTS = """
CREATE FUNCTION close_rights() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    service text := current_database();
    kept record;
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = service) THEN
        RETURN;
    END IF;
    FOR kept IN SELECT c.oid::regclass AS name, c.relispartition AS is_part FROM pg_trigger t
                JOIN pg_class c ON c.oid = t.tgrelid WHERE t.tgname = 'rows_stand' LOOP
        EXECUTE format('REVOKE ALL ON %s FROM %I', kept.name, service);
        IF NOT kept.is_part THEN
            EXECUTE format('GRANT SELECT, INSERT ON %s TO %I', kept.name, service);
        END IF;
    END LOOP;
END
$$
"""
# A year whose records already lie in the partition for everything else keeps them there.
YEAR = """
CREATE FUNCTION ledger_year(wanted integer) RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    part text := 'ledger_' || wanted;
    first timestamptz := make_timestamptz(wanted, 1, 1, 0, 0, 0, 'UTC');
    after timestamptz := make_timestamptz(wanted + 1, 1, 1, 0, 0, 0, 'UTC');
BEGIN
    IF to_regclass(part) IS NOT NULL
       OR EXISTS (SELECT FROM ledger_other WHERE recorded_at >= first AND recorded_at < after) THEN
        RETURN;
    END IF;
    EXECUTE format('CREATE TABLE %I PARTITION OF ledger FOR VALUES FROM (%L) TO (%L)', part, first, after);
    EXECUTE format('CREATE TRIGGER table_stands BEFORE TRUNCATE ON %I
                    FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands()', part);
    EXECUTE format('ALTER TABLE %I ENABLE ALWAYS TRIGGER table_stands', part);
END
$$
"""
# Called after every migration (runtime.migrate), so that a partition is there long before its year, and so that
# tables that were handed to an owner of their own are closed again.
AHEAD = """
CREATE FUNCTION make_ahead() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    this_year integer := extract(year FROM now());
BEGIN
    FOR wanted IN this_year .. this_year + 10 LOOP
        PERFORM ledger_year(wanted);
    END LOOP;
    PERFORM close_rights();
END
$$
"""
OTHER = (
    "CREATE TABLE ledger_other PARTITION OF ledger_by_year DEFAULT",
    "CREATE TRIGGER table_stands BEFORE TRUNCATE ON ledger_other FOR EACH STATEMENT EXECUTE FUNCTION ledger_stands()",
    "ALTER TABLE ledger_other ENABLE ALWAYS TRIGGER table_stands",
)
FUNCTIONS = ("close_rights()", "only_added_to(regclass)", "ledger_year(integer)", "make_ahead()")


def upgrade() -> None:
    op.create_table(
        "record",
        sa.Column("place", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("chain_index", sa.Integer(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("place", name=op.f("pk_record")),
    )
    op.execute(STANDS)
    op.execute(LEDGER)
    for statement in OTHER:
        op.execute(statement)
    op.execute(MOVED)
    op.execute(KEYED)
    for statement in RENAMED:
        op.execute(statement)
    op.execute("DROP FUNCTION chain_grows")
    op.create_index("ix_ledger_about", "ledger", ["about", "chain_index"])
    op.create_index("ix_ledger_about_time", "ledger", ["about", "time", "place"])
    op.create_index("ix_ledger_about_type", "ledger", ["about", "type"])
    op.create_index("uq_record_about", "record", ["about", "chain_index"], unique=True)
    op.create_index("uq_record_event_id", "record", ["event_id"], unique=True)
    _tree()
    _gaps()
    _archive()
    for statement in (RIGHTS, GUARD, YEAR, AHEAD):
        op.execute(statement)
    for name in FUNCTIONS:
        op.execute(f"REVOKE EXECUTE ON FUNCTION {name} FROM PUBLIC")
    for name in ADDED_TO:
        op.execute(f"SELECT only_added_to('{name}')")
    op.execute("SELECT make_ahead()")


def downgrade() -> None:
    raise RuntimeError("the ledger is only ever added to: what stood before is in the backups")


def _tree() -> None:
    op.create_table(
        "node",
        sa.Column("level", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("position", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("level", "position", name=op.f("pk_node")),
    )
    op.create_table(
        "root",
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("root", sa.String(), nullable=False),
        sa.Column("at", sa.String(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("key", sa.String(), nullable=False),
        sa.Column("signature", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_root")),
    )
    op.create_index("ix_root_size", "root", ["size"])
    op.create_table(
        "signing_key",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("public", sa.String(), nullable=False),
        sa.Column("since", sa.String(), nullable=False),
        sa.Column("voucher_key", sa.String(), nullable=False),
        sa.Column("voucher", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_key")),
    )
    op.create_index("uq_signing_key_place", "signing_key", ["place"], unique=True)


def _gaps() -> None:
    op.create_table(
        "mark",
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("swept_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("room", name=op.f("pk_mark")),
    )
    op.create_table(
        "gap",
        sa.Column("event_id", sa.String(), nullable=False),
        sa.Column("room", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("asked", sa.Integer(), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("healed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("event_id", name=op.f("pk_gap")),
    )
    op.create_index("ix_gap_open", "gap", ["found_at", "event_id"], postgresql_where=sa.text("healed_at IS NULL"))


def _archive() -> None:
    op.create_table(
        "archived_run",
        sa.Column("run_id", sa.String(), nullable=False),
        sa.Column("workflow_id", sa.String(), nullable=False),
        sa.Column("about", sa.String(), nullable=False),
        sa.Column("archive_index", sa.Integer(), nullable=False),
        sa.Column("volume", sa.Integer(), nullable=False),
        sa.Column("document", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("manifest", sa.String(), nullable=False),
        sa.Column("hash", sa.String(), nullable=False),
        sa.Column("previous_hash", sa.String(), nullable=False),
        sa.Column("archived_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("run_id", name=op.f("pk_archived_run")),
    )
    op.create_index("uq_archived_run_about", "archived_run", ["about", "archive_index"], unique=True)
    op.create_index("uq_archived_run_workflow_id", "archived_run", ["workflow_id", "volume"], unique=True)

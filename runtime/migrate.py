"""Migrations: Alembic, one history a room, run with the room's own role on the room's own database.

Each room has `migrations/env.py` (which calls `environment`) and `migrations/versions/`.
"""

from collections.abc import Callable
from importlib import import_module
from importlib.resources import files
from typing import Any

from alembic import command, context
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.ext.asyncio import create_async_engine

from runtime.keeping import plumbing


def tables_of(room: str) -> list[MetaData]:
    """All tables of a room: the plumbing's and its own."""
    metadata: MetaData = import_module(f"services.{room}.models").Row.metadata
    return [plumbing, metadata]


def environment() -> None:
    """What every room's env.py does: migrate over the connection this module opened.

    The models are read only where they are compared with the database: to migrate, the migrations are enough.
    """
    connection: Connection = context.config.attributes["connection"]
    context.configure(
        connection=connection,
        target_metadata=context.config.attributes.get("tables"),
        transaction_per_migration=False,
        include_name=_but_partitions(connection),
    )
    with context.begin_transaction():
        context.run_migrations()


async def upgrade(room: str, url: str) -> None:
    """Bring a room's database to the newest shape. Running it again changes nothing.

    A room whose tables are partitioned by time has a function `make_ahead()`, which makes those of the coming years.
    """
    await _over(room, url, lambda config: command.upgrade(config, "head"))
    await _connected(url, _make_ahead)


async def new_revision(room: str, url: str, message: str) -> None:
    """Write the next migration of a room: the difference between its models and its migrated database."""
    await _over(room, url, lambda config: _write(config, room, message))


async def differences(room: str, url: str) -> list[object]:
    """What the models have and the migrated database has not, or the other way round; empty when they agree."""
    found: list[object] = []
    tables: Any = tables_of(room)  # Alembic compares a list of metadata too; its stub says one

    def compare(connection: Connection) -> None:
        options = {"include_name": _but_partitions(connection)}
        found.extend(compare_metadata(MigrationContext.configure(connection, opts=options), tables))

    await _connected(url, compare)
    return found


def _make_ahead(connection: Connection) -> None:
    if connection.scalar(text("SELECT to_regproc('make_ahead')")) is not None:
        connection.execute(text("SELECT make_ahead()"))


def _but_partitions(connection: Connection) -> Callable[[str | None, str, Any], bool]:
    """Whether Alembic looks at a thing of this name: a partition belongs to its table, no model names it."""
    parts = set(connection.scalars(text("SELECT relname FROM pg_class WHERE relispartition")))

    def wanted(name: str | None, _kind: str, _parents: Any) -> bool:
        return name not in parts

    return wanted


def _write(config: Config, room: str, message: str) -> None:
    config.attributes["tables"] = tables_of(room)
    command.revision(config, message, autogenerate=True)


async def _over(room: str, url: str, work: Callable[[Config], None]) -> None:
    config = Config()
    config.set_main_option("script_location", str(files(f"services.{room}") / "migrations").replace("%", "%%"))
    config.set_main_option("path_separator", "os")

    def with_connection(connection: Connection) -> None:
        config.attributes["connection"] = connection
        work(config)

    await _connected(url, with_connection)


async def _connected(url: str, work: Callable[[Connection], None]) -> None:
    engine = create_async_engine(url, hide_parameters=True)
    async with engine.begin() as connection:
        await connection.run_sync(work)
    await engine.dispose()

"""One database and one role a room, on any PostgreSQL: no role can even connect to another's database."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

EXTENSIONS = ("pg_trgm", "unaccent")


async def provision(admin_url: str, passwords: Mapping[str, str]) -> dict[str, str]:
    """Make (or bring up to date) a role and a database for each name; returns each one's own URL.

    `admin_url` is `postgresql://user:password@host:port/database` of someone who may create roles and
    databases. Safe to repeat: a role gets the password given, a database is kept as it is.
    """
    admin = await asyncpg.connect(admin_url)
    try:
        for name, password in passwords.items():
            await _role(admin, name, password)
            await _database(admin, name)
    finally:
        await admin.close()
    for name in passwords:
        await _extensions(_elsewhere(admin_url, name))
    return {name: _elsewhere(admin_url, name, password) for name, password in passwords.items()}


async def close_to_others(admin_url: str) -> None:
    """On a server that is ours alone: nobody but the administrator enters the maintenance databases."""
    admin = await asyncpg.connect(admin_url)
    try:
        for name in ("postgres", "template1"):
            await admin.execute(f"REVOKE CONNECT, TEMPORARY ON DATABASE {name} FROM PUBLIC")
    finally:
        await admin.close()


async def _role(admin: asyncpg.Connection, name: str, password: str) -> None:
    exists = await admin.fetchval("SELECT 1 FROM pg_roles WHERE rolname = $1", name)
    verb = "ALTER" if exists else "CREATE"
    statement = await admin.fetchval(
        f"SELECT format('{verb} ROLE %I LOGIN PASSWORD %L', $1::text, $2::text)",
        name,
        password,
    )
    await admin.execute(statement)


async def _database(admin: asyncpg.Connection, name: str) -> None:
    quoted = await admin.fetchval("SELECT quote_ident($1)", name)
    if not await admin.fetchval("SELECT 1 FROM pg_database WHERE datname = $1", name):
        # An administrator who is no superuser may only give a database to a role he is a member of.
        await admin.execute(f"GRANT {quoted} TO CURRENT_USER")
        await admin.execute(f"CREATE DATABASE {quoted} OWNER {quoted}")
    await admin.execute(f"REVOKE CONNECT, TEMPORARY ON DATABASE {quoted} FROM PUBLIC")


async def _extensions(url: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for extension in EXTENSIONS:
            await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
    finally:
        await connection.close()


def _elsewhere(admin_url: str, database: str, password: str | None = None) -> str:
    """The same server, another database; with a password, as the role of that name."""
    parts = urlsplit(admin_url)
    netloc = parts.netloc
    if password is not None:
        netloc = f"{quote(database, safe='')}:{quote(password, safe='')}@{netloc.rpartition('@')[2]}"
    return urlunsplit((parts.scheme, netloc, f"/{database}", parts.query, ""))

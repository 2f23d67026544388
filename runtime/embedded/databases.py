"""One database and one role a room, on any PostgreSQL: no role can even connect to another's database."""

from collections.abc import Mapping
from urllib.parse import quote, urlsplit, urlunsplit

import asyncpg

EXTENSIONS = ("pg_trgm", "unaccent")


async def provision(
    admin_url: str, passwords: Mapping[str, str], owners: Mapping[str, str] | None = None
) -> dict[str, str]:
    """Make (or bring up to date) a role and a database for each name; returns each one's own URL.

    `admin_url` is `postgresql://user:password@host:port/database` of someone who may create roles and
    databases. Safe to repeat: a role gets the password given, a database is kept as it is.
    owners: for a database whose tables belong to a role of their own (`owner_of(name)`), that role's password.
    The role of the database's name then does with them what it is granted, and cannot grant itself more.
    """
    owners = owners or {}
    admin = await asyncpg.connect(admin_url)
    try:
        for name, password in passwords.items():
            await _role(admin, name, password)
            if name in owners:
                await _role(admin, owner_of(name), owners[name])
            await _database(admin, name, owner_of(name) if name in owners else name)
    finally:
        await admin.close()
    for name in passwords:
        await _inside(_elsewhere(admin_url, name), name, owner_of(name) if name in owners else name)
    return {name: _elsewhere(admin_url, name, password) for name, password in passwords.items()}


def owner_of(name: str) -> str:
    """The role that owns the tables of a database, where its own role does not."""
    return f"{name}_owner"


def as_owner(url: str, password: str) -> str:
    """The address of a database, as the role that owns its tables."""
    parts = urlsplit(url)
    owner = owner_of(parts.path.removeprefix("/"))
    netloc = f"{quote(owner, safe='')}:{quote(password, safe='')}@{parts.netloc.rpartition('@')[2]}"
    return urlunsplit((parts.scheme, netloc, parts.path, parts.query, ""))


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


async def _database(admin: asyncpg.Connection, name: str, owner: str) -> None:
    quoted, owning = [await admin.fetchval("SELECT quote_ident($1)", one) for one in (name, owner)]
    held_by = await admin.fetchval("SELECT pg_get_userbyid(datdba) FROM pg_database WHERE datname = $1", name)
    if held_by != owner:
        # An administrator who is no superuser may only give a database to a role he is a member of.
        await admin.execute(f"GRANT {owning} TO CURRENT_USER")
    if held_by is None:
        await admin.execute(f"CREATE DATABASE {quoted} OWNER {owning}")
    elif held_by != owner:
        await admin.execute(f"ALTER DATABASE {quoted} OWNER TO {owning}")
    await admin.execute(f"REVOKE CONNECT, TEMPORARY ON DATABASE {quoted} FROM PUBLIC")
    if owner != name:
        await admin.execute(f"GRANT CONNECT ON DATABASE {quoted} TO {quoted}")


async def _inside(url: str, name: str, owner: str) -> None:
    connection = await asyncpg.connect(url)
    try:
        for extension in EXTENSIONS:
            await connection.execute(f"CREATE EXTENSION IF NOT EXISTS {extension}")
        if owner != name:
            await _hand_over(connection, name, owner)
    finally:
        await connection.close()


async def _hand_over(connection: asyncpg.Connection, name: str, owner: str) -> None:
    """What the database's own role made before goes to the owner, once; what the owner makes is its to work with."""
    service, owning = [await connection.fetchval("SELECT quote_ident($1)", one) for one in (name, owner)]
    holds = "SELECT EXISTS (SELECT FROM pg_class WHERE relowner = $1::regrole)"
    if await connection.fetchval(holds, name):
        await connection.execute(f"REASSIGN OWNED BY {service} TO {owning}")
        for kind in ("TABLES", "SEQUENCES"):
            await connection.execute(f"GRANT ALL ON ALL {kind} IN SCHEMA public TO {service}")
    given = f"ALTER DEFAULT PRIVILEGES FOR ROLE {owning} IN SCHEMA public GRANT"
    await connection.execute(f"{given} SELECT, INSERT, UPDATE, DELETE ON TABLES TO {service}")
    await connection.execute(f"{given} USAGE, SELECT ON SEQUENCES TO {service}")


def _elsewhere(admin_url: str, database: str, password: str | None = None) -> str:
    """The same server, another database; with a password, as the role of that name."""
    parts = urlsplit(admin_url)
    netloc = parts.netloc
    if password is not None:
        netloc = f"{quote(database, safe='')}:{quote(password, safe='')}@{netloc.rpartition('@')[2]}"
    return urlunsplit((parts.scheme, netloc, f"/{database}", parts.query, ""))

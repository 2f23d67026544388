"""Prepares the servers a deployment stands on: `python prepare.py databases` or `temporal`. Safe to repeat.

databases: a role and a database for each room, by the hand of an administrator: POSTGRES_ADMIN_URL
(postgresql://user:password@host:port/database), and each room's DESTEK_<ROOM>_DATABASE_URL, whose name and
password the role gets; DESTEK_<ROOM>_MIGRATION_URL where its tables belong to an owner of their own. With
TEMPORAL_DATABASE_PASSWORD also Temporal's own two.
temporal: the namespace with its retention, and the search attributes of the workflows. Without TLS only.
"""  # noqa: INP001 - a script of the image, no package

import asyncio
import os
import sys
from urllib.parse import unquote, urlsplit

from grants.contracts.queues import ROOMS
from grants.contracts.workflows import SEARCH_ATTRIBUTES
from runtime.embedded.databases import owner_of, provision
from runtime.embedded.temporal import Attribute, prepare
from runtime.settings import PlatformSettings, room_settings

TEMPORAL_DATABASES = ("temporal", "temporal_visibility")


def role_and_password(room: str) -> tuple[str, str]:
    """The role a room signs in as, which owns the database of the same name, and its password."""
    parts = urlsplit(room_settings(room).database_url)
    role, database = unquote(parts.username or ""), parts.path.removeprefix("/")
    if not role or role != database or not parts.password:
        raise SystemExit(f"DESTEK_{room.upper()}_DATABASE_URL: needs a password, and a role named as its database")
    return role, unquote(parts.password)


def owner_of_tables(room: str) -> tuple[str, str] | None:
    """The database whose tables another role than the room's own owns, and that role's password."""
    parts = urlsplit(room_settings(room).migration_url)
    database = parts.path.removeprefix("/")
    if not parts.path:
        return None
    if unquote(parts.username or "") != owner_of(database) or not parts.password:
        raise SystemExit(f"DESTEK_{room.upper()}_MIGRATION_URL: needs a password, and the role {owner_of(database)}")
    return database, unquote(parts.password)


async def databases() -> None:
    """Roles, databases and extensions; nobody else may enter them."""
    admin_url = os.environ.get("POSTGRES_ADMIN_URL", "")
    if not admin_url:
        raise SystemExit("POSTGRES_ADMIN_URL: is needed, the address of somebody who may create roles and databases")
    passwords = dict(role_and_password(room) for room in ROOMS)
    if theirs := os.environ.get("TEMPORAL_DATABASE_PASSWORD"):
        passwords |= dict.fromkeys(TEMPORAL_DATABASES, theirs)
    await provision(admin_url, passwords, dict(filter(None, map(owner_of_tables, ROOMS))))
    sys.stdout.write(f"ready: {', '.join(passwords)}\n")


async def temporal() -> None:
    """The namespace and the search attributes."""
    settings = PlatformSettings()
    if settings.temporal_tls:
        raise SystemExit("DESTEK_TEMPORAL_TLS: prepare the namespace with Temporal's own tools (docs/deploy.md)")
    attributes = {name: Attribute(kind) for name, kind in SEARCH_ATTRIBUTES.items()}
    await prepare(settings.temporal_address, settings.temporal_namespace, attributes)
    sys.stdout.write(f"ready: {settings.temporal_namespace}, {', '.join(attributes)}\n")


WORK = {"databases": databases, "temporal": temporal}


def main(words: list[str]) -> None:
    """Do what the one word asks for."""
    if len(words) != 1 or words[0] not in WORK:
        raise SystemExit(f"usage: prepare.py {'|'.join(WORK)}")
    asyncio.run(WORK[words[0]]())


if __name__ == "__main__":
    main(sys.argv[1:])
    # Temporal's client has threads of its own that were seen to abort an interpreter that was taking itself apart,
    # with the work already done; so it is left at once.
    sys.stdout.flush()
    os._exit(0)

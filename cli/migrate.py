"""`destek migrate`: every room's database brought to its newest shape."""

import asyncio

from grants.contracts.queues import ROOMS
from runtime.migrate import upgrade
from runtime.settings import room_settings


async def migrate_all() -> None:
    """One room after the other; running it again changes nothing."""
    for room in ROOMS:
        settings = room_settings(room)
        await upgrade(room, settings.migration_url or settings.database_url)
        print(f"{room}: up to date", flush=True)


def migrate() -> None:
    """Bring the database of every room to its newest shape.

    DESTEK_<ROOM>_DATABASE_URL names it; DESTEK_<ROOM>_MIGRATION_URL the role that owns its tables, where that is
    another.
    """
    asyncio.run(migrate_all())

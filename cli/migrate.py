"""`destek migrate`: every room's database brought to its newest shape."""

import asyncio

from grants.contracts.queues import ROOMS
from runtime.migrate import upgrade
from runtime.settings import room_settings


async def migrate_all() -> None:
    """One room after the other; running it again changes nothing."""
    for room in ROOMS:
        await upgrade(room, room_settings(room).database_url)
        print(f"{room}: up to date", flush=True)


def migrate() -> None:
    """Bring the database of every room (DESTEK_<ROOM>_DATABASE_URL) to its newest shape."""
    asyncio.run(migrate_all())

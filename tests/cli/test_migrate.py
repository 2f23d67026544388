"""`destek migrate` and `destek events` as programs, with the settings of a stack."""

import asyncio
import json
import os
import sys

import pytest

from cli.stack.stack import CommandFailed, Stack
from grants.contracts.queues import ROOMS
from runtime.migrate import differences

pytestmark = pytest.mark.servers


async def test_every_room_is_brought_up_to_date_and_again_changes_nothing(servers: Stack) -> None:
    for _ in range(2):
        printed = await servers.run("migrate")
        assert printed.splitlines() == [f"{room}: up to date" for room in ROOMS]
    for room in ROOMS:
        assert await differences(room, servers.database_urls[room]) == []


async def test_to_migrate_no_model_is_read(servers: Stack) -> None:
    look = (
        "import asyncio, sys; from cli.migrate import migrate_all; asyncio.run(migrate_all()); "
        "print([name for name in sys.modules if name.startswith('services.') and '.models' in name])"
    )
    owners = {f"DESTEK_{room.upper()}_MIGRATION_URL": url for room, url in servers.owner_urls.items()}
    program = await asyncio.create_subprocess_exec(
        *(sys.executable, "-P", "-c", look), env={**os.environ, **servers.env, **owners}, stdout=asyncio.subprocess.PIPE
    )
    told, _ = await program.communicate()
    assert told.decode().splitlines()[-1] == "[]"


async def test_dead_letters_are_listed_one_json_object_a_line(servers: Stack) -> None:
    printed = await servers.run("events", "dead", "list", "--json")
    assert all("seq" in json.loads(line) for line in printed.splitlines())


async def test_a_dead_letter_that_is_not_there_cannot_be_replayed(servers: Stack) -> None:
    with pytest.raises(CommandFailed, match="987654: there is no such dead letter"):
        await servers.run("events", "dead", "replay", "987654")

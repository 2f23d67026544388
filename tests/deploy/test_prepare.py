"""The servers of a deployment are prepared by the image itself; on a real PostgreSQL and Temporal."""

import asyncio
import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

import asyncpg
import pytest

from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts.queues import ROOMS
from runtime.embedded.postgres import Postgres
from tests.deploy.files import DEPLOY
from tests.deploy.processes import Started, of_compose


async def run(words: tuple[str, ...], env: dict[str, str], folder: Path) -> tuple[int, str]:
    """Run the script as a container would, away from the project; its exit code and all it said."""
    process = await asyncio.create_subprocess_exec(
        sys.executable,
        str(DEPLOY / "prepare.py"),
        *words,
        env={"PATH": os.environ["PATH"], **env},
        cwd=folder,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    said, _ = await process.communicate()
    return process.returncode or 0, said.decode()


@pytest.mark.long
async def test_without_a_word_it_says_how_it_is_used(tmp_path: Path) -> None:
    assert await run((), {}, tmp_path) == (1, "usage: prepare.py databases|temporal\n")


@pytest.mark.long
async def test_without_an_administrator_it_names_what_is_missing(tmp_path: Path) -> None:
    code, said = await run(("databases",), {}, tmp_path)
    assert code == 1
    assert said.startswith("POSTGRES_ADMIN_URL: is needed")


@pytest.mark.long
@pytest.mark.parametrize("address", ["destek_audit@db/destek_audit", "destek_audit:p@db/other", "db/destek_audit"])
async def test_a_role_has_a_password_and_the_name_of_its_database(tmp_path: Path, address: str) -> None:
    env = {f"DESTEK_{room.upper()}_DATABASE_URL": f"postgresql+asyncpg://{address}" for room in ROOMS}
    code, said = await run(
        ("databases",), env | {"POSTGRES_ADMIN_URL": "postgresql://admin@nowhere/postgres"}, tmp_path
    )
    assert code == 1
    assert said.startswith("DESTEK_APPLICATION_DATABASE_URL: needs a password")


@pytest.mark.servers
async def test_the_databases_of_the_compose_file_are_made_and_each_is_its_own_roles_alone(tmp_path: Path) -> None:
    started: Started = next(one for one in of_compose() if one.name == "prepare-databases")
    data = tmp_path / "servers"
    data.mkdir()
    async with Stack(StackOptions(data=data, ephemeral=True, processes=False, databases=("audit",))) as stack:
        known = urlsplit(stack.database_urls["audit"])
        where = f"{known.hostname}:{known.port}"
        moved = {name: value.replace("postgres:5432", where) for name, value in started.env.items()}
        moved["POSTGRES_ADMIN_URL"] = Postgres(Path(), known.port or 0, stack.record.secret("postgres")).admin_url
        for _ in range(2):
            code, said = await run(("databases",), moved, tmp_path)
            assert (code, said.split()[0]) == (0, "ready:"), said
        for room in ROOMS:
            url = moved[f"DESTEK_{room.upper()}_DATABASE_URL"].replace("+asyncpg", "")
            connection = await asyncpg.connect(url)
            assert await connection.fetchval("SELECT current_database()") == f"destek_{room}"
            await connection.close()
            with pytest.raises(asyncpg.InsufficientPrivilegeError):
                await asyncpg.connect(url.rpartition("/")[0] + "/temporal")
        code, said = await run(("temporal",), {"DESTEK_TEMPORAL_ADDRESS": stack.temporal_address}, tmp_path)
        assert (code, said.split()[0]) == (0, "ready:"), said

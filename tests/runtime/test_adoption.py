"""After an upgrade, a small office's running workflows go on under the new build, if they replay."""

import asyncio
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from temporalio.client import Client

from cli.stack.options import ATTRIBUTES
from runtime.adoption import adopt, elsewhere
from runtime.embedded.ports import free_port
from runtime.embedded.supervise import Supervisor
from runtime.embedded.temporal import DevServer, prepare
from runtime.settings import PlatformSettings
from runtime.signing import KeyUnsafe
from runtime.temporal import connect, connect_to_work, make_current, workflow_worker
from tests.keys import keys_in
from tests.runtime.upgraded import Greeter, OtherGreeter

pytestmark = pytest.mark.servers
QUEUE = "adoption"


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[Client]:
    """A real server with versions; the time-skipping one knows none."""
    server = DevServer(free_port(), free_port(), "destek")
    supervisor = Supervisor(tmp_path)
    try:
        await supervisor.start(server.spec())
        await prepare(server.address, "destek", ATTRIBUTES)
        yield await connect(PlatformSettings(temporal_address=server.address, **keys_in(tmp_path)))
    finally:
        await supervisor.stop(list(supervisor.children))
        supervisor.close()


async def begun_on(client: Client, build: str, workflow_id: str) -> None:
    """A run that began on this build, whose worker is gone."""
    async with workflow_worker(client, QUEUE, [Greeter], build):
        await make_current(client, build)
        handle = await client.start_workflow("Greeter", id=workflow_id, task_queue=QUEUE)
        async with asyncio.timeout(60):
            while await handle.query("waiting") is not True:
                await asyncio.sleep(0.05)


async def until_listed(client: Client, workflow_id: str) -> None:
    """The list of running workflows is a little behind what runs."""
    async with asyncio.timeout(60):
        while workflow_id not in [run.id async for run in client.list_workflows(elsewhere("new"))]:
            await asyncio.sleep(0.1)


async def test_a_run_of_an_older_build_goes_on_under_the_new_one(client: Client) -> None:
    await begun_on(client, "old", "one")
    await until_listed(client, "one")
    async with workflow_worker(client, QUEUE, [Greeter], "new"):
        await make_current(client, "new")
        handle = client.get_workflow_handle("one", result_type=str)
        await handle.signal("greet", "Ayşe")
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(handle.result(rpc_timeout=timedelta(seconds=60)), 2)
        adopted = await adopt(client, [Greeter], "new")
        assert (adopted.moved, adopted.left) == (1, ())
        assert await asyncio.wait_for(handle.result(), 60) == "Merhaba Ayşe"


async def test_a_run_that_does_not_replay_is_left_and_named(client: Client) -> None:
    await begun_on(client, "old", "two")
    await until_listed(client, "two")
    async with workflow_worker(client, QUEUE, [OtherGreeter], "new"):
        await make_current(client, "new")
        adopted = await adopt(client, [OtherGreeter], "new")
    assert (adopted.moved, adopted.left) == (0, ("two",))


async def test_a_process_that_could_not_read_what_runs_here_does_not_begin(client: Client, tmp_path: Path) -> None:
    await client.start_workflow("Greeter", "whom?", id="asked", task_queue=QUEUE)
    async with asyncio.timeout(60):
        while not [run.id async for run in client.list_workflows()]:
            await asyncio.sleep(0.1)
    address, ours, others = client.service_client.config.target_host, keys_in(tmp_path), keys_in(tmp_path / "others")
    crossed = {**ours, "payload_master_key_file": others["payload_master_key_file"]}
    await connect_to_work(PlatformSettings(temporal_address=address, **ours))
    for given, wrong in (
        ({}, "DESTEK_PAYLOAD_KEYS_URL is not given"),
        (others, "asked/0001: is not in the store of keys"),
        (crossed, "not under this master key"),
    ):
        with pytest.raises(KeyUnsafe, match=wrong):
            await connect_to_work(PlatformSettings(temporal_address=address, **given))

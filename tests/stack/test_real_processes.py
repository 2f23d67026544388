"""The system itself, together and apart: the same doors either way."""

import httpx
import pytest

from cli.stack.memory import proportional_mib
from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from grants.contracts.queues import ROOMS

pytestmark = pytest.mark.servers
IDLE_MIB = 1000


@pytest.mark.parametrize("split", [False, True], ids=["together", "apart"])
async def test_every_door_is_open_once_the_stack_is_ready(tmp_path, split):
    async with Stack(StackOptions(data=tmp_path, split=split, ephemeral=True)) as stack:
        async with httpx.AsyncClient() as browser:
            ready = {name: (await browser.get(f"{url}/health/ready")).status_code for name, url in stack.urls.items()}
            described = {room: (await browser.get(f"{stack.urls[room]}/docs")).status_code for room in ROOMS}
            page = await browser.get(stack.urls["portal"], follow_redirects=True)
        assert ready == dict.fromkeys(stack.urls, 200)
        assert described == dict.fromkeys(ROOMS, 200)
        assert page.status_code == 200
        assert {child.restarts for child in stack.record.children.values()} == {0}
        if not split:
            memory = {name: proportional_mib(child.pid) for name, child in stack.record.children.items()}
            assert 0 < sum(memory.values()) < IDLE_MIB, memory

"""All who ask a clock agree: the machine's in a normal stack, the travelling one where years pass in seconds."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from temporalio.api.testservice.v1 import SleepRequest
from temporalio.client import Client

from cli.stack.options import ATTRIBUTES
from runtime.clock import SystemClock, TravellingClock
from runtime.embedded.ports import free_port
from runtime.embedded.supervise import Supervisor
from runtime.embedded.temporal import TestServer, prepare
from runtime.settings import PlatformSettings
from runtime.temporal import connect

YEARS = timedelta(days=5 * 365)
MOMENT = timedelta(hours=1)


async def test_the_clock_of_the_machine_is_aware_and_in_utc() -> None:
    before = datetime.now(UTC)
    now = await SystemClock().now()
    assert before <= now <= datetime.now(UTC)
    assert now.tzinfo is UTC


@pytest.fixture
async def settings(tmp_path: Path) -> AsyncIterator[PlatformSettings]:
    """A server of the test's own: its clock is one for all who use it."""
    server = TestServer(free_port())
    supervisor = Supervisor(tmp_path)
    try:
        await supervisor.start(server.spec())
        await prepare(server.address, "destek", ATTRIBUTES)
        yield PlatformSettings(temporal_address=server.address)
    finally:
        await supervisor.stop(list(supervisor.children))
        supervisor.close()


async def travel(client: Client, span: timedelta) -> None:
    request = SleepRequest()
    request.duration.FromTimedelta(span)
    await client.test_service.unlock_time_skipping_with_sleep(request)


@pytest.mark.servers
async def test_years_pass_at_once_and_for_everybody(settings: PlatformSettings) -> None:
    one, other = await connect(settings), await connect(settings)
    began = await TravellingClock(one).now()
    assert began.tzinfo is UTC
    await travel(one, YEARS)
    arrived = await TravellingClock(other).now()
    assert YEARS <= arrived - began < YEARS + MOMENT
    assert timedelta() <= await TravellingClock(one).now() - arrived < MOMENT

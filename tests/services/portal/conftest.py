"""The portal with everything around it, started once for the tests of a file."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.services.portal.standin import Stage, open_stage


@pytest.fixture(scope="session")
async def running(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    folder: Path = tmp_path_factory.mktemp("portal")
    async with open_stage(folder) as stage:
        yield stage


@pytest.fixture
async def stage(running: Stage) -> AsyncIterator[Stage]:
    """All rooms up, nothing asked yet, no time gone by."""
    running.rooms.forget()
    running.skew[0] = 0.0
    yield running
    await running.close_browsers()

from collections.abc import Awaitable, Callable

import pytest

from runtime.room import RoomPlan
from services.monitoring.app import PLAN
from tests.rooms import Room


@pytest.fixture
async def room(room_of: Callable[[RoomPlan], Awaitable[Room]]) -> Room:
    return await room_of(PLAN)

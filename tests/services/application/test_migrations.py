import pytest

from runtime.migrate import differences
from services.application.app import PLAN
from tests.conftest import OpenRoom

pytestmark = pytest.mark.servers


async def test_the_migrated_database_has_what_the_models_say_and_nothing_else(room_of: OpenRoom) -> None:
    room = await room_of(PLAN)
    assert await differences("application", room.desk.database.url) == []

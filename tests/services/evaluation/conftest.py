"""The evaluation room, open and empty."""

import pytest

from services.evaluation.app import PLAN
from services.evaluation.models import Row
from tests.arranged import arranged, cleared
from tests.conftest import OpenRoom
from tests.services.evaluation.acts import Case


@pytest.fixture
async def case(room_of: OpenRoom) -> Case:
    """A room that knows nobody and nothing."""
    room = await room_of(PLAN)
    await cleared(room, Row.metadata)
    return Case(room)


@arranged
async def _registered(case: Case) -> None:
    for person_id in ("d1", "d2", "d3"):
        await case.register(person_id)


@pytest.fixture
async def staffed(case: Case) -> Case:
    """Three evaluators of different employers, and no tie with anybody."""
    await _registered(case)
    return case

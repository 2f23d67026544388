"""The evaluation room, open and empty."""

import pytest
from sqlalchemy import text

from services.evaluation.app import PLAN
from services.evaluation.models import Row
from tests.conftest import OpenRoom
from tests.services.evaluation.acts import Case


@pytest.fixture
async def case(room_of: OpenRoom) -> Case:
    """A room that knows nobody and nothing."""
    room = await room_of(PLAN)
    tables = (*Row.metadata.tables, "outbox", "inbox", "answers")
    # Of so many small tables rows are deleted many times sooner than files are cut.
    emptied = ", ".join(f"t{place} AS (DELETE FROM {table})" for place, table in enumerate(tables))  # noqa: S608 - our own tables' names
    async with room.desk.database.transaction() as session:
        await session.execute(text(f"WITH {emptied} SELECT 1"))
    return Case(room)


@pytest.fixture
async def staffed(case: Case) -> Case:
    """Three evaluators of different employers, and no tie with anybody."""
    for person_id in ("d1", "d2", "d3"):
        await case.register(person_id)
    return case

"""Nothing in a room's database stands against an erasure, and every personal place of a file is within its reach."""

from collections.abc import Awaitable, Callable
from importlib import import_module

import pytest
from sqlalchemy import text

from grants.contracts.privacy_events import PersonalDataErased
from grants.personal import Fate
from runtime.auth import system_actor
from runtime.erasure import empty, erase
from runtime.identifiers import new_id
from runtime.room import RoomPlan
from tests.conftest import OpenRoom

ROOMS = ("application", "evaluation", "monitoring", "audit", "notification")
GO = (Fate.ERASED, Fate.DUTY, Fate.LOG)
UNIQUE = """
SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey)
WHERE i.indrelid = to_regclass(:name) AND i.indisunique
"""
CHECKED = """
SELECT a.attname FROM pg_constraint c JOIN pg_attribute a ON a.attrelid = c.conrelid AND a.attnum = ANY(c.conkey)
WHERE c.conrelid = to_regclass(:name) AND c.contype IN ('c', 'f')
"""
GUARDED = (
    "SELECT count(*) FROM pg_trigger WHERE tgrelid = to_regclass(:name) AND tgname IN ('added_to_only', 'as_made')"
)


def plan_of(room: str) -> RoomPlan:
    plan: RoomPlan = import_module(f"services.{room}.app").PLAN
    return plan


@pytest.mark.parametrize("room", ROOMS)
def test_whatever_goes_with_a_file_stands_in_a_table_that_knows_its_file(room: str) -> None:
    personal = plan_of(room).personal
    own = {"audit": {"ledger", "trace"}}.get(room, set())
    lost = {
        table
        for table, columns in personal.columns.items()
        if any(one.fate is Fate.ERASED for one in columns.values())
        and not personal.way_to_file(personal.metadata.tables[table])
    }
    assert lost == own, "these the room's own erasure destroys" if own else ""


@pytest.mark.parametrize("room", [one for one in ROOMS if one != "audit"])
def test_every_room_hears_of_an_erasure(room: str) -> None:
    plan = plan_of(room)
    assert PersonalDataErased.type_name() in plan.hears["audit"]
    assert PersonalDataErased.SUBJECT in plan.addresses["audit"]


@pytest.mark.servers
@pytest.mark.parametrize("room", ROOMS)
async def test_no_rule_of_the_database_stands_against_it(
    room: str, room_of: OpenRoom, migrated: Callable[[str], Awaitable[str]]
) -> None:
    await migrated(room)
    plan = plan_of(room)
    found, personal = await room_of(plan), plan.personal
    async with found.desk.unit(system_actor("test")) as unit:
        for fate in GO:
            for table, names in personal.tables(fate):
                name = {"name": f'"{table.name}"'}
                whole = table.name in personal.whole or {one.name for one in table.primary_key} & set(names)
                rules = set() if whole else {*(await unit.session.scalars(text(UNIQUE), name)).all()}
                rules |= set() if whole else {*(await unit.session.scalars(text(CHECKED), name)).all()}
                bound = rules & set(names) - personal.apart
                assert not bound, f"{table.name}: {bound}"
                assert not (await unit.session.scalars(text(GUARDED), name)).one(), table.name
        await erase(unit, personal, "yok", new_id(), unit.now)
        assert [await empty(unit, personal, "yok", fate) for fate in GO] == [0, 0, 0]
        await unit.session.rollback()

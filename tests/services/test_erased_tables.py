"""Nothing in a room's database stands against an erasure, and every personal place of a file is within its reach."""

from collections.abc import Awaitable, Callable, Mapping
from importlib import import_module

import pytest
from sqlalchemy import text

from grants.contracts.privacy_events import PersonalDataErased
from grants.personal import Fate
from grants.proof.declared import SHAPES
from runtime import keeping, people, rights
from runtime.auth import system_actor
from runtime.copies import Copies
from runtime.erasure import Personal, empty, erase, years_of
from runtime.identifiers import new_id
from runtime.pruning import Pruner
from runtime.room import RoomPlan
from runtime.settings import KeepingSettings
from services.audit.store import erasing, known_rights, lapsing, subject_keys
from services.audit.usecases.lapse import BY_ITSELF
from services.evaluation.store import board_people, evaluators
from tests.conftest import OpenRoom

ROOMS = ("application", "evaluation", "monitoring", "audit", "notification")
GO = (Fate.ERASED, Fate.DUTY, Fate.LOG, Fate.CONTRACT)
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


PLUMBING = Personal(keeping.plumbing, keeping.COLUMNS, "", {})


def plan_of(room: str) -> RoomPlan:
    plan: RoomPlan = import_module(f"services.{room}.app").PLAN
    return plan


ENDED_BY: Mapping[str, Mapping[tuple[str, Fate], Callable[..., object]]] = {
    "audit": {
        ("ledger", Fate.ERASED): subject_keys.destroy,
        ("trace", Fate.ERASED): erasing.erase,
        ("known_rights", Fate.SPAN): known_rights.forget,
        ("sample", Fate.SPAN): lapsing.forget,
        ("lead_answer", Fate.SPAN): lapsing.forget,
    },
    "evaluation": {
        ("evaluator", Fate.PERSON): evaluators.erase,
        ("evaluator_person", Fate.PERSON): evaluators.erase,
        ("committee_member", Fate.PERSON): board_people.erase,
    },
    "plumbing": {
        ("answers", Fate.SPAN): Pruner.round,
        ("outbox", Fate.ERASED): Copies.destroy,
        ("rights_seen", Fate.SPAN): rights.forget,
        ("people", Fate.SPAN): people.forget,
    },
}
"""What ends neither with its file nor when a ground of it is over: table by table, and what ends it. Each has a test of
its own, in the room or in `tests/runtime`.
"""
FOR_GOOD = {"monitoring": {Fate.BOOKS}}
"""The books of public money, and they alone."""


@pytest.mark.parametrize("room", [*ROOMS, "plumbing"])
def test_every_personal_column_has_an_end_that_something_brings_about(room: str) -> None:
    personal = PLUMBING if room == "plumbing" else plan_of(room).personal
    reached = {(table.name, fate) for fate in GO for table, _ in personal.tables(fate)}
    stated = {
        (name, one.fate)
        for name, columns in personal.columns.items()
        for one in columns.values()
        if one.fate not in FOR_GOOD.get(room, set())
    }
    assert stated - reached == set(ENDED_BY.get(room, {}))


def test_a_ground_that_nobody_ends_would_be_named() -> None:
    """The books, and what is erased by order, are no ground that a worker ends by its day."""
    assert {*Fate} - {Fate.BOOKS, Fate.PERSON, Fate.SPAN} == {*GO}
    assert {*years_of(KeepingSettings())} == {Fate.DUTY, Fate.LOG}
    assert {room for room in ROOMS if plan_of(room).personal.over is None and contracts(room)} == set()


def test_what_is_said_of_an_end_names_nobody_but_who_acted() -> None:
    """Where the system acted, it needs no end of its own."""
    shapes = [SHAPES[kind] for kind in BY_ITSELF]
    assert [kind for kind, shape in zip(BY_ITSELF, shapes, strict=True) if shape.personal or shape.within] == []


def contracts(room: str) -> set[str]:
    """The tables in which a contract keeps who acts for a party."""
    return {table.name for table, _ in plan_of(room).personal.tables(Fate.CONTRACT)}


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
        assert [await empty(unit, personal, "yok", fate) for fate in GO] == [0] * len(GO)
        await unit.session.rollback()

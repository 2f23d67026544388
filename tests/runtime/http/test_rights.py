"""With which rights a person came is on record before the act, once, and again when they are others."""

import asyncio
import json
from typing import Any
from uuid import uuid4

import pytest
from fastapi import APIRouter
from sqlalchemy import event as of_engine
from sqlalchemy.exc import DBAPIError

from grants.breach import Breach, NotAllowed
from grants.contracts.event import RightsSeen, rights_of
from grants.proof.veil import veil
from runtime.auth import Actor
from runtime.http.door import Door
from runtime.pruning import Pruner
from runtime.rights import Remembered, named, note
from runtime.room import RoomPlan
from runtime.settings import KeepingSettings
from tests.conftest import OpenRoom
from tests.rooms import Room

pytestmark = pytest.mark.servers
OFFICER, INSPECTOR = frozenset({"ministry_officer"}), frozenset({"inspector"})


def router() -> APIRouter:
    found = APIRouter(route_class=Door)

    @found.get("/open")
    async def read() -> dict[str, str]:
        return {}

    @found.post("/shut")
    async def act() -> dict[str, str]:
        raise NotAllowed(Breach(NotAllowed.rule, ""))

    return found


PLAN = RoomPlan(
    name="notification",
    title="Probe",
    routers=lambda _: [router()],
    statuses={},
    hears={},
    addresses={},
    activities=lambda _desk, _platform: [],
)


@pytest.fixture
async def room(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def one(person_id: str, roles: frozenset[str] = OFFICER, issued_at: int = 100, **facts: Any) -> Actor:
    return Actor(person_id, person_id, roles, issuer="http://issuer.test", issued_at=issued_at, **facts)


async def told(room: Room, person_id: str) -> list[RightsSeen]:
    return [RightsSeen.model_validate(event.data) for event in await room.told(rights_of(person_id))]


@pytest.fixture
def person() -> str:
    return f"kisi-{uuid4()}"


async def seen(room: Room, *actors: Actor) -> list[RightsSeen]:
    """What is told of these, each met by another process."""
    for actor in actors:
        await note(room.desk, actor, Remembered())
    return await told(room, actors[0].person_id)


async def test_who_comes_for_the_first_time_is_told_of_once_with_all_rights(room: Room, person: str) -> None:
    client = room.api.as_(person, "inspector", "auditor", organisation="OSTİM", tax_number="1234567890")
    for _ in range(3):
        assert (await client.get("/open")).status_code == 200
    (only,) = await told(room, person)
    assert (only.person_id, only.roles, only.organisation, only.first) == (
        person,
        ("auditor", "inspector"),
        "OSTİM",
        True,
    )
    assert only.added == ("organisation:OSTİM", "role:auditor", "role:inspector", "tax_number")
    assert (only.gone, only.issuer) == ((), "http://identity.test")
    assert only.issued_at is not None


async def test_who_is_refused_is_told_of_before_the_refusal(room: Room, person: str) -> None:
    assert (await room.api.as_(person, "evaluator").post("/shut")).status_code == 403
    (only,) = await told(room, person)
    assert only.roles == ("evaluator",)


async def test_changed_rights_are_told_with_what_came_and_what_went(room: Room, person: str) -> None:
    rights = await seen(
        room, one(person), one(person, INSPECTOR, 200, organisation="Bakanlık"), one(person, OFFICER, 300)
    )
    assert [(change.added, change.gone, change.first) for change in rights] == [
        (("role:ministry_officer",), (), True),
        (("organisation:Bakanlık", "role:inspector"), ("role:ministry_officer",), False),
        (("role:ministry_officer",), ("organisation:Bakanlık", "role:inspector"), False),
    ]


@pytest.mark.parametrize("issued_at", [99, 100, 400])
async def test_the_same_rights_by_another_token_are_no_news(room: Room, person: str, issued_at: int) -> None:
    assert len(await seen(room, one(person), one(person, OFFICER, issued_at))) == 1


async def test_an_older_token_still_in_use_is_no_change_back(room: Room, person: str) -> None:
    old, new = one(person), one(person, INSPECTOR, 200)
    assert len(await seen(room, old, new, old, new, old)) == 2


async def test_an_older_token_with_rights_never_seen_is_told_of_and_the_newer_stay_the_newest(
    room: Room, person: str
) -> None:
    new, unseen = one(person, INSPECTOR, 200), one(person, OFFICER | INSPECTOR, 150)
    rights = await seen(room, new, unseen, new, unseen)
    assert [change.added for change in rights] == [("role:inspector",), ("role:ministry_officer",)]


async def test_rights_of_another_issuer_are_others(room: Room, person: str) -> None:
    elsewhere = Actor(person, person, OFFICER, issuer="http://other.test", issued_at=200)
    assert [change.issuer for change in await seen(room, one(person), elsewhere)] == [
        "http://issuer.test",
        "http://other.test",
    ]


async def test_for_whom_a_person_acts_stands_in_one_field_alone(room: Room, person: str) -> None:
    (only,) = await seen(room, one(person, on_behalf_of="veli"))
    assert (only.on_behalf_of, only.added) == ("veli", ("on_behalf_of", "role:ministry_officer"))


async def test_a_tax_number_may_be_a_persons_and_is_veiled_where_it_stands(room: Room, person: str) -> None:
    await seen(room, one(person, tax_number="1234567890"))
    (event,) = await room.told(rights_of(person))
    veiled, openings = veil(json.loads(event.canonical()), lambda: b"s" * 16)
    assert "1234567890" not in json.dumps(veiled)
    assert openings["/data/tax_number"].value == "1234567890"


async def test_rights_seen_long_ago_go_and_whoever_still_comes_with_them_is_told_of_anew(
    room: Room, person: str
) -> None:
    await seen(room, one(person))
    pruner = Pruner(room.desk, room.platform.bus, KeepingSettings())
    await pruner.round()
    assert len(await seen(room, one(person))) == 1, "ten years are not over"
    room.clock.forward(days=3_654)
    await pruner.round()
    assert [change.first for change in await seen(room, one(person))] == [True, True]


async def test_of_many_requests_at_once_one_tells_it(room: Room, person: str) -> None:
    await asyncio.gather(*(note(room.desk, one(person), Remembered()) for _ in range(6)))
    assert len(await told(room, person)) == 1


async def statements(room: Room, actor: Actor, remembered: Remembered) -> int:
    asked: list[str] = []

    def count(*given: Any) -> None:
        asked.append(str(given[2]))

    engine = room.desk.database.engine.sync_engine
    of_engine.listen(engine, "before_cursor_execute", count)
    try:
        await note(room.desk, actor, remembered)
    finally:
        of_engine.remove(engine, "before_cursor_execute", count)
    return len(asked)


async def test_a_token_seen_before_costs_no_statement_a_new_one_with_known_rights_one(room: Room, person: str) -> None:
    remembered = Remembered()
    assert await statements(room, one(person), remembered) == 7
    assert await statements(room, one(person), remembered) == 0
    assert await statements(room, one(person, OFFICER, 200), remembered) == 1


async def test_what_the_room_could_not_put_on_record_it_does_not_remember(room: Room, person: str) -> None:
    remembered, unsayable = Remembered(), one(f"{person}\ud800")
    for _ in range(2):
        with pytest.raises(DBAPIError):
            await note(room.desk, unsayable, remembered)


def test_rights_are_named_in_one_order() -> None:
    actor = one("ayse", frozenset({"b", "a"}), organisation="O")
    assert named(actor) == ("organisation:O", "role:a", "role:b")


def test_what_they_are_about_names_nobody() -> None:
    assert "ayse" not in rights_of("ayse")
    assert rights_of("ayse") != rights_of("ali")

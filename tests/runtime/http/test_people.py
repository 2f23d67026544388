"""By which name a person came is kept as the newest token says it, and goes some years after the person last came."""

from uuid import uuid4

import pytest

from runtime import people
from runtime.auth import Actor
from runtime.people import Person
from runtime.pruning import Pruner
from runtime.rights import Remembered, note
from runtime.settings import KeepingSettings
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.runtime.http.test_rights import PLAN

pytestmark = pytest.mark.servers


@pytest.fixture
async def room(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


@pytest.fixture
def who() -> str:
    return f"kisi-{uuid4()}"


def one(who: str, name: str, issued_at: int = 100, role: str = "inspector", **facts: str) -> Actor:
    return Actor(who, name, frozenset({role}), issuer="http://issuer.test", issued_at=issued_at, **facts)


async def came(room: Room, *actors: Actor) -> Person | None:
    """What is kept of the last of these, each met by another process."""
    for actor in actors:
        await note(room.desk, actor, Remembered())
    async with room.desk.database.transaction() as session:
        return (await people.known(session, [actors[-1].person_id])).get(actors[-1].person_id)


async def test_a_person_is_known_by_the_name_body_and_roles_of_the_token(room: Room, who: str) -> None:
    found = await came(room, one(who, "Ayşe Işık", organisation="OSTİM", tax_number="1234567890"))
    assert found == Person(who, "Ayşe Işık", "OSTİM", "1234567890", ("inspector",), room.clock.at)


async def test_another_name_with_the_same_rights_takes_the_place_of_the_first(room: Room, who: str) -> None:
    found = await came(room, one(who, "Ayşe Işık"), one(who, "Ayşe Demir", 200))
    assert found is not None
    assert found.name == "Ayşe Demir"


async def test_a_token_that_outlived_a_name_or_a_role_does_not_bring_it_back(room: Room, who: str) -> None:
    new = one(who, "Ayşe Demir", 200, "inspector")
    found = await came(room, new, one(who, "Ayşe Işık", 100), one(who, "Ayşe Işık", 150, "administrator"))
    assert found is not None
    assert (found.name, found.roles) == ("Ayşe Demir", ("inspector",))


async def test_who_still_comes_is_known_to_have_come_within_the_month(room: Room, who: str) -> None:
    await came(room, one(who, "Ayşe"))
    began = room.clock.at
    room.clock.forward(days=29)
    found = await came(room, one(who, "Ayşe", 200))
    assert found is not None
    assert found.seen_at == began
    room.clock.forward(days=1)
    found = await came(room, one(who, "Ayşe", 300))
    assert found is not None
    assert found.seen_at == room.clock.at


async def test_a_name_goes_ten_years_after_the_person_last_came(room: Room, who: str) -> None:
    await came(room, one(who, "Ayşe"))
    room.clock.forward(days=3_000)
    await came(room, one(who, "Ayşe", 200))
    room.clock.forward(days=3_000)
    pruner = Pruner(room.desk, room.platform.bus, KeepingSettings())
    await pruner.round()
    async with room.desk.database.transaction() as session:
        assert who in await people.known(session, [who])
    room.clock.forward(days=654)
    await pruner.round()
    async with room.desk.database.transaction() as session:
        assert await people.known(session, [who]) == {}


async def test_those_who_can_are_shown_as_a_turkish_dictionary_has_them(room: Room, who: str) -> None:
    role = f"rol-{uuid4()}"
    for name in ("Zeki", "Çiğdem", "Ilgın", "İnci", "Can"):
        await came(room, one(f"{who}-{name}", name, role=role))
    async with room.desk.database.transaction() as session:
        found = [one.name for one in await people.who_can(session, {role})]
    assert found == ["Can", "Çiğdem", "Ilgın", "İnci", "Zeki"]


async def test_what_no_index_could_hold_is_kept_as_far_as_it_can_be(room: Room, who: str) -> None:
    found = await came(room, one(who, "A" * 9_000, organisation="O" * 9_000, role="r" * 9_000))
    assert found is not None
    assert (found.name, found.organisation, found.roles) == ("A" * 300, "O" * 300, ("r" * 300,))

"""Fixtures every test may use: real servers, started once a session on free ports, and people who can sign in."""

from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cli.stack.options import StackOptions
from cli.stack.stack import Stack
from runtime.garbage import kept_in_mind, settle_down
from runtime.migrate import upgrade
from runtime.room import Platform, RoomPlan
from tests.keys import Keys, as_environment, keys_in
from tests.marks import alike, asked_for
from tests.rooms import Room, Signer, TestClock, emptied, open_room, platform_for

# How long an example takes, or its making, says how busy the machine is and nothing of the law.
settings.register_profile(
    "unhurried", settings.get_profile("default"), deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
# What `make check` goes by: laws that do not say themselves how often they are tried are tried less; `make test` tries
# them in full.
settings.register_profile("quick", settings.get_profile("unhurried"), max_examples=25)
if settings.get_current_profile_name() == "default":
    settings.load_profile("unhurried")

OpenRoom = Callable[[RoomPlan], Awaitable[Room]]
LONGEST = (
    "journeys/test_crash.py",
    "journeys/test_life.py",
    "contracts/test_any_input.py",
    "journeys/test_second_programme.py",
    "services/evaluation/test_sessions.py",
    "journeys/test_programme_of_2022.py",
    "workflows/test_lives.py",
    "journeys/test_demo_data.py",
    "services/evaluation/test_committee.py",
    "journeys/test_restart.py",
    "stack/test_commands.py",
    "journeys/test_demo_command.py",
    "browser/test_portal.py",
    "bench/test_bench.py",
    "cli/rules/test_simulating.py",
)
"""Files that take a minute or more: begun first, so that nobody waits for one of them at the end."""


def pytest_ignore_collect(collection_path: Path, config: pytest.Config) -> bool | None:
    """A file of which no test is asked for is not imported: that takes longer than many of the tests."""
    if not collection_path.name.startswith("test_") or collection_path.suffix != ".py":
        return None
    marks = alike(collection_path.read_text())
    return None if marks is None or asked_for(marks, config.option.markexpr) else True


@pytest.hookimpl(wrapper=True)
def pytest_collection() -> Iterator[None]:
    """Nothing that is read and made before the first test is garbage: it is not looked through again and again."""
    with kept_in_mind():
        found = yield
    settle_down()
    return found


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first, all else as it was."""
    places = {f"tests/{name}": place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.nodeid.partition("::")[0], len(LONGEST)))


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory) -> Keys:
    """Everything that workflows carry in a test is encrypted, under keys of these."""
    return keys_in(tmp_path_factory.mktemp("keys"))


@pytest.fixture(scope="session")
async def servers(tmp_path_factory: pytest.TempPathFactory, keys: Keys) -> AsyncIterator[Stack]:
    """Real PostgreSQL, NATS and Temporal (the one whose clock travels), without any process of ours."""
    data = tmp_path_factory.mktemp("servers")
    options = StackOptions(data=data, clock="temporal", ephemeral=True, processes=False, env=as_environment(keys))
    async with Stack(options) as stack:
        yield stack


@pytest.fixture(scope="session")
def signer(tmp_path_factory: pytest.TempPathFactory) -> Signer:
    """Signs tokens for any person, as the sign-in provider would."""
    return Signer(tmp_path_factory.mktemp("signer") / "key.json")


@pytest.fixture(scope="session")
def one_clock() -> TestClock:
    """The clock the rooms of a session go by: one, as the rooms are; a test asks for `clock`."""
    return TestClock()


@pytest.fixture
def clock(one_clock: TestClock) -> TestClock:
    """A clock that stands still until the test moves it, at the same Monday for each test."""
    one_clock.begin()
    return one_clock


@pytest.fixture(scope="session")
def migrated(servers: Stack) -> Callable[[str], Awaitable[str]]:
    """Brings a room's database to its newest shape, once; returns its address."""
    done: set[str] = set()

    async def migrate(room: str) -> str:
        url = servers.database_urls[room]
        if room not in done:
            await upgrade(room, servers.owner_urls.get(room, url))
            done.add(room)
        return url

    return migrate


@pytest.fixture(scope="session")
async def platform(servers: Stack, signer: Signer, one_clock: TestClock) -> AsyncIterator[Platform]:
    """What the rooms of a session stand on."""
    settings = servers.settings.model_copy(update={"oidc_issuer": "http://identity.test"})
    async with AsyncExitStack() as closing:
        yield await platform_for(settings, signer, one_clock, closing)


@pytest.fixture(scope="session")
async def opened(
    platform: Platform, signer: Signer, one_clock: TestClock, migrated: Callable[[str], Awaitable[str]]
) -> AsyncIterator[OpenRoom]:
    """Opens each room once a session: what its doors and statements cost to prepare is paid once."""
    rooms: dict[int, Room] = {}
    async with AsyncExitStack() as closing:

        async def open_one(plan: RoomPlan) -> Room:
            if id(plan) not in rooms:
                room = open_room(plan, platform, one_clock, await migrated(plan.name), signer)
                closing.push_async_callback(room.desk.database.close)
                rooms[id(plan)] = room  # it holds its plan: no other is ever known by this number
            room = rooms[id(plan)]
            return replace(room, api=replace(room.api))  # what a test puts in its place is this test's alone

        yield open_one


@pytest.fixture
async def room_of(opened: OpenRoom, platform: Platform, clock: TestClock) -> OpenRoom:
    """Opens a room on its real database: `room = await room_of(PLAN)`; clock and documents begin anew for each test."""
    clock.begin()
    await emptied(platform.documents)
    return opened

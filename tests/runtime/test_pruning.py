"""What the plumbing no longer needs goes by itself, and nothing that went is ever acted on a second time."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import ValidationError
from sqlalchemy import text

from grants.contracts.event import EventData
from runtime.answered import is_spent, moment_in
from runtime.auth import system_actor
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.forgotten import TooOld
from runtime.identifiers import before, derived, made_at, new_id
from runtime.pruning import BATCH, Pruner
from runtime.settings import BUS_DAYS, MARGIN_DAYS, KeepingSettings
from runtime.unit import Unit
from services.notification.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import Room

MOMENTS = st.datetimes(datetime(2001, 1, 1), datetime(2900, 1, 1), timezones=st.just(UTC))  # noqa: DTZ001 - it gets one
V4, V7 = "9bd683b6-cd79-4c1b-b6a4-44dc980441e6", "01a203b3-57ce-715f-a98d-48be6099e69b"
AFTER_ALL = "ffffffff-ffff-7fff-bfff-ffffffffffff"


def milliseconds(moment: datetime) -> int:
    return (moment - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


def id_of(moment: datetime, rest: int = 0) -> str:
    """A UUIDv7 made at a moment."""
    return str(UUID(int=milliseconds(moment) << 80 | 7 << 76 | 2 << 62 | rest))


@given(made=MOMENTS, moment=MOMENTS, rest=st.integers(0, 2**62 - 1))
@example(made=datetime(2515, 1, 1, 0, 0, 0, 31999, UTC), moment=datetime(2515, 1, 1, tzinfo=UTC), rest=0)
def test_an_id_stands_before_a_moment_as_its_own_moment_does(made: datetime, moment: datetime, rest: int) -> None:
    one = id_of(made, rest)
    found = made_at(one)
    assert found is not None
    assert timedelta(0) <= made - found < timedelta(milliseconds=1)
    assert (one < before(moment)) == (milliseconds(made) < milliseconds(moment))


@pytest.mark.parametrize("other", ["", "e1", V4, V7.upper(), V7 + "0", V7.replace("-", ""), AFTER_ALL])
def test_what_is_no_id_of_ours_says_no_time(other: str) -> None:
    assert made_at(other) is None
    assert moment_in(f"ayse POST /things/1 {other}") is None


@given(made=MOMENTS, rest=st.integers(0, 2**62 - 1), content=st.binary(max_size=20), other=st.binary(max_size=20))
def test_an_id_out_of_an_id_says_the_same_time_and_is_another_for_each_content(
    made: datetime, rest: int, content: bytes, other: bytes
) -> None:
    one = id_of(made, rest)
    assert made_at(derived(one, content)) == made_at(one)
    assert derived(one, content) not in {one, *({derived(one, other)} if other != content else ())}
    assert derived(one, content) == derived(one, content)


@pytest.mark.parametrize("other", ["", V4, AFTER_ALL])
def test_nothing_is_made_out_of_what_says_no_time(other: str) -> None:
    with pytest.raises(ValueError, match="no UUIDv7"):
        derived(other, b"")


def test_what_was_heard_is_known_longer_than_any_copy_of_it_may_come() -> None:
    own = KeepingSettings()
    assert own.inbox_days >= own.outbox_days + BUS_DAYS + MARGIN_DAYS
    assert KeepingSettings(outbox_days=280, inbox_days=280 + BUS_DAYS + MARGIN_DAYS)
    with pytest.raises(ValidationError, match="DESTEK_KEEPING_INBOX_DAYS: at least 400"):
        KeepingSettings(outbox_days=280, inbox_days=279 + BUS_DAYS + MARGIN_DAYS)


def test_an_outbox_keeps_what_it_told_longer_than_the_bus_does() -> None:
    with pytest.raises(ValidationError):
        KeepingSettings(outbox_days=BUS_DAYS)


class Counted(EventData):
    SUBJECT = "notification.probe.counted"

    number: int


@pytest.fixture
async def room(room_of: OpenRoom) -> AsyncIterator[Room]:
    found = await room_of(PLAN)
    yield found
    async with found.desk.database.transaction() as session:
        for table in ("pruned", "spent", "inbox", "answers"):
            await session.execute(text(f"DELETE FROM {table}"))  # noqa: S608 - names above


async def execute(room: Room, statement: str, **values: object) -> list[tuple[object, ...]]:
    async with room.desk.database.transaction() as session:
        result = await session.execute(text(statement), values)
        return [tuple(row) for row in result] if result.returns_rows else []


def pruner(room: Room) -> Pruner:
    return Pruner(room.desk, room.platform.bus, KeepingSettings())


def event_of(one: str) -> CloudEvent:
    return CloudEvent(
        id=one,
        source="/destek/notification",
        type=Counted.type_name(),
        subject="a",
        time=datetime(2027, 3, 1, tzinfo=UTC),
        actorid="test",
        data={"number": 1},
    )


@pytest.mark.servers
async def test_a_redelivery_after_the_inbox_forgot_is_refused_and_a_late_first_hearing_is_known(room: Room) -> None:
    heard = []

    async def hear(_unit: Unit, event: CloudEvent) -> None:
        heard.append(event.id)

    effect = room_effect(room.desk, {Counted.type_name(): hear})
    now = datetime.now(UTC)
    long_ago, late, fresh = (id_of(now - timedelta(days=days), 1) for days in (500, 500, 1))
    late = id_of(now - timedelta(days=500), 2)
    for one in (long_ago, late, fresh):
        await effect(event_of(one))
    await execute(room, "UPDATE inbox SET heard_at = now() - interval '401 days' WHERE event_id = :id", id=long_ago)
    assert (await pruner(room).round()).inbox == 1
    for one in (late, fresh):
        await effect(event_of(one))
    with pytest.raises(TooOld, match=long_ago):
        await effect(event_of(long_ago))
    assert heard == [long_ago, late, fresh]
    assert (await pruner(room).round()).inbox == 0


@pytest.mark.servers
async def test_an_answer_goes_after_its_time_and_its_key_is_refused_whatever_kind_it_is(room: Room) -> None:
    made = datetime.now(UTC) - timedelta(days=31)
    own, foreign, ahead = id_of(made, 1), str(uuid4()), id_of(datetime.now(UTC) + timedelta(days=365), 1)
    never, recent = id_of(made, 2), new_id()
    keys = [f"ayse POST /x {key}" for key in (own, foreign, ahead)]
    old = "INSERT INTO answers VALUES (:key, 'd', 201, 'body', now() - interval '31 days')"
    for key in keys:
        await execute(room, old, key=key)
    await execute(room, "INSERT INTO answers VALUES ('order one', '', 200, 'a', now() - interval '31 days')")
    await execute(room, "INSERT INTO answers VALUES ('order two', '', 200, 'a', now() - interval '7301 days')")
    assert (await pruner(room).round()).answers == 4
    assert await execute(room, "SELECT key FROM answers") == [("order one",)]
    assert await execute(room, "SELECT count(*) FROM spent") == [(2,)]
    async with room.desk.unit(system_actor("test")) as unit:
        refused = {key: await is_spent(unit.session, f"ayse POST /x {key}") for key in (own, foreign, ahead, never)}
        taken = [await is_spent(unit.session, f"ayse POST /x {key}") for key in (recent, str(uuid4()))]
    assert refused == dict.fromkeys((own, foreign, ahead, never), True)
    assert taken == [False, False]


@pytest.mark.servers
async def test_more_than_one_batch_goes_in_one_round(room: Room) -> None:
    many = (
        "INSERT INTO answers SELECT 'ayse POST /x ' || number, 'd', 201, 'b', now() - interval '31 days'"
        " FROM generate_series(1, :count) AS number"
    )
    await execute(room, many, count=BATCH + 1)
    assert (await pruner(room).round()).answers == BATCH + 1
    assert await execute(room, "SELECT rows FROM pruned WHERE what = 'answers'") == [(BATCH + 1,)]

"""What is told in a transaction reaches every listener once, in order, whatever stops meanwhile."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field

import pytest
from sqlalchemy import func, select, update

from cli.stack.stack import Stack
from grants.contracts.event import EventData
from runtime.auth import system_actor
from runtime.bus import Bus
from runtime.clock import SystemClock
from runtime.cloudevents import CloudEvent
from runtime.consumer import ATTEMPTS, Consumer, room_effect
from runtime.db import Database, inbox, outbox
from runtime.relay import Relay
from runtime.unit import Desk, Unit

pytestmark = pytest.mark.servers


class Counted(EventData):
    SUBJECT = "notification.probe.counted"

    number: int


@dataclass
class Line:
    """A room that tells and hears itself: desk, relay, consumer, and what was heard."""

    desk: Desk
    bus: Bus
    heard: list[tuple[str, int]] = field(default_factory=list)
    fail: set[int] = field(default_factory=set)

    async def tell(self, about: str, *numbers: int) -> None:
        async with self.desk.unit(system_actor("test")) as unit:
            for number in numbers:
                unit.tell(Counted(number=number), about)

    async def hear(self, unit: Unit, event: CloudEvent) -> None:
        number = event.data["number"]
        if number in self.fail:
            self.fail.discard(number)
            raise RuntimeError("once")
        self.heard.append((event.subject, number))

    def consumer(self, name: str) -> Consumer:
        effect = room_effect(self.desk, {Counted.type_name(): self.hear})
        return Consumer(self.bus, name, "notification", (Counted.SUBJECT,), effect, self.desk.database)

    async def until_heard(self, count: int) -> None:
        async with asyncio.timeout(120):
            while len(self.heard) < count:
                await asyncio.sleep(0.02)


@pytest.fixture
async def line(servers: Stack, migrated: Callable[[str], Awaitable[str]]) -> AsyncIterator[Line]:
    database = Database(await migrated("notification"))
    async with database.engine.begin() as connection:
        for table in (outbox, inbox):
            await connection.execute(table.delete())
    bus = await Bus.connect(servers.nats_url, "plumbing")
    await bus.provide_streams()
    await bus.stream.purge_stream("NOTIFICATION")
    yield Line(Desk("notification", database, SystemClock()), bus)
    await bus.close()
    await database.close()


async def running(*parts: object) -> tuple[asyncio.Event, list[asyncio.Task[None]]]:
    stop = asyncio.Event()
    return stop, [asyncio.create_task(part.run(stop)) for part in parts]  # type: ignore[attr-defined]


async def test_what_was_told_is_heard_once_and_in_order_for_each_subject(line: Line) -> None:
    stop, tasks = await running(Relay("notification", line.desk.database, line.bus), line.consumer("in-order"))
    for number in range(10):
        await line.tell("a", number)
        await line.tell("b", number, number + 100)
    await line.until_heard(30)
    assert [n for about, n in line.heard if about == "a"] == list(range(10))
    assert [n for about, n in line.heard if about == "b"] == [n for k in range(10) for n in (k, k + 100)]
    stop.set()
    await asyncio.gather(*tasks)
    assert len(line.heard) == 30


async def test_an_event_that_fails_once_is_heard_again_before_its_followers(line: Line) -> None:
    line.fail = {2}
    stop, tasks = await running(Relay("notification", line.desk.database, line.bus), line.consumer("failing"))
    await line.tell("a", 1, 2, 3, 4)
    await line.until_heard(4)
    assert line.heard == [("a", 1), ("a", 2), ("a", 3), ("a", 4)]
    stop.set()
    await asyncio.gather(*tasks)


async def test_order_holds_while_more_is_told_and_the_first_is_tried_again(line: Line) -> None:
    line.fail = {0}
    stop, tasks = await running(Relay("notification", line.desk.database, line.bus), line.consumer("busy"))
    for number in range(40):
        await line.tell("a", number)
        await asyncio.sleep(0.02)
    await line.until_heard(40)
    stop.set()
    await asyncio.gather(*tasks)
    assert [number for _, number in line.heard] == list(range(40))


async def test_one_of_two_hearers_is_active_and_the_other_takes_over_in_order(line: Line) -> None:
    first, second = line.consumer("pair"), line.consumer("pair")
    relay_stop, relay = await running(Relay("notification", line.desk.database, line.bus))
    first_stop, first_task = await running(first)
    second_stop, second_task = await running(second)
    for number in range(20):
        await line.tell("a", number)
    await line.until_heard(20)
    first_stop.set()
    await asyncio.gather(*first_task)
    for number in range(20, 40):
        await line.tell("a", number)
    await line.until_heard(40)
    for stop in (relay_stop, second_stop):
        stop.set()
    await asyncio.gather(*relay, *second_task)
    assert [number for _, number in line.heard] == list(range(40))


async def test_trouble_does_not_count_as_a_failure_of_the_event(line: Line) -> None:
    troubles = [OSError("gone")] * ATTEMPTS + [RuntimeError("once")]

    async def troubled(_: Unit, event: CloudEvent) -> None:
        if troubles:
            raise troubles.pop(0)
        line.heard.append((event.subject, event.data["number"]))

    consumer = line.consumer("troubled")
    consumer.effect = room_effect(line.desk, {Counted.type_name(): troubled})
    stop, tasks = await running(Relay("notification", line.desk.database, line.bus), consumer)
    await line.tell("a", 1)
    async with asyncio.timeout(180):
        await line.until_heard(1)
    stop.set()
    await asyncio.gather(*tasks)
    assert line.heard == [("a", 1)]


async def test_a_tail_the_bus_lost_is_found_although_new_events_took_its_places(line: Line) -> None:
    relay = Relay("notification", line.desk.database, line.bus)
    await line.tell("a", 1, 2, 3)
    await relay.publish_waiting()
    async with line.desk.database.transaction() as session:
        await session.execute(update(outbox).values(stream_place=outbox.c.stream_place + 1))
    await line.tell("b", 4)
    await relay.publish_waiting()
    async with line.desk.database.transaction() as session:
        waiting = await session.scalar(select(func.count()).where(outbox.c.stream_place.is_(None)))
    assert waiting == 1, "the event whose place was taken waits again"


async def test_a_stream_that_is_gone_is_made_again_and_filled_from_the_outbox(line: Line) -> None:
    relay = Relay("notification", line.desk.database, line.bus)
    await line.tell("a", 1, 2)
    await relay.publish_waiting()
    await line.bus.stream.delete_stream("NOTIFICATION")
    assert await relay.reconcile() == 2
    assert await relay.publish_waiting() == 2
    stop, tasks = await running(line.consumer("refilled"))
    await line.until_heard(2)
    stop.set()
    await asyncio.gather(*tasks)
    assert line.heard == [("a", 1), ("a", 2)]


async def test_a_rolled_back_transaction_tells_nothing(line: Line) -> None:
    async def change_our_mind() -> None:
        async with line.desk.unit(system_actor("test")) as unit:
            unit.tell(Counted(number=1), "a")
            raise RuntimeError("changed our mind")

    with pytest.raises(RuntimeError):
        await change_our_mind()
    async with line.desk.database.transaction() as session:
        assert await session.scalar(select(func.count()).select_from(outbox)) == 0


async def test_an_event_published_twice_is_acted_on_once(line: Line) -> None:
    relay = Relay("notification", line.desk.database, line.bus)
    await line.tell("a", 7)
    await relay.publish_waiting()
    async with line.desk.database.transaction() as session:
        body = await session.scalar(select(outbox.c.body))
    await line.bus.stream.publish(Counted.SUBJECT, body.encode(), headers={"Nats-Msg-Id": "another"})
    await line.tell("a", 8)
    await relay.publish_waiting()
    stop, tasks = await running(line.consumer("twice"))
    await line.until_heard(2)
    stop.set()
    await asyncio.gather(*tasks)
    assert line.heard == [("a", 7), ("a", 8)]


async def test_what_the_bus_has_lost_is_published_again(line: Line) -> None:
    relay = Relay("notification", line.desk.database, line.bus)
    await line.tell("a", 1, 2)
    assert await relay.publish_waiting() == 2
    assert await relay.reconcile() == 0
    async with line.desk.database.transaction() as session:
        await session.execute(update(outbox).values(stream_place=outbox.c.stream_place + 1_000_000))
    assert await relay.reconcile() == 2
    assert await relay.publish_waiting() == 2


async def test_what_is_no_event_is_set_aside_and_stops_nobody(line: Line) -> None:
    await line.bus.stream.publish(Counted.SUBJECT, b"not json")
    relay = Relay("notification", line.desk.database, line.bus)
    await line.tell("a", 5)
    await relay.publish_waiting()
    stop, tasks = await running(line.consumer("garbage"))
    await line.until_heard(1)
    stop.set()
    await asyncio.gather(*tasks)
    assert line.heard == [("a", 5)]

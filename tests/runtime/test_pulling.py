"""Events are taken many at a time, in the order of the bus, and none that was asked for too early is lost."""

import asyncio
from collections.abc import AsyncIterator
from uuid import uuid4

import pytest
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig

from cli.stack.stack import Stack
from runtime.bus import Bus, stream_name
from runtime.pulling import NoConsumer, Pull, behind, place_of

pytestmark = pytest.mark.servers
ROOM = "notification"


@pytest.fixture
async def bus(servers: Stack) -> AsyncIterator[Bus]:
    bus = await Bus.connect(servers.nats_url, "pulling")
    await bus.provide_streams((ROOM,))
    yield bus
    await bus.close()


async def consumer_of(bus: Bus, *contents: bytes) -> str:
    """A durable consumer of an address of its own, at which these lie."""
    name = f"pulling-{uuid4().hex}"
    address = f"{ROOM}.pulling.{name}"
    config = ConsumerConfig(durable_name=name, filter_subject=address, ack_policy=AckPolicy.EXPLICIT, ack_wait=30)
    await bus.stream.add_consumer(stream_name(ROOM), config)
    for content in contents:
        await bus.stream.publish(address, content)
    return name


def said(messages: list[Msg]) -> list[bytes]:
    return [message.data for message in messages]


@pytest.mark.parametrize("ahead", [True, False])
async def test_what_waits_is_taken_in_order_as_many_as_are_wanted(bus: Bus, *, ahead: bool) -> None:
    contents = [b"%d" % number for number in range(7)]
    name = await consumer_of(bus, *contents)
    async with Pull(bus, stream_name(ROOM), name, ahead=ahead) as pull:
        first, second, third = [await pull.take(3) for _ in range(3)]
        assert [said(one) for one in (first, second, third)] == [contents[:3], contents[3:6], contents[6:]]
        assert [place_of(one) for one in first] == [one.metadata.sequence.stream for one in first]
        assert [behind(one) for one in (*first, *third)] == [6, 5, 4, 0]
        for message in (*first, *second, *third):
            await message.ack_sync()
        assert await pull.take(3) == []


async def test_what_was_asked_for_ahead_and_not_taken_comes_at_once_to_whoever_hears_next(bus: Bus) -> None:
    name = await consumer_of(bus, b"0", b"1", b"2", b"3")
    async with Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        for message in await pull.take(2):
            await message.ack_sync()
    async with asyncio.timeout(15), Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        taken: list[bytes] = []
        while len(taken) < 2:  # long before the bus would give them up
            taken += said(await pull.take(2))
    assert taken == [b"2", b"3"]


async def test_one_that_comes_later_is_taken_as_soon_as_it_is_there(bus: Bus) -> None:
    name = await consumer_of(bus)
    async with Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        waiting = asyncio.create_task(pull.take(100))
        await asyncio.sleep(0.1)
        await bus.stream.publish(f"{ROOM}.pulling.{name}", b"late")
        assert said(await waiting) == [b"late"]


async def test_a_consumer_that_is_gone_is_said_to_be_gone(bus: Bus) -> None:
    name = await consumer_of(bus, b"0")
    async with Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        await bus.stream.delete_consumer(stream_name(ROOM), name)
        with pytest.raises(NoConsumer):
            await pull.take(1)

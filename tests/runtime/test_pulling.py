"""Events are taken many at a time, in the order of the bus, and none that was asked for too early is lost."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, closing, suppress
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from nats.aio.msg import Msg
from nats.js.api import AckPolicy, ConsumerConfig

from cli.stack.stack import Stack
from runtime.bus import Bus, stream_name
from runtime.pulling import DRAIN_SECONDS, NoConsumer, Pull, behind, place_of

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
    config = ConsumerConfig(durable_name=name, filter_subject=address, ack_policy=AckPolicy.EXPLICIT, ack_wait=600)
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
        taken: list[Msg] = []
        while len(taken) < len(contents):  # a slow bus gives them in more parts
            taken += (part := await pull.take(3))
            assert len(part) <= 3
        assert said(taken) == contents
        assert [place_of(one) for one in taken] == [one.metadata.sequence.stream for one in taken]
        assert [behind(one) for one in taken] == [6, 5, 4, 3, 2, 1, 0]
        for message in taken:
            await message.ack_sync(timeout=60)
        assert await pull.take(3) == []


async def test_what_was_asked_for_ahead_and_not_taken_comes_at_once_to_whoever_hears_next(bus: Bus) -> None:
    name = await consumer_of(bus, b"0", b"1", b"2", b"3")
    async with Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        left = 2
        while left:  # a slow bus gives them one by one
            for message in await pull.take(left):
                await message.ack_sync(timeout=60)
                left -= 1
    async with asyncio.timeout(60), Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        taken: list[bytes] = []
        while len(taken) < 2:  # long before the bus would give them up
            taken += said(await pull.take(2))
    assert taken == [b"2", b"3"]


@asynccontextmanager
async def far_away(address: str) -> AsyncIterator[str]:
    """The bus at the end of a slow line: what it says comes late."""
    there = urlsplit(address)

    async def forward(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, delay: float) -> None:
        with closing(writer), suppress(ConnectionError):
            while said := await reader.read(65536):
                await asyncio.sleep(delay)
                writer.write(said)

    async def meet(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        to_bus, from_bus = (one for one in reversed(await asyncio.open_connection(there.hostname, there.port)))
        await asyncio.gather(forward(reader, to_bus, 0), forward(from_bus, writer, 2 * DRAIN_SECONDS))

    line = await asyncio.start_server(meet, "127.0.0.1", 0)
    port = line.sockets[0].getsockname()[1]
    yield there._replace(netloc=f"{there.netloc.rpartition(':')[0]}:{port}").geturl()
    line.close()


async def test_what_the_bus_sends_late_as_the_hearing_ends_comes_at_once_to_whoever_hears_next(
    bus: Bus, servers: Stack
) -> None:
    name = await consumer_of(bus, b"0", b"1", b"2", b"3")
    async with far_away(servers.nats_url) as address:
        slow = await Bus.connect(address, "far away")
        async with Pull(slow, stream_name(ROOM), name, ahead=True) as pull:
            (first,) = await pull.take(2)
            await first.ack()
        await slow.close()
    taken: list[bytes] = []
    async with asyncio.timeout(60), Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        while len(taken) < 3:  # long before the bus would give them up
            taken += said(await pull.take(3))
    assert sorted(taken) == [b"1", b"2", b"3"]


async def test_one_that_comes_later_is_taken_as_soon_as_it_is_there(bus: Bus) -> None:
    name = await consumer_of(bus)
    async with Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        waiting = asyncio.create_task(pull.take(100))
        await asyncio.sleep(0.1)
        await bus.stream.publish(f"{ROOM}.pulling.{name}", b"late")
        taken = await waiting
        while not taken:
            taken = await pull.take(100)
        assert said(taken) == [b"late"]


async def taken_for_ever(pull: Pull) -> None:
    """A slow bus may say only to a second question what is the matter."""
    while True:
        await pull.take(1)


async def test_a_consumer_that_is_gone_is_said_to_be_gone(bus: Bus) -> None:
    name = await consumer_of(bus, b"0")
    async with Pull(bus, stream_name(ROOM), name, ahead=True) as pull:
        await bus.stream.delete_consumer(stream_name(ROOM), name)
        with pytest.raises(NoConsumer):
            await taken_for_ever(pull)

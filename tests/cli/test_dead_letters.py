"""What a listener gave up is shown with the event itself, and given to the listeners again, once."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import suppress

import nats.errors
import pytest
from nats.js.api import AckPolicy, ConsumerConfig
from nats.js.errors import NotFoundError

from cli.events import Dead, NotReplayable, dead_letter, dead_letters, replay
from cli.stack.stack import Stack
from grants.contracts.event import EventData
from runtime.auth import system_actor
from runtime.bus import Bus, stream_name
from runtime.cloudevents import CloudEvent
from runtime.consumer import Consumer
from runtime.identifiers import new_id

pytestmark = pytest.mark.servers

STREAM = "evaluation"


class Probed(EventData):
    SUBJECT = "evaluation.probe.given_up"

    number: int = 1


@pytest.fixture
async def bus(servers: Stack) -> AsyncIterator[Bus]:
    bus = await Bus.connect(servers.nats_url, "dead-letters")
    await bus.provide_streams()
    yield bus
    await bus.close()


async def published(bus: Bus, content: bytes | None = None) -> CloudEvent:
    """An event on the bus, or something else under its address."""
    event = CloudEvent(
        id=new_id(),
        source="/destek/evaluation",
        type=Probed.type_name(),
        subject="a",
        time="2027-03-01T09:00:00Z",
        actorid=system_actor("test").person_id,
        data=Probed().model_dump(),
    )
    await bus.stream.publish(Probed.SUBJECT, content or event.canonical(), headers={"Nats-Msg-Id": event.id})
    return event


async def given_up(bus: Bus, name: str) -> Dead:
    """Let a listener of this name give up the newest event; the dead letter about it."""
    config = ConsumerConfig(
        durable_name=name, filter_subjects=[Probed.SUBJECT], ack_policy=AckPolicy.EXPLICIT, deliver_policy="last"
    )
    await bus.stream.add_consumer(stream_name(STREAM), config)
    listener = await bus.stream.pull_subscribe_bind(name, stream=stream_name(STREAM))
    (message,) = await listener.fetch(1, timeout=60)
    await message.term()
    await listener.unsubscribe()
    async with asyncio.timeout(60):
        while True:
            async for letter in dead_letters(bus):
                if letter.consumer == name:
                    return letter
            await asyncio.sleep(0.05)


async def test_a_dead_letter_shows_who_gave_up_which_event(bus: Bus) -> None:
    event = await published(bus)
    letter = await given_up(bus, f"gives-up-{event.id}")
    assert letter.event() == event
    assert (letter.stream, letter.address) == (stream_name(STREAM), Probed.SUBJECT)
    assert letter.as_dict()["event"] == event.model_dump(mode="json")
    assert await dead_letter(bus, letter.seq) == letter


async def test_an_event_given_again_reaches_its_listener_under_the_same_id_and_leaves_the_list(bus: Bus) -> None:
    event = await published(bus)
    name = f"again-{event.id}"
    letter = await given_up(bus, name)
    heard: list[str] = []

    async def hear(heard_event: CloudEvent) -> None:
        heard.append(heard_event.id)

    assert await replay(bus, letter) == event.id
    stop = asyncio.Event()
    listening = asyncio.create_task(_listening(bus, name, hear, stop))
    async with asyncio.timeout(60):
        while event.id not in heard:
            await asyncio.sleep(0.02)
    stop.set()
    await listening
    assert heard == [event.id]
    with pytest.raises(NotFoundError):
        await dead_letter(bus, letter.seq)


async def _listening(bus: Bus, name: str, hear, stop: asyncio.Event) -> None:
    """The listener that gave up, back with a handler that works; it takes up where it stood."""
    listener = await bus.stream.pull_subscribe_bind(name, stream=stream_name(STREAM))
    consumer = Consumer(bus, name, STREAM, (Probed.SUBJECT,), hear)
    while not stop.is_set():
        with suppress(nats.errors.TimeoutError):
            await consumer._take(await listener.fetch(1, timeout=1))


async def test_what_was_never_an_event_is_shown_but_not_given_again(bus: Bus) -> None:
    event = await published(bus, content=b"not json")
    letter = await given_up(bus, f"garbage-{event.id}")
    assert letter.event() is None
    assert letter.as_dict()["event"] == "not json"
    with pytest.raises(NotReplayable, match=f"{letter.seq}: no event lies at EVALUATION"):
        await replay(bus, letter)
    assert await dead_letter(bus, letter.seq) == letter


async def test_an_event_its_stream_no_longer_has_is_said_to_be_gone(bus: Bus) -> None:
    event = await published(bus)
    letter = await given_up(bus, f"gone-{event.id}")
    await bus.stream.delete_msg(stream_name(STREAM), letter.place)
    gone = await dead_letter(bus, letter.seq)
    assert gone.content == b""
    with pytest.raises(NotReplayable):
        await replay(bus, gone)

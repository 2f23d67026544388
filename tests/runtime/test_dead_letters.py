"""An event that no retry helps is set aside, told of, and stops nobody that comes after it."""

import asyncio
import json
from collections import Counter
from uuid import uuid4

import pytest
from nats.js.api import ConsumerConfig, DeliverPolicy

from cli.stack.stack import Stack
from runtime.bus import DEAD, Bus
from runtime.cloudevents import CloudEvent
from runtime.consumer import ATTEMPTS, Consumer

pytestmark = pytest.mark.servers


def event(name: str, number: int) -> CloudEvent:
    return CloudEvent(
        id=f"{name}-{number}",
        source="/t",
        type="t.v1",
        subject=name,
        time="2027-03-01T00:00:00Z",
        actorid="a",
        data={"number": number},
    )


async def test_an_event_that_always_fails_becomes_a_dead_letter_and_its_followers_are_heard(servers: Stack) -> None:
    bus = await Bus.connect(servers.nats_url, "dead")
    await bus.provide_streams()
    name, stop = f"dead-{uuid4().hex}", asyncio.Event()
    address, tried = f"notification.probe.{name}", Counter[int]()
    letters = await bus.stream.subscribe(
        f"$JS.EVENT.ADVISORY.CONSUMER.MSG_TERMINATED.NOTIFICATION.{name}",
        stream=DEAD,
        config=ConsumerConfig(deliver_policy=DeliverPolicy.ALL),
    )

    async def effect(heard: CloudEvent) -> None:
        number = heard.data["number"]
        tried[number] += 1
        if number == 1:
            raise RuntimeError("this will never do")
        if number == 3:
            stop.set()

    places = [(await bus.stream.publish(address, event(name, n).canonical())).seq for n in (1, 2, 3)]
    async with asyncio.timeout(120):
        await Consumer(bus, name, "notification", (address,), effect).run(stop)
    assert (tried[1], tried.keys()) == (ATTEMPTS, {1, 2, 3}), "those that follow may come twice, as any event may"
    letter = json.loads((await letters.next_msg(timeout=60)).data)
    assert (letter["stream"], letter["consumer"], letter["stream_seq"]) == ("NOTIFICATION", name, places[0])
    kept = await bus.stream.get_msg("NOTIFICATION", places[0])
    assert CloudEvent.parse(kept.data or b"") == event(name, 1)
    await bus.close()

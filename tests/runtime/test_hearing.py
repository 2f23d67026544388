"""What a consumer makes of a handler that cannot do its work."""

import asyncio
from uuid import uuid4

import pytest
from sqlalchemy.exc import DataError, DBAPIError, IntegrityError

from cli.stack.stack import Stack
from runtime.bus import Bus
from runtime.cloudevents import CloudEvent
from runtime.consumer import Consumer
from runtime.telemetry import HEARD

pytestmark = pytest.mark.servers


@pytest.mark.parametrize(
    ("error", "outcome"), [(IntegrityError, "failed"), (DataError, "failed"), (DBAPIError, "waits")]
)
async def test_what_the_database_refuses_for_its_content_is_not_waited_out(
    servers: Stack, error: type[DBAPIError], outcome: str
) -> None:
    bus = await Bus.connect(servers.nats_url, "hearing")
    await bus.provide_streams()
    name, stop = f"hearing-{uuid4().hex}", asyncio.Event()
    address = f"notification.probe.{name}"

    async def effect(_: CloudEvent) -> None:
        stop.set()
        raise error("INSERT", {}, Exception("refused"))

    consumer = Consumer(bus, name, "notification", (address,), effect)
    event = CloudEvent(
        id=name,
        source="/t",
        type="t.v1",
        subject=name,
        time="2027-03-01T00:00:00Z",
        actorid="a",
        actorrole="r",
        data={},
    )
    await bus.stream.publish(address, event.canonical())
    async with asyncio.timeout(60):
        await consumer.run(stop)
    assert HEARD.labels(name, outcome)._value.get() == 1
    await bus.close()

"""A room that was away longer than the bus keeps events hears what it missed, each once, in order, before all else."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from nats.js.api import ConsumerConfig, ConsumerInfo, SequenceInfo, StreamConfig, StreamInfo, StreamState
from sqlalchemy import update

from cli.stack.stack import Stack
from runtime.auth import system_actor
from runtime.bus import Bus, stream_name
from runtime.cloudevents import CloudEvent
from runtime.consumer import Consumer, room_effect
from runtime.healing import Healing, heard_of, is_missing, kept_back
from runtime.identifiers import before, new_id
from runtime.keeping import pruned
from runtime.noting import APART, Notebook, Noted, NotedApart, NotedHere
from runtime.retelling import Missing, Reteller, Retold
from runtime.trouble import Trouble
from runtime.unit import Unit
from services.notification.app import PLAN
from tests.conftest import OpenRoom
from tests.rooms import Room
from workflows.inbox import consumers
from workflows.routes import BY_TYPE

NOW = datetime(2027, 3, 1, tzinfo=UTC)


def state(first: int, last: int, made: datetime = NOW - timedelta(days=1)) -> StreamInfo:
    own = StreamState(messages=last - first + 1, bytes=0, first_seq=first, last_seq=last, consumer_count=1)
    return StreamInfo(config=StreamConfig(name="A"), state=own, created=made)


def info(floor: int) -> ConsumerInfo:
    place = SequenceInfo(consumer_seq=floor, stream_seq=floor)
    return ConsumerInfo(name="a", stream_name="A", config=ConsumerConfig(), created=NOW, ack_floor=place)


@pytest.mark.parametrize(
    ("noted", "stream", "floor", "missing"),
    [
        (None, state(1, 0), 0, False),  # the very first start
        (None, state(1, 9), 0, False),  # a new room, to which the stream still has all
        (None, state(3, 9), 0, True),  # a new room, to which it has not
        (None, state(3, 9), 2, False),
        (Noted(2, NOW, 0), state(3, 9), 0, False),  # where it stopped, the stream begins
        (Noted(1, NOW, 0), state(3, 9), 0, True),
        (Noted(9, NOW, 0), state(10, 9), 0, False),  # heard all, and all is gone
        (Noted(8, NOW, 0), state(10, 9), 0, True),
        (Noted(9, NOW, 0), state(1, 4), 0, True),  # another stream under the same name
        (Noted(4, NOW, 0), state(1, 9, NOW + timedelta(seconds=1)), 0, True),
        (Noted(9, NOW, 7), state(1, 9), 9, True),  # broken off
    ],
)
def test_something_may_be_missing_where_the_stream_begins_behind_what_was_heard(
    noted: Noted | None, stream: StreamInfo, floor: int, *, missing: bool
) -> None:
    assert is_missing(noted, stream, info(floor)) is missing


@dataclass
class Away:
    """A room on its real database that hears a stream of its own, and the record of what was told there."""

    room: Room
    bus: Bus
    stream: str
    record: list[CloudEvent] = field(default_factory=list)
    heard: list[str] = field(default_factory=list)
    asked: list[Missing] = field(default_factory=list)
    fails: Callable[[CloudEvent, int], Exception | None] = lambda _event, _times: None
    tried: dict[str, int] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"hears-{self.stream}"

    async def tell(self, *words: str) -> None:
        """On the bus, and in the record."""
        for word in words:
            event = CloudEvent(
                id=new_id(),
                source=f"/destek/{self.stream}",
                type=f"{self.stream}.said.v1",
                subject="a-1",
                time=NOW,
                actorid="a",
                data={"word": word},
            )
            self.record.append(event)
            await self.bus.stream.publish(f"{self.stream}.said", event.canonical())

    async def hear(self, unit: Unit, event: CloudEvent) -> None:
        self.tried[event.id] = self.tried.get(event.id, 0) + 1
        if error := self.fails(event, self.tried[event.id]):
            raise error
        await unit.lock("probe")
        self.heard.append(event.data["word"])

    async def retell(self, missing: Missing) -> Retold:
        """Two at a time, as a ledger would."""
        self.asked.append(missing)
        after = missing.after or sum(event.id <= missing.since for event in self.record)
        events = self.record[after : after + 2]
        return Retold(after + len(events), bool(events), [one.canonical() for one in events])

    async def take(self, event: CloudEvent) -> None:
        """As one without a database: what comes twice counts once all the same."""
        if event.id not in self.tried:
            self.tried[event.id] = 1
            self.heard.append(event.data["word"])

    def ears_of_workflows(self) -> Consumer:
        """Of a listener without a database."""
        kind = f"{self.stream}.said.v1"
        healing = Healing(self.bus, NotedApart(self.bus, "probe"), "probe", self.stream, (kind,), self.take)
        return Consumer(self.bus, "probe", self.stream, (f"{self.stream}.said",), self.take, healing=healing)

    async def listens(self, *words: str, is_noted: bool = True) -> None:
        """The same of one without a database, until it has heard these; where it is noted, whoever keeps the record and
        what is noted is there.
        """
        stop, parts = asyncio.Event(), [self.ears_of_workflows().run]
        kept = (Reteller(self.bus, self.retell).run, Notebook(self.bus, self.room.desk.database).run)
        running = [asyncio.create_task(part(stop)) for part in (*(kept if is_noted else ()), *parts)]
        async with asyncio.timeout(120):
            while len(self.heard) < len(words) or (is_noted and not await self.is_noted()):
                await asyncio.sleep(0.02)
        stop.set()
        await asyncio.gather(*running)
        assert sorted(self.heard) == sorted(words)

    async def is_noted(self) -> bool:
        """Whether it stands there how far the one without a database has heard."""
        found = await NotedHere(self.room.desk.database, f"{APART} probe").read(self.stream)
        return found is not None and found.reached == 0

    def ears(self) -> Consumer:
        kind = f"{self.stream}.said.v1"
        effect, database = room_effect(self.room.desk, {kind: self.hear}), self.room.desk.database
        healing = Healing(self.bus, NotedHere(database), self.name, self.stream, (kind,), effect)
        return Consumer(self.bus, self.name, self.stream, (f"{self.stream}.said",), effect, database, healing=healing)

    async def works(self, until: Callable[[], bool], *, is_told: bool = True) -> None:
        """The room's worker, until this is so; and beside it, for longer, whoever keeps the record.

        A healing that is under way then comes to its end: what it still asks is answered.
        """
        stop, nobody_asks = asyncio.Event(), asyncio.Event()
        ears = asyncio.create_task(self.ears().run(stop))
        record = asyncio.create_task(Reteller(self.bus, self.retell).run(nobody_asks)) if is_told else None
        async with asyncio.timeout(120):
            while not until():
                await asyncio.sleep(0.02)
        stop.set()
        await ears
        nobody_asks.set()
        if record is not None:
            await record

    async def has_heard(self, *words: str) -> None:
        await self.works(lambda: len(self.heard) >= len(words))
        assert self.heard == list(words)

    async def drops(self, keep: int = 0) -> None:
        """The bus forgets all but the last few."""
        await self.bus.stream.purge_stream(stream_name(self.stream), keep=keep)


@pytest.fixture
async def away(servers: Stack, room_of: OpenRoom) -> AsyncIterator[Away]:
    bus = await Bus.connect(servers.nats_url, "healing")
    stream = f"p{uuid4().hex[:12]}"
    await bus.provide_streams((stream,))
    found = Away(await room_of(PLAN), bus, stream)
    await found.tell("1", "2")
    await found.has_heard("1", "2")
    yield found
    await bus.stream.delete_stream(stream_name(stream))
    await bus.close()


@pytest.mark.servers
async def test_what_left_the_bus_is_heard_in_order_and_what_is_still_there_only_once(away: Away) -> None:
    await away.tell("3", "4", "5", "6")
    await away.drops(keep=1)
    await away.has_heard("1", "2", "3", "4", "5", "6")
    await away.tell("7")
    asked = len(away.asked)
    await away.has_heard("1", "2", "3", "4", "5", "6", "7")
    assert len(away.asked) == asked, "nothing is missing any more"


@pytest.mark.servers
async def test_nothing_newer_is_heard_before_what_is_missing(away: Away) -> None:
    await away.tell("3", "4")
    await away.drops(keep=1)
    waits = asyncio.create_task(away.works(lambda: bool(away.heard[2:]), is_told=False))
    await asyncio.sleep(2)
    assert away.heard == ["1", "2"], "nobody tells what is missing: it waits"
    stop = asyncio.Event()
    telling = asyncio.create_task(Reteller(away.bus, away.retell).run(stop))
    await waits
    stop.set()
    await telling
    await away.has_heard("1", "2", "3", "4")


@pytest.mark.servers
async def test_a_stream_that_was_lost_and_made_anew_costs_nothing(away: Away) -> None:
    await away.tell("3", "4")
    await away.bus.stream.delete_stream(stream_name(away.stream))
    await away.bus.provide_streams((away.stream,))
    await away.has_heard("1", "2", "3", "4")


@pytest.mark.servers
@pytest.mark.parametrize("is_lost", [False, True], ids=["it fell off the bus", "the stream was lost"])
async def test_who_has_no_database_notes_where_the_record_is_and_hears_from_it_what_was_missed(
    away: Away, *, is_lost: bool
) -> None:
    away.heard.clear()
    away.tried.clear()
    await away.listens("1", "2")
    await away.tell("3", "4", "5")
    if is_lost:
        await away.bus.stream.delete_stream(stream_name(away.stream))
        await away.bus.provide_streams((away.stream,))
    else:
        await away.drops(keep=1)
    away.asked.clear()
    await away.listens("1", "2", "3", "4", "5")
    assert away.asked, "out of the record"
    assert away.asked[0].since, "not from the beginning: it is known how far it had come"


@pytest.mark.servers
async def test_the_workflows_hear_from_the_record_what_they_missed_of_each_stream_they_hear(away: Away) -> None:
    found = consumers(away.room.platform.temporal, away.bus)
    assert {one.stream for one in found} == {kind.partition(".")[0] for kind in BY_TYPE}
    for one in found:
        assert one.healing is not None
        assert {kind.rpartition(".v")[0] for kind in one.healing.types} == {*one.addresses}
        assert (one.healing.room, one.healing.stream) == (one.name, one.stream)


@pytest.mark.servers
async def test_where_nobody_knows_how_far_it_was_it_hears_on_and_writes_nothing_over_the_note(away: Away) -> None:
    away.heard.clear()
    away.tried.clear()
    await away.listens("1", "2")
    await away.tell("3")
    await away.bus.stream.delete_stream(stream_name(away.stream))
    await away.bus.provide_streams((away.stream,))
    await away.tell("4")
    await away.listens("1", "2", "4", is_noted=False)
    await away.listens("1", "2", "3", "4")


@pytest.mark.servers
async def test_a_healing_that_was_broken_off_goes_on_and_one_event_nobody_can_act_on_stops_it_not(away: Away) -> None:
    await away.tell("3", "bad", "5", "6", "7")
    await away.drops()

    def fails(event: CloudEvent, times: int) -> Exception | None:
        troubles = {"bad": UnicodeError("bad"), "6": Trouble("away")}
        return troubles.get(event.data["word"]) if times == 1 else None

    away.fails = fails
    await away.has_heard("1", "2", "3", "5", "6", "7", "bad")  # by the bus, where what fails for good is set aside
    assert sum(one.after == 0 for one in away.asked) == 1, "after the trouble it went on from where it was"


@pytest.mark.servers
async def test_what_may_be_missing_is_asked_from_a_margin_before_all_had_been_heard(away: Away) -> None:
    await away.works(lambda: True)
    database = away.room.desk.database
    async with database.transaction() as session:
        own = update(pruned).where(pruned.c.what == heard_of(away.stream))
        await session.execute(own.values(upto=NOW - timedelta(days=500)))
    async with away.room.desk.unit(system_actor("test")) as unit:
        assert await kept_back(unit.session, NOW) == NOW - timedelta(days=530), "nothing of it leaves the inbox"
    await away.tell("3")
    await away.drops()
    await away.has_heard("1", "2", "3")
    assert away.asked[0].since == before(NOW - timedelta(days=530))

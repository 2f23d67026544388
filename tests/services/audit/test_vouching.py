"""A room lets go of what the ledger vouches for; a gap never hides behind what went."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass, field
from typing import cast
from uuid import UUID, uuid4

import pytest
from nats.aio.msg import Msg
from nats.js.errors import NotFoundError
from sqlalchemy import select, text

from cli.stack.stack import Stack
from grants.contracts.event import EventData
from grants.contracts.keeping_events import OutboxPruned, digest_of, outbox_of
from runtime.accounting import Account as Accounting
from runtime.auth import system_actor
from runtime.bus import Bus, stream_name
from runtime.cloudevents import CloudEvent
from runtime.copies import Copies
from runtime.erasure import NOTHING, erase
from runtime.identifiers import new_id
from runtime.keeping import pruned
from runtime.pruning import PrunedMeanwhile, Pruner, let_go
from runtime.relay import Relay
from runtime.settings import KeepingSettings
from runtime.signing import new_signer
from runtime.vouching import Voucher
from services.audit.app import PLAN as AUDIT
from services.audit.domain.vouching import fits, unbroken
from services.audit.store.vouching import OutboxMark, outbox_mark
from services.audit.usecases import seal, vouch
from services.audit.usecases.reconcile import sweep
from services.notification.app import PLAN as NOTIFICATION
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import File, hear, said
from tests.services.audit.test_sealing import unsealed

ROOM = "notification"
SIGNER = new_signer()


@pytest.mark.parametrize(
    ("told", "recorded", "held", "goes"),
    [
        ("abc", "abc", "abc", "abc"),
        ("abc", "abc", "ac", "a"),
        ("abc", "abc", "bc", ""),
        ("ac", "abc", "ac", "a"),
        ("abc", "ab", "ab", "ab"),
        ("bc", "abc", "bc", ""),
        ("", "abc", "", ""),
    ],
)
def test_what_goes_ends_before_the_first_event_that_one_side_has_not(
    told: str, recorded: str, held: str, goes: str
) -> None:
    assert "".join(unbroken(told, recorded, held)) == goes


def told_gone(after: str, last: str, ids: str, count: int | None = None) -> OutboxPruned:
    """A telling of events named by one letter each."""
    return OutboxPruned(after=after, last=last, count=len(ids) if count is None else count, digest=digest_of(ids))


@pytest.mark.parametrize(
    ("told", "fitting"),
    [
        (told_gone("a", "d", "bcd"), True),
        (told_gone("", "d", "bcd"), False),
        (told_gone("b", "d", "bcd"), False),
        (told_gone("a", "e", "bcd"), False),
        (told_gone("a", "d", "bcd", 2), False),
        (told_gone("a", "d", "bed"), False),
        (told_gone("a", "d", ""), False),
    ],
)
def test_a_pruning_fits_that_begins_where_the_last_ended_and_is_of_just_what_the_ledger_has(
    told: OutboxPruned, *, fitting: bool
) -> None:
    assert fits(told, "a", ["b", "c", "d"]) is fitting


def test_a_pruning_of_nothing_at_all_fits_nowhere() -> None:
    assert not fits(told_gone("a", "z", ""), "a", [])


class Counted(EventData):
    SUBJECT = "notification.probe.counted"

    number: int


@dataclass
class Old:
    """A room whose outbox holds events of years ago and gives account of it, and a ledger that vouches."""

    audit: Room
    room: Room
    about: str = field(default_factory=lambda: f"prune-{uuid4()}")

    @property
    def pruner(self) -> Pruner:
        return Pruner(self.room.desk, self.room.platform.bus, KeepingSettings())

    async def execute(self, statement: str, **values: object) -> None:
        async with self.room.desk.database.transaction() as session:
            await session.execute(text(statement), values)

    async def rows(self, query: str) -> list[tuple[object, ...]]:
        """Of this file."""
        async with self.room.desk.database.transaction() as session:
            return [tuple(row) for row in await session.execute(text(query), {"about": self.about})]

    async def tell(self, count: int) -> list[str]:
        """Events told three years ago and published, not heard by the ledger yet; their ids in order."""
        async with self.room.desk.unit(system_actor("test")) as unit:
            ids = [unit.tell(Counted(number=number), self.about) for number in range(count)]
        aged = [aged_id(one) for one in ids]
        for now, then in zip(ids, aged, strict=True):
            forge = "UPDATE outbox SET id = :then, body = replace(body, :now, :then) WHERE id = :now"
            await self.execute(forge, now=now, then=then)
        await self.publish()
        return aged

    async def publish(self) -> None:
        await Relay(ROOM, self.room.desk.database, self.room.platform.bus).publish_waiting()

    async def record(self, *but: str) -> None:
        """The ledger hears everything except these, and a root is signed over it."""
        await hear(self.audit, *[event for event in await self.room.told() if event.id not in but])
        async with self.audit.desk.unit(system_actor("audit")) as unit:
            await seal.sign_root(unit, SIGNER)

    async def left(self) -> list[str]:
        return [event.id for event in await self.room.told(self.about)]

    async def gone(self) -> list[OutboxPruned]:
        """What was told of it, newest last."""
        return [OutboxPruned.model_validate(one.data) for one in await self.room.told(outbox_of(ROOM))]

    async def room_mark(self) -> OutboxMark:
        """How far the ledger knows the room's outbox to be pruned."""
        async with self.audit.desk.database.transaction() as session:
            return await outbox_mark(session, ROOM)

    async def gaps(self, looks: int = 1) -> list[tuple[str, str]]:
        """What the reconciler knows of these files after so many looks at all there is: events and kinds."""
        for _ in range(looks):
            self.audit.clock.forward(days=1)
            await sweep(self.audit.desk, self.audit.platform.bus, ROOM, 0)
        known = "healed_at IS NULL AND (about = :about OR kind = 'pruned_otherwise')"
        query = text(f"SELECT event_id, kind FROM gap WHERE {known} ORDER BY event_id")  # noqa: S608 - said above
        async with self.audit.desk.database.transaction() as session:
            rows = await session.execute(query, {"about": self.about})
            return [(row.event_id, row.kind) for row in rows]


def aged_id(one: str) -> str:
    """The same id as if made three years earlier."""
    number = UUID(one).int
    return str(UUID(int=number - (3 * 365 * 24 * 3600 * 1000 << 80)))


@pytest.fixture
async def old(room_of: OpenRoom, servers: Stack) -> AsyncIterator[Old]:
    audit, room = await room_of(AUDIT), await room_of(NOTIFICATION)
    found = Old(audit, room)
    now = aged_id(new_id())
    await found.execute("DELETE FROM outbox")
    await found.execute("DELETE FROM pruned")
    await found.execute("INSERT INTO pruned (what, last) VALUES ('outbox', :now)", now=now)
    async with audit.desk.database.transaction() as session:
        for statement in ("DELETE FROM gap", "DELETE FROM mark", "DELETE FROM outbox_mark"):
            await session.execute(text(statement))
        chain = await session.scalar(text("SELECT max(chain_index) FROM record WHERE about = 'outbox-notification'"))
        mark = text("INSERT INTO outbox_mark VALUES ('notification', :now, :chain, 0)")
        await session.execute(mark, {"now": now, "chain": chain or 0})
    await unsealed(servers)
    async with audit.desk.unit(system_actor("audit")) as unit:
        await seal.introduce(unit, SIGNER)
    stop, bus = asyncio.Event(), room.platform.bus
    for one in await bus.stream.consumers_info(stream_name(ROOM)):  # other tests' listeners, who hear nothing any more
        await bus.stream.delete_consumer(stream_name(ROOM), one.name)
    voucher = Voucher(bus, lambda question: vouch.held(audit.desk, bus, question))
    running = [asyncio.create_task(part.run(stop)) for part in (Accounting(ROOM, room.desk.database, bus), voucher)]
    await asyncio.sleep(0)
    yield found
    stop.set()
    await asyncio.gather(*running)
    await unsealed(servers)


@pytest.mark.servers
async def test_what_the_ledger_holds_goes_and_is_told_with_its_count_its_ends_and_a_digest(old: Old) -> None:
    ids = await old.tell(3)
    await old.record()
    assert (await old.pruner.round()).outbox == 3
    assert await old.left() == []
    (told,) = await old.gone()
    assert (told.last, told.count, told.digest) == (ids[-1], 3, digest_of(ids))
    assert (await old.pruner.round()).outbox == 0, "a second round finds nothing"
    await old.publish()
    await old.record()
    assert await old.gaps(2) == []


@pytest.mark.servers
async def test_nothing_goes_that_the_ledger_does_not_hold_or_has_not_signed_for(old: Old) -> None:
    await old.tell(2)
    assert (await old.pruner.round()).outbox == 0, "the ledger is behind"
    await hear(old.audit, *await old.room.told())
    assert (await old.pruner.round()).outbox == 0, "no root covers it yet"
    await old.record()
    assert (await old.pruner.round()).outbox == 2


@pytest.mark.servers
async def test_a_gap_stays_reported_and_nothing_goes_behind_it(old: Old) -> None:
    ids = await old.tell(4)
    await old.record(ids[1])
    assert (await old.pruner.round()).outbox == 1
    assert await old.left() == ids[1:]
    await old.publish()
    await old.record(ids[1])
    assert await old.gaps(2) == [(ids[1], "not_recorded")]


@pytest.mark.servers
async def test_what_an_outbox_was_made_to_say_or_has_lost_keeps_all_that_follows(old: Old) -> None:
    ids = await old.tell(4)
    await old.record()
    await old.execute("UPDATE outbox SET body = replace(body, '2', '3') WHERE id = :id", id=ids[2])
    assert (await old.pruner.round()).outbox == 2
    await old.execute("DELETE FROM outbox WHERE id = :id", id=ids[2])
    assert (await old.pruner.round()).outbox == 0
    await old.publish()
    await old.record()
    assert await old.gaps() == [(ids[2], "not_told")]


@pytest.mark.servers
async def test_an_event_deleted_with_a_false_telling_of_a_pruning_is_found(old: Old) -> None:
    ids = await old.tell(3)
    await old.record(ids[1])
    async with old.room.desk.unit(system_actor("test")) as unit:
        after = (await unit.session.scalars(select(pruned.c.last))).one()
        await let_go(unit, after, ids)
    await old.publish()
    await old.record()
    (gap,) = await old.gaps(2)
    assert gap[1] == "pruned_otherwise"


@pytest.mark.servers
@pytest.mark.parametrize("last", ["ffffffff-ffff-7fff-bfff-ffffffffffff", "of today", "of the outbox"])
async def test_a_telling_on_the_bus_of_what_never_went_hides_no_event_that_was_taken_away(old: Old, last: str) -> None:
    ids = await old.tell(3)
    await old.record()
    await old.execute("DELETE FROM outbox WHERE id = :id", id=ids[1])
    assert await old.gaps() == [(ids[1], "not_told")]
    since = (await old.room_mark()).last
    ends = {"of today": new_id(), "of the outbox": ids[-1]}.get(last, last)
    false = OutboxPruned(after=since, last=ends, count=2, digest=digest_of([ids[0], ids[2]]))
    event = said(Counted(number=1), outbox_of(ROOM)).model_copy(
        update={"type": OutboxPruned.type_name().replace("{room}", ROOM), "data": false.model_dump(mode="json")}
    )
    await hear(old.audit, event)
    assert sorted(await old.gaps(2)) == sorted([(ids[1], "not_told"), (event.id, "pruned_otherwise")])
    assert (await old.room_mark()).last == since


@pytest.mark.servers
async def test_what_is_younger_than_every_outbox_keeps_it_cannot_have_been_let_go_of(old: Old) -> None:
    async with old.room.desk.unit(system_actor("test")) as unit:
        young = unit.tell(Counted(number=1), old.about)
    await old.publish()
    await old.record()
    async with old.room.desk.unit(system_actor("test")) as unit:
        await let_go(unit, (await unit.session.scalars(select(pruned.c.last))).one(), [young])
    await old.publish()
    await old.record()
    assert [kind for _, kind in await old.gaps(5)] == ["not_told", "pruned_otherwise"]


class Asking:
    """The bus, with something that happens once: just before the first question is put."""

    def __init__(self, bus: Bus, act: Callable[[], Awaitable[None]]) -> None:
        self._bus = bus
        self._acts = [act]
        self.client = self

    async def request(self, address: str, question: bytes, timeout: float) -> Msg:  # noqa: ASYNC109 - as the client has it
        while self._acts:
            await self._acts.pop()()
        return await self._bus.client.request(address, question, timeout=timeout)


@pytest.mark.servers
async def test_what_a_room_lets_go_of_while_its_outbox_is_looked_through_is_no_gap_and_none_is_healed(old: Old) -> None:
    ids = await old.tell(3)
    await old.record()

    async def lets_go() -> None:
        assert (await old.pruner.round()).outbox == 3
        await hear(old.audit, *await old.room.told(outbox_of(ROOM)))

    old.audit.clock.forward(days=1)
    await sweep(old.audit.desk, cast("Bus", Asking(old.audit.platform.bus, lets_go)), ROOM, 0)
    assert (await old.room_mark()).last == ids[-1]
    async with old.audit.desk.database.transaction() as session:
        assert await session.scalar(text("SELECT count(*) FROM gap WHERE about = :about"), {"about": old.about}) == 0
    assert await old.audit.told_types(old.about) == []


@pytest.mark.servers
async def test_a_room_that_is_further_than_it_told_is_waited_for_and_then_missed(old: Old) -> None:
    ids = await old.tell(2)
    await old.record()
    assert (await old.pruner.round()).outbox == 2
    await old.execute("DELETE FROM outbox")
    assert await old.gaps(3) == []
    assert await old.gaps() == [(one, "not_told") for one in ids]


@pytest.mark.servers
async def test_killed_before_its_commit_a_pruning_leaves_all_as_it_was_and_twice_at_once_does_it_once(old: Old) -> None:
    ids = await old.tell(2)
    await old.record()

    async def killed() -> None:
        async with old.room.desk.unit(system_actor("test")) as unit:
            await let_go(unit, (await unit.session.scalars(select(pruned.c.last))).one(), ids)
            raise RuntimeError("killed")

    with pytest.raises(RuntimeError, match="killed"):
        await killed()
    assert (await old.left(), await old.gone()) == (ids, [])
    rounds = await asyncio.gather(*(old.pruner.round() for _ in range(2)), return_exceptions=True)
    assert sorted(isinstance(one, PrunedMeanwhile) or one.outbox == 0 for one in rounds) == [False, True]
    assert [one.count for one in await old.gone()] == [2]


@pytest.mark.servers
async def test_copies_of_what_was_erased_leave_outbox_and_bus_and_the_ledger_misses_nothing(old: Old) -> None:
    await hear(old.audit, File(old.about).until_assessed()[0])  # a file, which is erased as a whole
    bus, ids = old.room.platform.bus, await old.tell(3)
    places = [one for (one,) in await old.rows("SELECT stream_place FROM outbox WHERE about = :about ORDER BY id")]
    await old.record(ids[2])
    keys = (
        "UPDATE subject_key SET key = '', destroyed_at = now(), destroyed_by = 'a', reason = 'b' WHERE about = :about"
    )
    async with old.audit.desk.database.transaction() as session:
        await session.execute(text(keys), {"about": old.about})
    async with old.room.desk.unit(system_actor("test")) as unit:
        await erase(unit, NOTHING, old.about, new_id(), unit.now)
    await Copies(old.room.desk, bus).destroy()
    bodies = "SELECT body = '' FROM outbox WHERE about = :about ORDER BY id"
    assert await old.rows(bodies) == [(True,), (True,), (False,)], "what the ledger misses is kept"
    assert await old.rows("SELECT emptied_at FROM erased WHERE about = :about") == [(None,)]
    for place in places[:2]:
        with pytest.raises(NotFoundError):
            await bus.stream.get_msg("NOTIFICATION", place)
    assert (await bus.stream.get_msg("NOTIFICATION", places[2])).data
    missed = (await bus.stream.get_msg("NOTIFICATION", places[2])).data or b""
    await hear(old.audit, CloudEvent.parse(missed))
    async with old.audit.desk.unit(system_actor("audit")) as unit:
        await seal.sign_root(unit, SIGNER)
    await Copies(old.room.desk, bus).destroy()
    assert await old.rows(bodies) == [(True,)] * 3
    assert await old.rows("SELECT emptied_at IS NULL FROM erased WHERE about = :about") == [(False,)]
    await old.publish()
    assert await old.gaps() == []
    assert (await old.pruner.round()).outbox == 3


@pytest.mark.servers
async def test_an_event_that_was_emptied_without_an_erasure_is_a_gap_and_does_not_go(old: Old) -> None:
    ids = await old.tell(1)
    await old.record()
    await old.execute("UPDATE outbox SET body = '' WHERE id = :id", id=ids[0])
    assert await old.gaps() == [(ids[0], "told_otherwise")]
    assert (await old.pruner.round()).outbox == 0

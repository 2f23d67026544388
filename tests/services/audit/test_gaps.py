"""What a room told and the ledger misses is found and told again; what cannot be healed is said to people."""

import asyncio
import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

import pytest
from sqlalchemy import text

from cli.proof import fetch_gaps
from cli.stack.stack import Stack
from grants.contracts.event import EventData
from grants.proof.canonical import canonical
from grants.proof.chain import GROUND, seal
from grants.proof.signatures import stamp
from runtime.accounting import Account as Accounting
from runtime.accounting import NoAccount, tell_again, told_by
from runtime.auth import system_actor
from runtime.consumer import Consumer, room_effect
from runtime.relay import Relay
from services.application.app import PLAN as APPLICATION
from services.audit.app import PLAN as AUDIT
from services.audit.domain.gaps import Account, Gap, GapKind, Turn, turn
from services.audit.domain.likeness import Kept, differing, is_like, kind_of
from services.audit.events import ADDRESSES, HEARS
from services.audit.usecases.reconcile import AT_ONCE, sweep
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import NOON, hear
from tests.services.audit.test_ledger import inspector, tampered
from tests.services.audit.test_tampering import outside

NOW = datetime(2027, 3, 1, tzinfo=UTC)
ROOM = "application"


def account(told: str, settled: str, recorded: str, most: int = 10) -> Account:
    """Events named by one letter each."""
    return Account(dict.fromkeys(told, "a"), frozenset(settled), dict.fromkeys(recorded, "a"), most)


@pytest.mark.parametrize(
    ("told", "settled", "recorded", "expected", "not_told", "mark", "goes_on"),
    [
        ("", "", "", "", "", "!", False),
        ("abc", "abc", "abc", "abc", "", "c", False),
        ("abc", "ab", "ab", "ab", "", "b", False),
        ("abc", "ac", "ac", "ac", "", "a", False),
        ("abc", "", "c", "", "", "!", False),
        ("ac", "ac", "abc", "ac", "b", "c", False),
        ("", "", "abc", "", "abc", "!", False),
        ("abcd", "abcd", "abc", "abcd", "", "d", True),
        ("bcde", "bcde", "abcd", "bcd", "a", "d", True),
        ("ab", "ab", "acde", "ab", "cde", "e", True),
        ("abcd", "abc", "d", "abc", "", "c", True),
    ],
)
def test_two_lists_are_held_against_each_other_as_far_as_both_are_whole(
    told: str, settled: str, recorded: str, expected: str, not_told: str, mark: str, *, goes_on: bool
) -> None:
    found = account(told, settled, recorded, 4)
    assert "".join(found.expected()) == expected
    assert "".join(found.not_told()) == not_told
    assert (found.looked_through("!"), found.goes_on) == (mark, goes_on)


@pytest.mark.parametrize(
    ("kind", "asked", "reported", "then"),
    [
        (GapKind.NOT_RECORDED, 0, False, Turn.TELL_AGAIN),
        (GapKind.NOT_RECORDED, 2, False, Turn.TELL_AGAIN),
        (GapKind.NOT_RECORDED, 3, False, Turn.REPORT),
        (GapKind.NOT_RECORDED, 3, True, Turn.WAIT),
        (GapKind.NOT_TOLD, 0, False, Turn.REPORT),
        (GapKind.NOT_TOLD, 0, True, Turn.WAIT),
    ],
)
def test_a_missing_event_is_told_again_three_times_and_then_reported(
    kind: GapKind, asked: int, then: Turn, *, reported: bool
) -> None:
    assert turn(Gap("e", ROOM, "a", kind, NOW, asked, NOW if reported else None)) is then


class Counted(EventData):
    SUBJECT = "application.gap.counted"

    number: int


@pytest.fixture
async def audit(room_of: OpenRoom) -> AsyncIterator[Room]:
    """An empty application outbox that gives account, and a ledger that knows nothing of that room's past."""
    room, told = await room_of(AUDIT), await room_of(APPLICATION)
    async with told.desk.database.transaction() as session:
        await session.execute(text("DELETE FROM outbox"))
    async with room.desk.database.transaction() as session:
        await session.execute(text("DELETE FROM gap"))
        past = await session.scalar(text("SELECT max(event_id) FROM record WHERE room = 'application'"))
        values = {"after": past or "", "now": room.clock.at}
        await session.execute(text("DELETE FROM mark"))
        await session.execute(text("INSERT INTO mark VALUES ('application', :after, :now)"), values)
    stop = asyncio.Event()
    running = asyncio.create_task(Accounting(ROOM, told.desk.database, room.platform.bus).run(stop))
    await asyncio.sleep(0)
    yield room
    stop.set()
    await running


async def tell(room_of: OpenRoom, count: int, about: str) -> Room:
    room = await room_of(APPLICATION)
    async with room.desk.unit(system_actor("test")) as unit:
        for number in range(count):
            unit.tell(Counted(number=number), about)
    await Relay(ROOM, room.desk.database, room.platform.bus).publish_waiting()
    return room


async def look(audit: Room, times: int = 1) -> int:
    found = 0
    for _ in range(times):
        found = await sweep(audit.desk, audit.platform.bus, ROOM, 0)
    return found


@pytest.mark.servers
async def test_what_is_missing_is_told_again_and_healed_and_both_is_on_record(audit: Room, room_of: OpenRoom) -> None:
    room = await tell(room_of, 3, "gap-1")
    events = await room.told("gap-1")
    await hear(audit, events[0], events[2])
    assert await look(audit) == 1
    (gap,) = (await inspector(audit).get("/ledger/gaps")).json()["entries"]
    assert (gap["event_id"], gap["room"], gap["about"], gap["asked"]) == (events[1].id, ROOM, "gap-1", 1)
    effect = room_effect(audit.desk, dict(HEARS[ROOM]))
    consumer = Consumer(audit.platform.bus, "audit-gaps", ROOM, ADDRESSES[ROOM], effect)
    stop = asyncio.Event()
    running = asyncio.create_task(consumer.run(stop))
    async with asyncio.timeout(60):
        while len((await inspector(audit).get("/applications/gap-1/ledger")).json()["entries"]) < 3:
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert await look(audit) == 0
    told = [event.data["event_id"] for event in await audit.told("gap-1") if event.type == "audit.gap.healed.v1"]
    assert told == [events[1].id]


@pytest.mark.servers
async def test_what_was_on_its_way_was_no_gap(audit: Room, room_of: OpenRoom) -> None:
    room = await tell(room_of, 2, "gap-2")
    assert await sweep(audit.desk, audit.platform.bus, ROOM) == 0
    assert await look(audit) == 2
    await hear(audit, *await room.told("gap-2"))
    assert await look(audit) == 0


@pytest.mark.servers
async def test_what_nobody_can_heal_is_reported_once_and_waits_for_the_inspector(
    audit: Room, room_of: OpenRoom
) -> None:
    room = await tell(room_of, 1, "gap-3")
    (event,) = await room.told("gap-3")
    assert await look(audit, 6) == 1
    told = [one for one in await audit.told("gap-3") if one.type == "audit.gap.found.v1"]
    assert [one.data for one in told] == [{"room": ROOM, "event_id": event.id, "kind": "not_recorded", "fields": []}]
    tasks = (await inspector(audit).get("/tasks")).json()["entries"]
    assert [(one["kind"], one["application_id"]) for one in tasks if one["kind"] == "gap.look_into"] == [
        ("gap.look_into", "gap-3")
    ]


@pytest.mark.servers
async def test_an_event_that_its_own_room_has_lost_is_reported(audit: Room, room_of: OpenRoom) -> None:
    room = await tell(room_of, 3, "gap-4")
    events = await room.told("gap-4")
    await hear(audit, *events)
    async with room.desk.database.transaction() as session:
        await session.execute(text("DELETE FROM outbox WHERE id = :id"), {"id": events[1].id})
    assert await look(audit) == 1
    told = [one for one in await audit.told("gap-4") if one.type == "audit.gap.found.v1"]
    assert [(one.data["event_id"], one.data["kind"]) for one in told] == [(events[1].id, "not_told")]


TOLD = {"id": "e", "data": {"a": 1, "list": [1, {"b": "x"}], "who": "Ayşe"}}


def kept_of(event: object, *, sealed: bool = True) -> Kept:
    body = canonical(event)
    return Kept(body, "", GROUND, seal(GROUND, body, stamp(NOON)) if sealed else GROUND, NOON)


@pytest.mark.parametrize(
    ("recorded", "fields"),
    [
        (TOLD, ()),
        ({**TOLD, "id": "f"}, ("/id",)),
        ({**TOLD, "more": 1}, ("/more",)),
        ({**TOLD, "data": {**TOLD["data"], "list": [1, {"b": "y"}]}}, ("/data/list/1/b",)),
        ({**TOLD, "data": {**TOLD["data"], "list": [1]}}, ("/data/list/1",)),
        ({**TOLD, "data": {**TOLD["data"], "a": True}}, ("/data/a",)),
        ({**TOLD, "data": {"a/b": 1}}, ("/data/a", "/data/a~1b", "/data/list", "/data/who")),
        ({**TOLD, "data": {**TOLD["data"], "who": {"veiled": "0" * 64}}}, ()),
        ([TOLD], ("",)),
    ],
)
def test_the_fields_in_which_a_record_differs_are_named_and_what_was_erased_is_let_be(
    recorded: Any, fields: tuple[str, ...]
) -> None:
    assert differing(kept_of(recorded), canonical(TOLD)) == fields


@pytest.mark.parametrize(
    ("kept", "kind", "is_it"),
    [
        (kept_of(TOLD), GapKind.TOLD_OTHERWISE, True),
        (kept_of(TOLD, sealed=False), GapKind.RECORDED_OTHERWISE, True),
        (Kept("{", "", GROUND, GROUND, NOON), GapKind.RECORDED_OTHERWISE, False),
        (Kept(None, "", "", GROUND, None), GapKind.RECORDED_OTHERWISE, False),
        (kept_of({**TOLD, "data": {"veiled": "0" * 64}}), GapKind.TOLD_OTHERWISE, None),
    ],
)
def test_it_is_said_which_side_is_not_what_was_sealed(kept: Kept, kind: GapKind, *, is_it: bool | None) -> None:
    assert (kind_of(kept), is_like(kept, sha256(canonical(TOLD).encode()).hexdigest())) == (kind, is_it)


async def gaps_of(audit: Room) -> list[tuple[str, str, list[str]]]:
    found = (await inspector(audit).get("/ledger/gaps")).json()["entries"]
    return [(one["event_id"], one["kind"], one["fields"]) for one in found]


@pytest.mark.servers
async def test_gaps_are_read_page_by_page_until_none_is_left(audit: Room, room_of: OpenRoom) -> None:
    room = await tell(room_of, 5, "gap-pages")
    events = await room.told("gap-pages")
    assert await look(audit) == 5
    read: list[str] = []
    after, pages = "", 0
    while after is not None:
        page = (await inspector(audit).get("/ledger/gaps", limit=2, **({"after": after} if after else {}))).json()
        read += [one["event_id"] for one in page["entries"]]
        after, pages = page["after"], pages + 1
    assert (read, pages) == ([one.id for one in events], 3)


@pytest.mark.servers
async def test_a_command_is_told_of_every_gap_however_many_there_are(audit: Room, room_of: OpenRoom) -> None:
    room = await tell(room_of, AT_ONCE + 1, "gap-many")
    assert await look(audit) == AT_ONCE + 1
    events = {one.id for one in await room.told("gap-many")}
    assert {gap["event_id"] async for gap in fetch_gaps(outside(audit))} == events


@pytest.mark.servers
async def test_gaps_that_nobody_can_mend_keep_none_behind_them_from_being_told_and_healed(
    audit: Room, room_of: OpenRoom
) -> None:
    room = await tell(room_of, AT_ONCE + 1, "gap-crowd")
    await look(audit, 4)
    assert {bool(gap["reported_at"]) async for gap in fetch_gaps(outside(audit))} == {True}
    await hear(audit, (await room.told("gap-crowd"))[-1])
    assert await look(audit) == AT_ONCE


@pytest.mark.servers
async def test_what_an_outbox_was_made_to_say_is_reported_with_its_field_and_healed_as_it_is_put_back(
    audit: Room, room_of: OpenRoom
) -> None:
    room = await tell(room_of, 3, "gap-6")
    events = await room.told("gap-6")
    await hear(audit, *events)
    forge = text("UPDATE outbox SET body = replace(body, :now, :then) WHERE id = :id")
    values = {"id": events[1].id, "now": '"number":1', "then": '"number":9'}
    async with room.desk.database.transaction() as session:
        await session.execute(forge, values)
    assert await look(audit, 2) == 1
    assert await gaps_of(audit) == [(events[1].id, "told_otherwise", ["/data/number"])]
    async with room.desk.database.transaction() as session:
        await session.execute(forge, {**values, "now": values["then"], "then": values["now"]})
    assert await look(audit) == 0
    told = [(one.type, one.data) for one in await audit.told("gap-6") if one.type.startswith("audit.gap.")]
    assert [kind for kind, _ in told] == ["audit.gap.found.v1", "audit.gap.healed.v1"]
    assert told[0][1]["fields"] == ["/data/number"]


@pytest.mark.servers
@pytest.mark.parametrize(
    ("statement", "fields"),
    [
        (
            """UPDATE ledger SET body = replace(body, '"number"\\:1', '"number"\\:9') WHERE event_id = :id""",
            ["/data/number"],
        ),
        ("UPDATE ledger SET body = '{' WHERE event_id = :id", [""]),
        ("DELETE FROM ledger WHERE event_id = :id", [""]),
    ],
)
async def test_what_the_ledger_was_made_to_say_is_reported_with_its_field(
    audit: Room, room_of: OpenRoom, servers: Stack, statement: str, fields: list[str]
) -> None:
    room = await tell(room_of, 2, about := f"gap-7-{uuid4()}")
    events = await room.told(about)
    await hear(audit, *events)
    await tampered(servers, statement, id=events[1].id)
    assert await look(audit) == 1
    assert await gaps_of(audit) == [(events[1].id, "recorded_otherwise", fields)]


@pytest.mark.servers
async def test_each_day_all_of_an_outbox_is_looked_through_again(audit: Room, room_of: OpenRoom) -> None:
    room = await tell(room_of, 2, "gap-5")
    events = await room.told("gap-5")
    await hear(audit, *events)
    assert await look(audit) == 0
    async with room.desk.database.transaction() as session:
        await session.execute(text("DELETE FROM outbox WHERE id = :id"), {"id": events[0].id})
    assert await look(audit) == 0
    audit.clock.forward(days=1)
    assert await look(audit) > 0


@pytest.mark.servers
async def test_a_room_that_gives_no_account_or_is_asked_badly_is_an_error_with_its_name(audit: Room) -> None:
    with pytest.raises(NoAccount, match="notification gives no account"):
        await told_by(audit.platform.bus, "notification", "")
    answer = await audit.platform.bus.client.request(f"account.{ROOM}", b'{"befor": 1}', timeout=60)
    assert "befor" in json.loads(answer.data)["error"]
    assert await tell_again(audit.platform.bus, ROOM, ["yok"]) == 0


@pytest.mark.servers
async def test_nobody_but_an_inspector_sees_the_gaps(audit: Room) -> None:
    assert (await audit.api.as_("memur-1", "ministry_officer").get("/ledger/gaps")).status_code == 403


@pytest.mark.servers
async def test_what_a_room_told_last_is_found_by_an_index_however_little_it_says(audit: Room) -> None:
    async with audit.desk.database.transaction() as session:
        for off in ("seqscan", "bitmapscan"):
            await session.execute(text(f"SET LOCAL enable_{off} = off"))
        ask = (
            "SELECT event_id, about FROM record WHERE event_id > '' AND room = 'notification' ORDER BY event_id LIMIT 9"
        )
        plan = "\n".join(await session.scalars(text(f"EXPLAIN {ask}")))
    assert "ix_record_room_event_id" in plan
    assert "Filter" not in plan

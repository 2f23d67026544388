"""Whatever is published on the bus is kept, or set aside with its reason where an inspector sees it; nothing stops."""

import asyncio
import json
from collections.abc import Callable, Mapping
from hashlib import sha256
from uuid import uuid4

import pytest
from nats.aio.msg import Msg
from sqlalchemy import text

from cli.stack.stack import Stack
from grants.contracts import queues
from grants.contracts.keeping_events import OutboxPruned, digest_of, outbox_of
from runtime.auth import system_actor
from runtime.cloudevents import CloudEvent
from runtime.consumer import Consumer, room_effect, room_together
from runtime.identifiers import new_id
from services.audit.app import PLAN
from services.audit.events import HEARS
from services.audit.usecases import vouch
from services.audit.usecases.record import IN_MASS
from services.audit.usecases.set_aside import LISTENER
from services.audit.worker import sweep_once
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import File, hear, said
from tests.services.audit.test_ledger import Unheard, inspector, links_of, tampered

pytestmark = pytest.mark.servers
GOOD = json.loads(said(Unheard(), "x").canonical())


def told(**fields: object) -> bytes:
    """An event with other fields than it should have."""
    return json.dumps({**GOOD, "id": str(uuid4()), **fields}).encode()


NO_EVENT: dict[str, bytes] = {
    "nothing": b"",
    "no JSON": b"<event/>",
    "no object": b"[1]",
    "no CloudEvent": b'{"a": 1}',
    "half of one": told()[:-9],
    "no UTF-8": b"\xff" + told(),
    "a lone surrogate": told(data={"a": "x"}).replace(b'"x"', b'"\\ud800"'),
    "a number for a name": told(id=7),
    "no data": told(data=[]),
    "no moment": told(time="soon"),
    "ten thousand deep": told(data={"a": 0}).replace(b": 0", b": " + b"[" * 10_000 + b"]" * 10_000),
}
"""What no listener can read."""
CANNOT_BE: dict[str, bytes] = {
    "no number JSON has": told(data={"a": 0}).replace(b": 0", b": NaN"),
    "a number too great": told(data={"a": 10**400}),
    "a name with a zero in it": told(subject="a\x00b"),
    "an id longer than any index takes": told(id="".join(str(uuid4()) for _ in range(200))),
    "a moment before all": told(time="0001-01-01T00:00:00+14:00"),
}
"""Events that no ledger can hold."""
KEPT: dict[str, Callable[[str], bytes]] = {
    "a name twice": lambda about: told(subject=about).replace(b'{"', b'{"type": "x.y.z.v1", "', 1),
    "nearly a megabyte": lambda about: told(subject=about, data={"text": "x" * 900_000}),
    "as if it were veiled": lambda about: told(subject=about, data={"number": {"veiled": "0" * 64}}),
    "fields nobody knows": lambda about: told(subject=about, more={"a": [1.5, "\u0000"]}),
    "deep": lambda about: told(subject=about, data={"a": 0}).replace(b": 0", b": " + b"[" * 90 + b"]" * 90),
}
"""What is strange and can be held."""


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


async def published(room: Room, stop: asyncio.Event, last: str, *contents: bytes) -> None:
    """Publish these, and have the room hear until what comes last is on record."""
    bus, address = room.platform.bus, f"monitoring.hostile.{uuid4().hex}"
    for content in contents:
        await bus.stream.publish(address, content)
    effect, together = room_effect(room.desk, dict(HEARS["monitoring"])), room_together(room.desk, IN_MASS)
    hearing = asyncio.create_task(Consumer(bus, LISTENER, "monitoring", (address,), effect, None, together).run(stop))
    async with asyncio.timeout(180):
        while (await inspector(room).get(f"/applications/{last}/ledger")).status_code != 200:
            await asyncio.sleep(0.05)
        while (await bus.stream.consumer_info("MONITORING", LISTENER)).num_ack_pending:
            await asyncio.sleep(0.05)
    stop.set()
    await hearing


async def test_what_cannot_be_held_is_set_aside_with_its_reason_and_what_follows_is_kept(audit: Room) -> None:
    strange, last = File(), File()
    hostile = [*NO_EVENT.values(), *CANNOT_BE.values()]
    odd = [content(strange.id) for content in KEPT.values()]
    await published(audit, asyncio.Event(), last.id, *hostile, *odd, said(Unheard(), last.id).canonical())
    assert len(await links_of(audit, strange.id)) == len(odd)
    for about in (strange.id, last.id):
        assert (await inspector(audit).get(f"/applications/{about}/ledger/check")).json()["holds"] is True
        assert (await inspector(audit).get(f"/applications/{about}/story")).status_code == 200
    listed = (await inspector(audit).get("/ledger/set-aside")).json()["entries"]
    reasons = {one["sha256"]: one["reason"] for one in listed if one["room"] == "monitoring"}
    assert {sha256(one).hexdigest() for one in hostile if one} <= reasons.keys()
    assert all(" at " in reason for reason in reasons.values()), reasons
    for name, content in NO_EVENT.items():
        assert not content or reasons[sha256(content).hexdigest()].startswith("NotAnEvent at "), name
    page = (await inspector(audit).get("/ledger/set-aside", limit=1)).json()
    assert page["entries"] == listed[:1]
    assert page["after"] == listed[0]["seq"]
    assert (await audit.api.as_("memur-1", "ministry_officer").get("/ledger/set-aside")).status_code == 403


@pytest.mark.parametrize("body", ["<event/>", "[]", "7", '{"data":[]}', '{"id":{"veiled":"x"}}'])
async def test_a_record_that_holds_no_event_any_more_is_shown_as_it_stands_and_named(
    audit: Room, servers: Stack, body: str
) -> None:
    file = File()
    await audit_hears(audit, file)
    await tampered(
        servers, "UPDATE ledger SET body = :body WHERE about = :about AND chain_index = 2", about=file.id, body=body
    )
    assert (await links_of(audit, file.id))[1]["body"] == body
    check = (await inspector(audit).get(f"/applications/{file.id}/ledger/check")).json()
    assert (check["fault"]["kind"], check["fault"]["chain_index"]) == ("changed", 2)
    story = await inspector(audit).get(f"/applications/{file.id}/story")
    assert (story.status_code, len(story.json()["entries"])) == (200, 3)


NO_PRUNING: dict[str, dict[str, object]] = {
    "nothing of a pruning": {"number": 1},
    "a list for an id": {"after": "", "last": [], "count": 1, "digest": ""},
    "no number": {"after": "", "last": new_id(), "count": "many", "digest": ""},
    "no id": {"after": "", "last": "a\x00b", "count": 0, "digest": digest_of([])},
    "nothing": {},
}
"""What a room may tell of its outbox that is no pruning."""


async def test_a_telling_of_a_pruning_that_is_none_is_a_gap_and_the_look_goes_on(audit: Room) -> None:
    false = [pruning("application", data) for data in NO_PRUNING.values()]
    await hear(audit, *false)
    for _ in range(2):
        async with audit.desk.unit(system_actor("audit")) as unit:
            mark = await vouch.look_at_pruned(unit, "application")
    query = text("SELECT event_id FROM gap WHERE room = 'application' AND kind = 'pruned_otherwise'")
    links = await links_of(audit, outbox_of("application"))
    assert mark.chain_index == links[-1]["chain_index"]
    async with audit.desk.database.transaction() as session:
        assert {one.id for one in false} <= set((await session.scalars(query)).all())


def pruning(room: str, data: Mapping[str, object]) -> CloudEvent:
    """Said on the bus of what went out of a room's outbox, by whomever."""
    event = said(Unheard(), outbox_of(room))
    changed = {"type": OutboxPruned.type_name().replace("{room}", room), "source": f"/destek/{room}", "data": data}
    return event.model_copy(update=changed)


async def test_a_room_that_answers_nonsense_keeps_nobody_from_looking_at_the_next(audit: Room) -> None:
    bus = audit.platform.bus
    first, last = queues.ROOMS[0], queues.ROOMS[-1]
    asked: list[str] = []

    async def answer(message: Msg) -> None:
        asked.append(message.subject)
        await message.respond(b'{"told": [[7]], "pruned": "", "body": null}')

    nonsense = [await bus.client.subscribe(f"account.{room}", cb=answer) for room in (first, last)]
    await sweep_once(audit.desk, audit.platform)
    for one in nonsense:
        await one.unsubscribe()
    assert {f"account.{first}", f"account.{last}"} == set(asked)


async def audit_hears(room: Room, file: File) -> None:
    effect = room_effect(room.desk, dict(HEARS["monitoring"]))
    for number in range(3):
        await effect(said(Unheard(number=number), file.id))

"""The ledger keeps every event once, in a chain nobody can change, and shows it to the inspector alone."""

import asyncio

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from grants.contracts.event import EventData
from runtime.consumer import Consumer, room_effect
from runtime.migrate import differences
from services.audit.app import PLAN
from services.audit.events import ADDRESSES, HEARS
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import MEMBER_TAX_NUMBER, File, hear, said

pytestmark = pytest.mark.servers


class Unheard(EventData):
    """A kind of event no version of this room knows."""

    SUBJECT = "monitoring.future.happened"

    number: int = 7


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def inspector(room: Room):
    return room.api.as_("mufettis", "inspector")


async def links_of(room: Room, about: str) -> list[dict[str, object]]:
    answer = await inspector(room).get(f"/applications/{about}/ledger")
    assert answer.status_code == 200
    return list(answer.json()["entries"])


async def run_sql(room: Room, statement: str, **values: object) -> None:
    async with room.desk.database.transaction() as session:
        await session.execute(text(statement), values)


async def tampered(room: Room, statement: str, **values: object) -> None:
    """What somebody does who owns the database and takes the guards away first."""
    guards = ["ledger DISABLE TRIGGER USER", "chain DISABLE TRIGGER USER"]
    back = [
        "ledger ENABLE ALWAYS TRIGGER ledger_rows_stand",
        "ledger ENABLE ALWAYS TRIGGER ledger_stands",
        "chain ENABLE ALWAYS TRIGGER chain_rows_grow",
        "chain ENABLE ALWAYS TRIGGER chain_stands",
    ]
    async with room.desk.database.transaction() as session:
        for guard in guards:
            await session.execute(text(f"ALTER TABLE {guard}"))
        await session.execute(text(statement), values)
        for guard in back:
            await session.execute(text(f"ALTER TABLE {guard}"))


async def test_the_migrations_make_what_the_models_say(audit: Room) -> None:
    assert await differences("audit", audit.desk.database.url) == []


async def test_every_event_is_kept_with_its_bytes_and_chained(audit: Room) -> None:
    file = File()
    events = file.until_assessed()
    await hear(audit, *events)
    links = await links_of(audit, file.id)
    assert [link["body"] for link in links] == [event.canonical().decode() for event in events]
    assert [link["chain_index"] for link in links] == [1, 2, 3, 4, 5]
    assert [link["previous_hash"] for link in links[1:]] == [link["hash"] for link in links[:-1]]
    check = (await inspector(audit).get(f"/applications/{file.id}/ledger/check")).json()
    assert check == {"about": file.id, "holds": True, "length": 5, "head": links[-1]["hash"], "fault": None}


async def test_an_event_of_a_kind_nobody_knows_is_kept_too(audit: Room) -> None:
    file = File()
    await hear(audit, said(Unheard(), file.id))
    assert [link["type"] for link in await links_of(audit, file.id)] == ["monitoring.future.happened.v1"]


async def test_an_event_delivered_twice_is_kept_once(audit: Room) -> None:
    file = File()
    event = said(Unheard(), file.id)
    await hear(audit, event, event)
    await asyncio.gather(hear(audit, event), hear(audit, event))
    assert len(await links_of(audit, file.id)) == 1


async def test_events_that_come_at_once_about_one_subject_make_one_whole_chain(audit: Room) -> None:
    file = File()
    await asyncio.gather(*(hear(audit, said(Unheard(number=n), file.id)) for n in range(12)))
    check = (await inspector(audit).get(f"/applications/{file.id}/ledger/check")).json()
    assert (check["holds"], check["length"]) == (True, 12)


async def test_what_is_published_on_the_bus_comes_into_the_ledger(audit: Room) -> None:
    file = File()
    effect = room_effect(audit.desk, dict(HEARS["monitoring"]))
    consumer = Consumer(audit.platform.bus, "audit-test", "monitoring", ADDRESSES["monitoring"], effect)
    event = said(Unheard(), file.id)
    await audit.platform.bus.stream.publish(Unheard.SUBJECT, event.canonical(), headers={"Nats-Msg-Id": event.id})
    stop = asyncio.Event()
    running = asyncio.create_task(consumer.run(stop))
    async with asyncio.timeout(20):
        while (await inspector(audit).get(f"/applications/{file.id}/ledger")).status_code != 200:
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert [link["event_id"] for link in await links_of(audit, file.id)] == [event.id]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE ledger SET actor_id = 'x' WHERE about = :about",
        "DELETE FROM ledger WHERE about = :about",
        "TRUNCATE ledger",
        "DELETE FROM chain WHERE about = :about",
        "UPDATE chain SET length = length - 1 WHERE about = :about",
        "UPDATE chain SET head = 'x' WHERE about = :about",
        "TRUNCATE chain",
    ],
)
async def test_the_database_refuses_the_rooms_own_role_to_change_what_is_on_record(audit: Room, statement: str) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    values = {"about": file.id} if ":about" in statement else {}
    with pytest.raises(DBAPIError, match=r"only ever added|only grows"):
        await run_sql(audit, statement, **values)
    assert len(await links_of(audit, file.id)) == 5


@pytest.mark.parametrize(
    ("statement", "kind", "place"),
    [
        ("UPDATE ledger SET body = replace(body, '24826800', '34826800') WHERE about = :about", "changed", 2),
        ("UPDATE ledger SET actor_id = 'x' WHERE about = :about AND chain_index = 3", "copy_differs", 3),
        ("DELETE FROM ledger WHERE about = :about AND chain_index = 2", "out_of_order", 2),
        ("DELETE FROM ledger WHERE about = :about AND chain_index = 5", "end_differs", 4),
        (
            "UPDATE ledger SET chain_index = chain_index + 100 WHERE about = :about AND chain_index = 2",
            "out_of_order",
            2,
        ),
    ],
)
async def test_whoever_owns_the_database_and_changes_it_is_found_out(
    audit: Room, statement: str, kind: str, place: int
) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    await tampered(audit, statement, about=file.id)
    check = (await inspector(audit).get(f"/applications/{file.id}/ledger/check")).json()
    assert check["holds"] is False
    assert (check["fault"]["kind"], check["fault"]["chain_index"]) == (kind, place)


async def test_the_ledger_is_read_in_pages(audit: Room) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    first = (await inspector(audit).get(f"/applications/{file.id}/ledger", limit=3)).json()
    second = (await inspector(audit).get(f"/applications/{file.id}/ledger", limit=3, after=first["after"])).json()
    assert [link["chain_index"] for link in first["entries"] + second["entries"]] == [1, 2, 3, 4, 5]
    assert second["after"] is None


@pytest.mark.parametrize("path", ["ledger", "ledger/check"])
async def test_nobody_but_an_inspector_reads_the_ledger(audit: Room, path: str) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    for person, roles in (
        ("memur-1", ("ministry_officer",)),
        (file.coordinator, ("coordinator",)),
        (file.coordinator, ("coordinator", "inspector")),
        (file.evaluator, ("evaluator",)),
        ("yonetici", ("administrator",)),
    ):
        answer = await audit.api.as_(person, *roles).get(f"/applications/{file.id}/{path}")
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (403, "audit.not_yours")
    member = audit.api.as_("uye", "consortium_member", "inspector", tax_number=MEMBER_TAX_NUMBER)
    assert (await member.get(f"/applications/{file.id}/{path}")).status_code == 403


@pytest.mark.parametrize("path", ["story", "ledger", "ledger/check"])
async def test_what_nothing_is_on_record_about_is_not_found(audit: Room, path: str) -> None:
    answer = await inspector(audit).get(f"/applications/yok/{path}")
    assert answer.status_code == 404
    assert answer.json()["errors"][0]["message"] == "yok hakkında hiçbir kayıt yok."


@pytest.mark.parametrize(
    ("path", "query", "field"),
    [
        ("a;b/story", {}, "application_id"),
        ("a b/ledger", {}, "application_id"),
        ("x" * 101 + "/ledger/check", {}, "application_id"),
        ("x/story", {"after": "x y"}, "after"),
        ("x/story", {"limit": 0}, "limit"),
        ("x/story", {"limit": 201}, "limit"),
        ("x/ledger", {"after": -1}, "after"),
        ("x/ledger", {"after": 2**31}, "after"),
    ],
)
async def test_a_hostile_question_is_answered_with_the_field_that_is_wrong(
    audit: Room, path: str, query: dict[str, object], field: str
) -> None:
    answer = await inspector(audit).get(f"/applications/{path}", **query)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]

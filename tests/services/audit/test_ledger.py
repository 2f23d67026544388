"""The ledger keeps every event once, in a chain nobody can change, and shows it to the inspector alone."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncSession

from cli.stack.stack import Stack
from grants.contracts.event import EventData
from grants.proof.canonical import canonical
from grants.proof.veil import read, unveil
from runtime.auth import system_actor
from runtime.consumer import Consumer, Heard, room_effect, room_together
from runtime.db import Database
from runtime.migrate import differences
from services.audit.app import PLAN
from services.audit.events import ADDRESSES, HEARS
from services.audit.store.subject_keys import destroy
from services.audit.store.walking import stretch
from services.audit.usecases.record import IN_MASS, ready, told_by
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


GUARDED = ("ledger", "record", "node", "root", "signing_key", "archived_run")


@asynccontextmanager
async def owning(servers: Stack) -> AsyncIterator[AsyncSession]:
    """A session of the role that owns the tables, which no process of the room is told of."""
    database = Database(servers.owner_urls["audit"], pool=2)
    try:
        async with database.transaction() as session:
            yield session
    finally:
        await database.close()


async def tampered(servers: Stack, statement: str, **values: object) -> None:
    """What somebody does who owns the database and takes the guards away first."""
    async with owning(servers) as session:
        await session.execute(text("ALTER TABLE ledger DISABLE TRIGGER USER"))
        await session.execute(text(statement), values)
        for guard in ("rows_stand", "table_stands"):
            await session.execute(text(f"ALTER TABLE ledger ENABLE ALWAYS TRIGGER {guard}"))


async def test_the_migrations_make_what_the_models_say(audit: Room) -> None:
    assert await differences("audit", audit.desk.database.url) == []


async def test_every_event_is_kept_with_its_bytes_and_chained(audit: Room) -> None:
    file = File()
    events = file.until_assessed()
    await hear(audit, *events)
    links = await links_of(audit, file.id)
    opened = [unveil(json.loads(link["body"]), read(link["openings"])) for link in links]
    assert [canonical(one.event) for one in opened] == [event.canonical().decode() for event in events]
    assert all((one.closed, one.false) == ((), ()) for one in opened)
    assert not any(person in link["body"] for link in links for person in (file.coordinator, file.evaluator))
    assert [link["chain_index"] for link in links] == [1, 2, 3, 4, 5]
    assert [link["previous_hash"] for link in links[1:]] == [link["hash"] for link in links[:-1]]
    check = (await inspector(audit).get(f"/applications/{file.id}/ledger/check")).json()
    assert check == {"about": file.id, "holds": True, "length": 5, "head": links[-1]["hash"], "fault": None}


async def test_without_its_key_what_was_personal_is_gone_and_the_chain_asks_who_ordered_it(
    audit: Room,
) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    before = await links_of(audit, file.id)
    async with audit.desk.unit(system_actor("archivist")) as unit:
        assert await destroy(unit.session, file.id, "arsiv-1", "Saklama süresi doldu.", unit.now) == 1
        assert await destroy(unit.session, file.id, "arsiv-1", "Saklama süresi doldu.", unit.now) == 0
    await hear(audit, file.decided())
    after = await links_of(audit, file.id)
    assert [link["hash"] for link in after[:-1]] == [link["hash"] for link in before]
    assert {link["openings"] for link in after[:-1]} == {""}
    assert after[-1]["openings"], "what is told afterwards stands under a key of its own"
    check = (await inspector(audit).get(f"/applications/{file.id}/ledger/check")).json()
    assert (check["holds"], check["fault"]["kind"]) == (False, "unopened"), "nobody ordered it"
    story = await inspector(audit).get(f"/applications/{file.id}/story")
    assert len(story.json()["entries"]) == len(after), "every step is still told, without what was erased"


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


async def test_a_chain_that_grows_while_it_is_checked_holds(audit: Room) -> None:
    file, reader = File(), inspector(audit)
    await hear(audit, said(Unheard(), file.id))
    address = f"/applications/{file.id}/ledger/check"
    growing = [hear(audit, said(Unheard(number=n), file.id)) for n in range(40)]
    checks = [reader.get(address) for _ in range(40)]
    both = await asyncio.gather(*(one for pair in zip(growing, checks, strict=True) for one in pair))
    answers = [one.json() for one in both if one is not None]
    assert len(answers) == 40
    assert [one["fault"] for one in answers if not one["holds"]] == []


async def test_a_stretch_that_is_read_while_records_come_lacks_none_of_them(audit: Room) -> None:
    coming = asyncio.create_task(hear_one_after_another(audit))
    async with audit.desk.database.transaction() as session:
        after = await session.scalar(text("SELECT max(place) FROM record")) or 0
    while not coming.done():
        async with audit.desk.database.transaction() as session:
            part = await stretch(session, after, 50)
        every = [*range(after + 1, part.until + 1)]
        assert [key.place for key in part.keys] == [place for place, _ in part.links] == every
        after = part.until
    await coming


async def hear_one_after_another(room: Room, files: int = 60) -> None:
    for _ in range(files):
        await hear(room, *File().until_assessed())


async def test_what_is_published_on_the_bus_comes_into_the_ledger(audit: Room) -> None:
    file = File()
    effect = room_effect(audit.desk, dict(HEARS["monitoring"]))
    together = room_together(audit.desk, IN_MASS)
    consumer = Consumer(audit.platform.bus, "audit-test", "monitoring", ADDRESSES["monitoring"], effect, None, together)
    event = said(Unheard(), file.id)
    await audit.platform.bus.stream.publish(Unheard.SUBJECT, event.canonical(), headers={"Nats-Msg-Id": event.id})
    stop = asyncio.Event()
    running = asyncio.create_task(consumer.run(stop))
    async with asyncio.timeout(60):
        while (await inspector(audit).get(f"/applications/{file.id}/ledger")).status_code != 200:
            await asyncio.sleep(0.05)
    stop.set()
    await running
    assert [link["event_id"] for link in await links_of(audit, file.id)] == [event.id]


@pytest.mark.parametrize("table", GUARDED)
async def test_the_rooms_own_role_has_no_right_to_change_what_is_on_record(audit: Room, table: str) -> None:
    column = {"node": "hash", "root": "root", "signing_key": "id"}.get(table, "about")
    for statement in ("UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0}"):
        with pytest.raises(DBAPIError, match=f"permission denied for table {table}"):
            await run_sql(audit, statement.format(table, column))


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger DISABLE TRIGGER ALL",
        "DROP TABLE ledger",
        "SELECT only_added_to('ledger')",
        "SELECT make_ahead()",
        "DELETE FROM ledger_2027",
        "INSERT INTO ledger_2027 SELECT * FROM ledger LIMIT 1",
        "CREATE TABLE ledger_2090 PARTITION OF ledger DEFAULT",
        "SET ROLE destek_audit_owner",
    ],
)
async def test_the_rooms_own_role_cannot_give_itself_such_a_right(audit: Room, statement: str) -> None:
    with pytest.raises(DBAPIError, match=r"must be owner|permission denied|no privileges"):
        await run_sql(audit, statement)


async def test_a_right_it_grants_itself_is_none(audit: Room) -> None:
    await run_sql(audit, "GRANT ALL ON ledger TO CURRENT_USER")
    async with audit.desk.database.transaction() as session:
        held = [
            await session.scalar(text("SELECT has_table_privilege('ledger', :right)"), {"right": right})
            for right in ("SELECT", "INSERT", "UPDATE", "DELETE", "TRUNCATE")
        ]
    assert held == [True, True, False, False, False]


@pytest.mark.parametrize("table", [*GUARDED, "ledger_2027", "ledger_other"])
async def test_the_owner_of_the_tables_has_to_take_a_guard_away_first(audit: Room, servers: Stack, table: str) -> None:
    await hear(audit, *File().until_assessed())
    with pytest.raises(DBAPIError, match="only ever added to: TRUNCATE refused"):
        async with owning(servers) as session:
            await session.execute(text(f"TRUNCATE {table}"))


@pytest.mark.parametrize(
    "statement", ["UPDATE {} SET about = 'x' WHERE about = :about", "DELETE FROM {} WHERE about = :about"]
)
@pytest.mark.parametrize("table", ["ledger", "record", "ledger_2027"])
async def test_no_record_is_changed_by_the_owner_either(
    audit: Room, servers: Stack, statement: str, table: str
) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    with pytest.raises(DBAPIError, match="only ever added to"):
        async with owning(servers) as session:
            await session.execute(text(statement.format(table)), {"about": file.id})


async def test_a_record_lies_in_its_year_and_the_years_ahead_are_there(audit: Room, servers: Stack) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    async with owning(servers) as session:
        query = text("SELECT DISTINCT tableoid::regclass::text FROM ledger WHERE about = :about")
        assert list(await session.scalars(query, {"about": file.id})) == ["ledger_2027"]
        assert await session.scalar(text("SELECT to_regclass('ledger_2035')")) is not None


async def test_one_event_id_is_kept_once_over_all_years(audit: Room) -> None:
    file = File()
    event = said(Unheard(), file.id)
    await hear(audit, event)
    await run_sql(audit, "DELETE FROM inbox WHERE event_id = :id", id=event.id)
    audit.clock.forward(days=700)
    await hear(audit, event)
    assert len(await links_of(audit, file.id)) == 1


async def test_many_events_at_once_are_chained_in_their_order_and_known_ones_are_let_pass(audit: Room) -> None:
    file, other = File(), File()
    known = said(Unheard(), file.id)
    await hear(audit, known)
    fresh = [said(Unheard(number=n), about) for n in range(20) for about in (file.id, other.id)]
    heard = [Heard(event, event.canonical()) for event in (fresh[0], known, *fresh, fresh[3])]
    together = room_together(audit.desk, IN_MASS)
    for _ in range(2):
        await together.keep([(one, together.ready(one)) for one in heard])
    links = await links_of(audit, file.id)
    assert [link["event_id"] for link in links] == [known.id, *(event.id for event in fresh[::2])]
    for about, length in ((file.id, 21), (other.id, 20)):
        check = (await inspector(audit).get(f"/applications/{about}/ledger/check")).json()
        assert (check["holds"], check["length"]) == (True, length)


async def test_the_places_of_all_records_count_through(audit: Room) -> None:
    await asyncio.gather(*(hear(audit, *File().until_assessed()) for _ in range(4)))
    async with audit.desk.database.transaction() as session:
        counted = await session.execute(text("SELECT count(*), min(place), max(place) FROM record"))
        count, first, last = counted.one()
    assert (first, last) == (1, count)


@pytest.mark.parametrize(
    "moment", ["2027-03-01T12:00:00.000000+03:00", "2027-03-01 09:00:00.000000Z", "2027-03-01T09:00Z"]
)
def test_an_event_whose_moment_is_written_in_another_way_is_written_anew(moment: str) -> None:
    event = said(Unheard(), "a")
    again = json.loads(event.canonical())
    assert told_by(Heard(event, json.dumps({**again, "time": moment, "more": 1}).encode())) == again


def test_whatever_else_an_event_says_and_however_it_is_laid_out_is_kept() -> None:
    event = said(Unheard(), "a")
    whole = {"more": [1.5, "ı"], **json.loads(event.canonical())}
    heard = Heard(event, json.dumps(whole, indent=1).encode())
    assert told_by(heard) == whole
    assert json.loads(ready(heard).body)["more"] == [1.5, "ı"]


OPENED_BY = "UPDATE ledger SET openings = {} WHERE about = :about AND chain_index = 3"


@pytest.mark.parametrize(
    ("statement", "kind", "place"),
    [
        ("UPDATE ledger SET body = replace(body, '24826800', '34826800') WHERE about = :about", "changed", 2),
        ("UPDATE ledger SET openings = '' WHERE about = :about AND chain_index = 3", "unopened", 3),
        (OPENED_BY.format("repeat('9', 5000) || '9:aGk='"), "unopened", 3),
        (OPENED_BY.format("'1:no base64'"), "unopened", 3),
        (OPENED_BY.format("'99:aGk='"), "unopened", 3),
        ("UPDATE ledger SET actor_role = 'x' WHERE about = :about AND chain_index = 3", "copy_differs", 3),
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
    audit: Room, servers: Stack, statement: str, kind: str, place: int
) -> None:
    file = File()
    await hear(audit, *file.until_assessed())
    await tampered(servers, statement, about=file.id)
    check = (await inspector(audit).get(f"/applications/{file.id}/ledger/check")).json()
    assert check["holds"] is False
    assert (check["fault"]["kind"], check["fault"]["chain_index"]) == (kind, place)
    for page in ("ledger", "story"):
        assert (await inspector(audit).get(f"/applications/{file.id}/{page}")).status_code == 200


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
    for person, roles, rule in (
        ("memur-1", ("ministry_officer",), "audit.not_yours"),
        (file.coordinator, ("coordinator",), "audit.not_yours"),
        (file.coordinator, ("coordinator", "inspector"), "audit.tied"),
        (file.evaluator, ("evaluator",), "audit.not_yours"),
        ("yonetici", ("administrator",), "audit.not_yours"),
    ):
        answer = await audit.api.as_(person, *roles).get(f"/applications/{file.id}/{path}")
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (403, rule)
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

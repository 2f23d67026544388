"""What was personal in a grant leaves the tables with the erasure, the rest when its ground ends; both is told."""

from base64 import b64encode
from dataclasses import replace

import obstore
import pytest
from sqlalchemy import delete, select, text

from grants.calendar import exclusive_end, istanbul_day
from grants.contracts.privacy_events import PersonalDataErased
from grants.contracts.queues import AUDIT
from grants.contracts.stages import DeadlineKind
from grants.personal import Fate
from grants.proof.canonical import canonical
from grants.proof.chain import Link
from grants.proof.tables.book import written
from grants.proof.tables.monitoring import HANDLERS, TABLES
from grants.proof.veil import veil
from grants.values import ApplicationId
from runtime.cloudevents import CloudEvent
from runtime.consumer import room_effect
from runtime.identifiers import new_id
from runtime.keeping import PAPERS, kept
from runtime.pruning import Pruner
from runtime.room import filed_of
from runtime.settings import KeepingSettings
from runtime.shredding import Shredder
from services.audit.store.ledger import new_salt
from services.monitoring.events import HEARS
from services.monitoring.store import holdings
from services.monitoring.store.personal import PERSONAL
from tests.grants.proof.told import links_of
from tests.rooms import Room
from tests.services.monitoring.life import Life, begun, ok, rules_of
from tests.services.monitoring.test_holdings import contract_event, running
from tests.services.monitoring.test_report_lines import PDF, line, paper, told

pytestmark = pytest.mark.servers

EMPTY = (None, "", [], {})


def order(life: Life) -> CloudEvent:
    """The administrator's order, as the audit room tells it."""
    data = PersonalDataErased(application_id=ApplicationId(life.id), reason="On yıl doldu.", destroyed=1)
    return CloudEvent(
        id=new_id(),
        source="/destek/audit",
        type=data.type_name(),
        subject=life.id,
        time=life.room.clock.at,
        actorid="yonetici-1",
        actorrole="administrator",
        data=data.model_dump(mode="json"),
    )


async def left(life: Life, fate: Fate) -> set[str]:
    """The places of this fate in which something of the grant still stands."""
    found = set()
    async with life.room.desk.database.transaction() as session:
        for table, names in PERSONAL.tables(fate):
            rows = (await session.execute(select(table).where(PERSONAL.rows_of(table, life.id)))).mappings()
            found |= {f"{table.name}.{name}" for row in rows for name in names if _words(row[name], name)}
    return found


def _words(value: object, name: str) -> bool:
    return value not in EMPTY and name not in PERSONAL.forms


def erased(link: Link) -> Link:
    """The record as it stands once its key is destroyed."""
    body, _ = veil(link.opened().event, new_salt)
    return replace(link, body=canonical(body))


async def test_an_erasure_empties_the_tables_and_they_still_say_what_was_told(room: Room) -> None:
    life = await running(room)
    before, records = await left(life, Fate.ERASED), links_of(await told_of(life))
    assert len(before) > 20, before
    effect, ordered = room_effect(room.desk, dict(HEARS[AUDIT])), order(life)
    await effect(ordered)
    assert await left(life, Fate.ERASED) == set()
    assert await left(life, Fate.DUTY) >= {"change_request.decided_by", "report.submitted_by", "history.actor_id"}
    async with room.desk.database.transaction() as session:
        held = await holdings.of_grant(session, life.id)
    book = written(TABLES, HANDLERS, map(erased, records))
    assert [(one.table, one.row, one.field, one.told, one.held) for one in book.differences(held)] == []
    told = [one.data for one in await room.told(life.id) if one.type == "monitoring.personal_data.emptied.v1"]
    until = exclusive_end(istanbul_day(life.room.clock.at), 5 * 12).isoformat()
    assert [(one["ground"], one["until"]) for one in told] == [("erased", until)]
    await effect(ordered.model_copy(update={"id": new_id()}))
    assert len([one for one in await room.told(life.id) if one.type == "monitoring.personal_data.emptied.v1"]) == 1


async def test_what_is_kept_by_duty_goes_by_itself_on_its_day_and_the_books_stay(room: Room) -> None:
    life = await running(room)
    await room_effect(room.desk, dict(HEARS[AUDIT]))(order(life))
    longer = KeepingSettings(duty_years=9)  # set since: the day that was told at the erasure stands
    pruner = Pruner(room.desk, room.platform.bus, longer, PERSONAL)
    room.clock.forward(days=5 * 365)
    await pruner.round()
    assert await left(life, Fate.DUTY) != set(), "a day too early: a leap year lies between"
    room.clock.forward(days=2)
    await pruner.round()
    assert await left(life, Fate.DUTY) == set()
    assert await left(life, Fate.BOOKS) >= {"ledger_entry.by", "payment.paid_by", "claim.approved_by"}
    told = [one.data["ground"] for one in await room.told(life.id) if one.type == "monitoring.personal_data.emptied.v1"]
    assert told == ["erased", "duty"]
    async with room.desk.database.transaction() as session:
        late = text("UPDATE report SET submitted_by = 'gec-gelen' WHERE grant_id = :id AND number = 1")
        await session.execute(late, {"id": life.id})
    await room_effect(room.desk, dict(HEARS[AUDIT]))(order(life).model_copy(update={"time": room.clock.at}))
    await pruner.round()
    assert await left(life, Fate.DUTY) == {"report.submitted_by"}, "the ground begins anew with a second erasure"
    room.clock.forward(days=5 * 366)
    await pruner.round()
    assert await left(life, Fate.DUTY) == set()


async def test_an_erased_grant_is_still_shown(room: Room) -> None:
    life = await running(room)
    await room_effect(room.desk, dict(HEARS[AUDIT]))(order(life))
    for path in ("", "/plan", "/plan/versions", "/reports/1/lines", "/reports/1/evidence"):
        ok(await life.officer.get(f"/grants/{life.id}{path}"))
    ok(await life.finance.get(f"/grants/{life.id}/ledger"))
    for path in ("/grants", "/visits", "/tasks"):
        ok(await life.officer.get(path))
    page = await life.page()
    for change in page["changes"]:
        ok(await life.officer.get(f"/changes/{change['id']}"))
    assert ok(await room.api.as_("mufettis", "inspector").get(f"/grants/{life.id}/holdings"))["tables"]


async def test_a_paper_counts_once_although_the_grant_that_counted_it_was_erased(room: Room) -> None:
    life, other = await begun(room), await begun(room)
    await life.travel(DeadlineKind.PERIOD_END)
    number = f"E-{life.id[-8:]}"
    split = {**line(net="100.00", vat="0.00"), "paper": paper(f"{number}-2", total="120.00")}
    await other.travel(DeadlineKind.PERIOD_END)
    ok(await life.coordinator.post(f"/grants/{life.id}/reports/1", told(line(number), split)))
    ok(await life.officer.post(f"/grants/{life.id}/reports/1/accept"))
    await room_effect(room.desk, dict(HEARS[AUDIT]))(order(life))
    ok(await other.coordinator.post(f"/grants/{other.id}/reports/1", told(line(number), {**split, "net": "20.01"})))
    answer = await other.officer.post(f"/grants/{other.id}/reports/1/accept")
    assert (answer.status_code, rules_of(answer)) == (422, ["line.counted_elsewhere", "line.split_elsewhere"])
    ok(await other.officer.post(f"/grants/{other.id}/reports/1/return", {"remarks": "Counted already."}))
    ok(await other.coordinator.post(f"/grants/{other.id}/reports/1", told({**split, "net": "20.00"})))
    ok(await other.officer.post(f"/grants/{other.id}/reports/1/accept"))


async def scanned(life: Life, content: bytes) -> str:
    """The address of a scan that was handed in."""
    given = {"name": "Ayşe.pdf", "media_type": "application/pdf", "content": b64encode(content).decode()}
    return f"/grants/{life.id}/scans/{ok(await life.coordinator.post(f'/grants/{life.id}/scans', given))['document']}"


async def as_of_before(life: Life, content: bytes) -> str:
    """A scan that lies in the store as it did before documents were encrypted."""
    address = await scanned(life, content)
    name, documents = address.rpartition("/")[2], life.room.platform.documents
    await obstore.delete_async(documents.store, f"files/{life.id}/monitoring/{name}")
    await documents.keep(content)
    return address


async def test_the_documents_of_an_erased_grant_are_destroyed_and_asking_for_one_says_so(room: Room) -> None:
    life, other = await begun(room), await begun(room)
    told = [PDF + f"{life.id} {number}".encode() for number in range(3)]
    places = [await scanned(life, told[0]), await as_of_before(life, told[1]), await as_of_before(life, told[2])]
    shared = (await as_of_before(other, told[2])).replace(life.id, other.id)
    for place, content in zip(places, told, strict=True):
        assert (await life.officer.get(place)).content == content
    await room_effect(room.desk, dict(HEARS[AUDIT]))(order(life))
    shredder = Shredder(room.desk, filed_of(room.platform, "monitoring"), PERSONAL)
    for are_left in (True, False):
        for place in places:
            gone = await life.officer.get(place)
            assert (gone.status_code, rules_of(gone)) == (410, ["document.erased"])
        assert (await shredder.round() > 0) is are_left
    assert (await other.officer.get(shared)).content == told[2]
    left = await obstore.list(room.platform.documents.store).collect_async()
    assert [one["path"].rpartition("/")[2] for one in left] == [shared.rpartition("/")[2]]
    (event,) = [one.data for one in await room.told(life.id) if one.type == "monitoring.documents.erased.v1"]
    assert event == {"count": 2, "left": 1}


async def test_files_that_were_erased_before_have_their_documents_destroyed_as_well(room: Room) -> None:
    life = await begun(room)
    place = await scanned(life, PDF + life.id.encode())
    await room_effect(room.desk, dict(HEARS[AUDIT]))(order(life))
    async with room.desk.database.transaction() as session:
        await session.execute(delete(kept).where(kept.c.about == life.id, kept.c.ground == PAPERS))
    assert (await life.officer.get(place)).status_code == 200
    assert await Shredder(room.desk, filed_of(room.platform, "monitoring"), PERSONAL).round() >= 1
    assert (await life.officer.get(place)).status_code == 410


async def told_of(life: Life) -> list[CloudEvent]:
    own = await life.room.told(life.id)
    return [contract_event(own[0], life.contract), *own]

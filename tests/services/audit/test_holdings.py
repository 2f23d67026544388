"""What the audit room holds of inspectors' work says what was told of it; what is changed beside the room is named."""

from datetime import datetime
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncSession

from grants.contracts import application_events as application
from grants.contracts.risk_events import RiskAssessed
from grants.contracts.stages import Stage
from grants.proof.chain import Link
from grants.proof.tables.book import Book, written
from grants.proof.tables.desk import HANDLERS, TABLES
from runtime.holdings import Held
from services.audit.app import PLAN
from services.audit.models import Row
from services.audit.store import holdings
from services.audit.usecases.lapse import forget
from tests.conftest import OpenRoom
from tests.every_column import unheld
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import NOON, File, hear, said
from tests.services.audit.test_barred import found as barred

KNOWN_BY = frozenset({"about", "id", "lead_id", "sample_id"})
"""By what the room finds the rows of a file, a sample or a lead."""
WRITTEN = frozenset({"conclusion", "entries", "signed_at", "signed_by"})
"""What the chain of the file tells of a paper; that of the sample tells where it was drawn."""
YEARS = 5


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def inspector(room: Room) -> ApiClient:
    return room.api.as_("mufettis-1", "inspector")


async def done(room: Room, path: str, **body: Any) -> Any:
    answer = await inspector(room).post(path, body)
    assert answer.status_code == 201 or path.endswith("/sign"), answer.text
    return answer.json()


async def looked_into(audit: Room) -> tuple[File, str, str]:
    """A file that ended, with all an inspector can do about it; the ids of its sample and of its lead."""
    file = File()
    entered = application.StageEntered(
        application_id=file.id, call_id=file.call_id, stage=Stage.ADMINISTRATIVE_CHECK, due_at=NOON
    )
    risk = RiskAssessed.model_validate(
        {"grant_id": file.id, "application_id": file.id, "number": 1, "score": 40, "level": "x"}
    )
    officer = f"memur-{file.id}"
    heard = (file.by_coordinator(file.submitted()), said(entered, file.id), said(file.admitted(), file.id, officer))
    await hear(audit, *heard, said(risk, file.id), file.excluded())
    found = (await inspector(audit).get("/desk/leads")).json()["entries"]
    (lead,) = (one["id"] for one in found if one["persons"] == [officer])
    await done(audit, f"/desk/leads/{lead}/answers", verdict="dismissed", reason="Dosya o gün geldi.")
    drawn = await done(audit, "/desk/samples", method="lot", size=1, reason="Yıllık plan.", call_id=file.call_id)
    paper = f"/desk/samples/{drawn['sample']['id']}/papers/{file.id}"
    await done(audit, f"{paper}/notes", kind="finding", text="Tutanak eksik.", severity="major")
    await done(audit, f"{paper}/notes", kind="remark", text="Koordinatörle görüşüldü.")
    await done(audit, f"{paper}/sign", conclusion="Bir bulgu dışında uygundur.")
    await done(audit, f"/applications/{file.id}/inspections", remark="İncelendi.")
    for redacted in (False, True):
        await done(audit, f"/applications/{file.id}/dossiers", redacted=redacted)
    return file, drawn["sample"]["id"], lead


async def book_of(room: Room, about: str) -> Book:
    """What the ledger makes of it, opened as far as it goes, once all was heard."""
    await hear(room, *await room.told(about))
    answer = await inspector(room).get(f"/applications/{about}/ledger")
    links = [_link(entry) for entry in answer.json()["entries"]]
    return written(TABLES, HANDLERS, links)


def _link(entry: dict[str, Any]) -> Link:
    moments = {name: datetime.fromisoformat(entry[name]) for name in ("time", "recorded_at")}
    return Link(**{**entry, **moments})


async def of(session: AsyncSession, about: str) -> Held:
    return (await holdings.of_each(session, [about])).get(about, {})


async def differences(room: Room, about: str) -> list[str]:
    answer = await inspector(room).get(f"/holdings/{about}")
    assert answer.status_code == 200, answer.text
    return [f"{one.table}.{one.field}" for one in (await book_of(room, about)).differences(answer.json()["tables"])]


@pytest.mark.servers
async def test_every_column_says_what_was_told_and_is_named_where_somebody_changed_it(audit: Room) -> None:
    file, sample, lead = await looked_into(audit)
    books = {about: await book_of(audit, about) for about in (file.id, sample, lead)}
    left = {}
    for about, book in books.items():
        held = (await inspector(audit).get(f"/holdings/{about}")).json()["tables"]
        assert list(book.differences(held)) == []
        left[about] = unheld(Row.metadata, book, held, KNOWN_BY) - holdings.NO_EVIDENCE.keys()
    assert left == {
        file.id: {"working_paper.place"},
        sample: {f"working_paper.{column}" for column in WRITTEN},
        lead: set(),
    }


@pytest.mark.servers
async def test_a_paper_put_in_beside_those_that_were_drawn_is_named(audit: Room) -> None:
    _, sample, _ = await looked_into(audit)
    book, held = await book_of(audit, sample), (await inspector(audit).get(f"/holdings/{sample}")).json()["tables"]
    blank = {"about": "another", "entries": [], "conclusion": "", "signed_by": "", "signed_at": None}
    held["working_paper"].append({**held["working_paper"][0], **blank})
    assert [(one.kind, one.table) for one in book.differences(held)] == [("count", "working_paper")]


@pytest.mark.servers
async def test_what_was_erased_or_lapsed_is_no_difference(audit: Room) -> None:
    file, sample, lead = await looked_into(audit)
    for about in (file.id, sample, lead):
        assert await differences(audit, about) == []
    audit.clock.forward(days=366 * 10)
    administrator = audit.api.as_("yonetici-1", "administrator")
    erased = await administrator.post(f"/applications/{file.id}/erasure", {"reason": "Saklama süresi doldu."})
    assert erased.status_code == 201, erased.text
    assert await differences(audit, file.id) == []
    async with audit.desk.database.transaction() as session:
        held = (await of(session, file.id))["working_paper"]
        assert {entry["text"] for row in held for entry in row["entries"]} == {""}
    assert await forget(audit.desk, YEARS) >= 2
    async with audit.desk.database.transaction() as session:
        (row,) = (await of(session, sample))["sample"]
        assert (row["drawn_by"], row["reason"], row["seed"]) == ("", "", "")
        assert await of(session, lead) == {}
    assert await differences(audit, sample) == []
    assert list((await book_of(audit, lead)).differences({})) == []


@pytest.mark.servers
async def test_all_are_listed_but_what_the_reader_is_kept_from_and_nobody_else_reads_them(audit: Room) -> None:
    file, sample, lead = await looked_into(audit)
    assert {file.id, sample, lead} <= await listed(inspector(audit))
    await hear(audit, barred(file, "mufettis-2"))
    other = audit.api.as_("mufettis-2", "inspector")
    seen = await listed(other)
    assert (seen & {file.id, sample}, lead in seen) == (set(), True)
    for about in (file.id, sample):
        assert (await other.get(f"/holdings/{about}")).status_code == 403
    assert (await inspector(audit).get("/holdings/nothing")).status_code == 404
    for address in ("/holdings", f"/holdings/{file.id}"):
        assert (await audit.api.as_("memur-1", "ministry_officer").get(address)).status_code == 403


async def listed(reader: ApiClient) -> set[str]:
    found: set[str] = set()
    after = ""
    while after is not None:
        page = (await reader.get("/holdings", after=after, limit=2)).json()
        found |= {entry["about"] for entry in page["entries"]}
        after = page["after"]
    return found


def test_every_table_is_held_against_the_records_or_it_is_said_why_not() -> None:
    assert {*Row.metadata.tables} == {*TABLES, *holdings.LEFT_OUT}
    assert {*TABLES} == {*holdings.OF}

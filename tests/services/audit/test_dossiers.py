"""The inspector takes a file along whole, and whoever has it checks it without us."""

import hashlib
import json
from dataclasses import dataclass, field
from uuid import uuid4

import pytest
from sqlalchemy import text

from grants.contracts.application_events import ConsortiumCreated
from grants.contracts.report_events import PaperScanned
from grants.proof.dossier.checking import verify
from grants.proof.dossier.contents import document_entry, read_dossier
from grants.proof.dossier.packing import unpack
from runtime.auth import Actor
from runtime.db import Database
from runtime.documents import Documents
from runtime.filed import Filed
from runtime.room import filed_of
from services.audit.app import PLAN
from services.audit.store import builds
from services.audit.usecases.dossiers import Means, Wish, make
from services.audit.worker import signer_of
from tests.conftest import OpenRoom
from tests.rooms import ApiClient, Room
from tests.services.audit.telling import File, hear, said

pytestmark = pytest.mark.servers


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


def inspector(room: Room) -> ApiClient:
    return room.api.as_("mufettis-1", "inspector")


async def told(audit: Room) -> tuple[File, File]:
    """Two files of one call that were told of until the committee."""
    one, other = File(), File()
    other.call_id = one.call_id
    created = ConsortiumCreated(consortium_id=one.consortium_id, name="OSTİM", coordinator_id=one.coordinator)
    await hear(audit, said(created, one.consortium_id, one.coordinator, "coordinator"))
    await hear(audit, *one.until_assessed(), *other.until_assessed(), one.ranked(other.id))
    return one, other


async def made(audit: Room, about: str, **wish: bool) -> bytes:
    answer = await inspector(audit).post(f"/applications/{about}/dossiers", wish)
    assert answer.status_code == 201, answer.text
    taken = await inspector(audit).get(f"/applications/{about}/dossiers/{answer.json()['sha256']}")
    assert taken.status_code == 200
    assert hashlib.sha256(taken.content).hexdigest() == answer.json()["sha256"]
    assert len(taken.content) == answer.json()["size"]
    return bytes(taken.content)


async def test_what_is_taken_along_holds_in_every_part(audit: Room) -> None:
    one, _ = await told(audit)
    verdict = verify(await made(audit, one.id))
    assert [str(finding) for finding in verdict.findings if not finding.holds] == []
    assert verdict.wrong is None


async def test_a_scan_that_lies_encrypted_in_the_store_comes_along_as_it_was_handed_in(audit: Room) -> None:
    one, _ = await told(audit)
    filed, content = filed_of(audit.platform, "monitoring"), f"%PDF-1.7 {uuid4()}".encode()
    scan = await filed.keep(one.id, content)
    stranger = await filed.keep(str(uuid4()), b"of another file")
    for name in (scan, stranger):
        paper = PaperScanned(grant_id=one.id, application_id=one.id, document=name, size=8)
        await hear(audit, said(paper, one.id))
    whole = await made(audit, one.id)
    dossier = read_dossier(unpack(whole))
    assert {held.sha256: held.size for held in dossier.facts.documents if held.included} == {scan: len(content)}
    assert dossier.files[document_entry(scan)] == content
    assert verify(whole).wrong is None
    await filed.destroy(one.id)
    assert not any(held.included for held in read_dossier(unpack(await made(audit, one.id))).facts.documents)


async def test_it_has_the_file_and_its_call_and_nothing_that_concerns_others_alone(audit: Room) -> None:
    one, other = await told(audit)
    dossier = read_dossier(unpack(await made(audit, one.id)))
    subjects = [(subject.kind, subject.about) for subject in dossier.facts.subjects]
    assert subjects[:3] == [("application", one.id), ("call", one.call_id), ("consortium", one.consortium_id)]
    assert set(subjects[3:]) <= {("other", builds.ABOUT)}, "the builds are of every file, where any are kept"
    application, call, *_ = dossier.chains
    assert len(application.bodies) == 5
    types = [json.loads(body)["type"] for body in call.bodies if body]
    assert types == ["evaluation.committee.concluded.v1"]
    assert other.coordinator not in "".join((*call.bodies, *application.bodies))


async def test_without_what_is_personal_it_names_nobody_and_holds(audit: Room) -> None:
    one, _ = await told(audit)
    whole = await made(audit, one.id, redacted=True)
    assert verify(whole).holds
    for person in (one.coordinator, one.evaluator, "memur-1"):
        assert person.encode() not in whole


async def test_that_it_was_made_and_taken_is_on_record(audit: Room) -> None:
    one, _ = await told(audit)
    whole = await made(audit, one.id)
    events = await audit.told(one.id, reads=True)
    assert [event.type for event in events][-3:] == [
        "audit.dossier.made.v1",
        "audit.dossier.downloaded.v1",
        "audit.file.read.v1",
    ]
    assert {event.data["sha256"] for event in events[-3:-1]} == {hashlib.sha256(whole).hexdigest()}
    (listed,) = (await inspector(audit).get(f"/applications/{one.id}/dossiers")).json()["entries"]
    assert (listed["size"], listed["made_by"]) == (len(whole), "mufettis-1")


@pytest.mark.parametrize("role", ["coordinator", "ministry_officer", "evaluator", "administrator"])
async def test_nobody_but_an_inspector_makes_or_takes_one(audit: Room, role: str) -> None:
    one, _ = await told(audit)
    whole = await made(audit, one.id)
    person = audit.api.as_("birisi-1", role)
    address = f"/applications/{one.id}/dossiers"
    assert (await person.post(address, {})).status_code == 403
    assert (await person.get(address)).status_code == 403
    assert (await person.get(f"{address}/{hashlib.sha256(whole).hexdigest()}")).status_code == 403


async def test_another_files_dossier_is_not_found_under_this_one(audit: Room) -> None:
    one, other = await told(audit)
    whole = await made(audit, one.id)
    address = f"/applications/{other.id}/dossiers/{hashlib.sha256(whole).hexdigest()}"
    assert (await inspector(audit).get(address)).status_code == 404
    assert (await inspector(audit).post("/applications/nobody/dossiers", {})).status_code == 404


@dataclass(frozen=True, slots=True)
class Watched(Documents):
    """The room's documents; when one is read, whether nobody holds the ledger is noted."""

    database: Database | None = None
    free: list[bool] = field(default_factory=list)

    async def read(self, name: str) -> bytes:
        assert self.database is not None
        async with self.database.transaction() as session:
            ask = "SELECT pg_try_advisory_xact_lock(hashtextextended('ledger', 0))"
            self.free.append(bool(await session.scalar(text(ask))))
        return await Documents(self.store).read(name)


async def test_nobody_waits_for_the_ledger_while_documents_are_read(audit: Room) -> None:
    one, _ = await told(audit)
    name = await audit.platform.documents.keep(b"a paper in clear")
    await hear(audit, said(PaperScanned(grant_id=one.id, application_id=one.id, document=name, size=8), one.id))
    watched = Watched(audit.platform.documents.store, database=audit.desk.database)
    means = Means(signer_of(audit.platform.settings), Filed(watched, None, "audit"))
    async with audit.desk.unit(Actor("mufettis-1", "Müfettiş", frozenset({"inspector"}))) as unit:
        found = await make(unit, one.id, Wish(), means)
    assert (found.documents, watched.free) == (1, [True]), "read once, and before anything was locked"

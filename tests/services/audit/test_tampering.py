"""Whoever owns database, archive or dossier and tampers with them is found out every time, and the place is named."""

import json
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select, text
from sqlalchemy.ext.asyncio import AsyncSession

from cli.archived import Archive, prove_archive
from cli.checking import walked
from cli.client import ApiSession
from cli.proof import Ledger
from cli.stack.stack import Stack
from grants.contracts.ledger_events import RunArchived
from grants.proof.archive import Archived, Wrong, pack, unpack
from grants.proof.chain import GROUND, seal
from grants.proof.dossier.checking import verify
from grants.proof.dossier.contents import Dossier
from grants.proof.known import Known
from grants.proof.signatures import stamp
from grants.proof.walking import Found, Walk
from runtime.db import Database
from runtime.signing import new_signer
from services.audit.app import PLAN
from services.audit.models import LedgerRow, RecordRow
from services.audit.store import tree
from services.audit.store.copying import copy_in, table_of
from services.audit.store.walking import BEFORE_ALL, stretch
from tests.conftest import OpenRoom
from tests.grants.proof.dossier import made
from tests.grants.proof.tampering import TAMPERINGS, Rows, link_of, made_to_hold, names, row_of
from tests.rooms import Room
from tests.services.audit.telling import File, hear, said
from tests.services.audit.test_ledger import Unheard, owning
from tests.services.audit.test_sealing import sealed, unsealed

Tampering = Callable[[Rows, int, int], Rows]
EACH = pytest.mark.parametrize("tampering", TAMPERINGS.values(), ids=TAMPERINGS)
TABLES = table_of(LedgerRow), table_of(RecordRow)
TWO = st.tuples(st.integers(0, 10**6), st.integers(0, 10**6))


# The database: the ledger's tables, as their owner can write them.


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


@pytest.fixture
async def file(audit: Room, servers: Stack) -> AsyncIterator[File]:
    """A file under three new roots, of which the ledger had none before, whatever else happened to it."""
    await unsealed(servers)
    key, found = new_signer(), File()
    for events in (found.until_assessed(), [said(Unheard(), found.id)] * 1, [found.decided()]):
        await hear(audit, *events)
        await sealed(audit, key)
    yield found
    await unsealed(servers)


async def read_rows(session: AsyncSession) -> Rows:
    records, keys = [
        tuple(dict(row) for row in (await session.execute(select(table).order_by(table.c.place))).mappings())
        for table in TABLES
    ]
    return Rows(records, keys)


async def write_rows(session: AsyncSession, rows: Rows) -> None:
    """As the owner of the tables, who takes the guards away first."""
    for table in TABLES:
        await session.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
        await session.execute(delete(table))
    await copy_in(session, LedgerRow, rows.records)
    await copy_in(session, RecordRow, [{"room": "x"} | row for row in rows.keys])


async def walk_of(session: AsyncSession) -> list[Found]:
    """What a walk over the tables finds, as somebody comes by it over the room's door."""
    walk = Walk(await tree.keys(session), await tree.roots(session, 0, 200))
    found, after, goes_on = list(walk.begin()), BEFORE_ALL, True
    while goes_on:
        part = await stretch(session, after, 200)
        found += walk.go_on(part.keys, part.links, part.until)
        after, goes_on = part.until, part.goes_on
    return [*found, *walk.finish()]


async def tampered(servers: Stack, file: File, two: tuple[int, int], do: Tampering) -> None:
    """Do it to records of the file; what is found beside what was wrong before names one of their places."""
    database = Database(servers.owner_urls["audit"], pool=1)
    session = AsyncSession(database.engine)
    try:
        rows, before = await read_rows(session), set(await walk_of(session))
        own = [at for at, row in enumerate(rows.records) if row["about"] == file.id]
        at, other = sorted((own[two[0] % len(own)], own[(two[0] + 1 + two[1] % (len(own) - 1)) % len(own)]))
        await write_rows(session, do(rows, at, other))
        found = [one for one in await walk_of(session) if one not in before]
        assert names(found, rows.records[at]["place"]), found
    finally:
        await session.rollback()
        await session.close()
        await database.close()


@pytest.mark.servers
@EACH
@pytest.mark.parametrize("holds_again", [False, True], ids=["plainly", "and made to hold again"])
@given(two=TWO)
@settings(max_examples=3, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
async def test_a_record_in_the_database_that_was_tampered_with_is_found_and_named(
    servers: Stack, file: File, tampering: Tampering, two: tuple[int, int], *, holds_again: bool
) -> None:
    def do(rows: Rows, at: int, other: int) -> Rows:
        done = tampering(rows, at, other)
        return made_to_hold(done, at) if holds_again else done

    await tampered(servers, file, two, do)


@pytest.mark.servers
async def test_an_end_that_was_cut_off_the_database_is_found(servers: Stack, file: File) -> None:
    def cut(rows: Rows, at: int, _: int) -> Rows:
        place = rows.records[at]["place"]
        return Rows(*(tuple(row for row in every if row["place"] < place) for every in (rows.records, rows.keys)))

    await tampered(servers, file, (0, 0), cut)


@pytest.mark.servers
@pytest.mark.usefixtures("file")
async def test_whoever_walks_the_ledger_from_outside_comes_to_a_verdict(audit: Room, servers: Stack) -> None:
    whole = await walked(outside(audit), shelves=())
    assert (whole["roots"], whole["first_key_known"]) == (3, True)
    assert (await walked(outside(audit), Known("another"), shelves=()))["holds"] is False
    async with owning(servers) as session:
        assert whole["amiss"] == len(await walk_of(session))
        assert whole["records"] == len((await read_rows(session)).keys)
    assert (await audit.api.as_("memur-1", "ministry_officer").get("/ledger/records")).status_code == 403
    assert (await audit.api.as_("memur-1", "ministry_officer").get("/ledger/roots/kept")).status_code == 403


async def nothing(_: httpx.Response) -> None:
    """Nobody does anything while somebody reads."""


def outside(room: Room, meanwhile: Callable[[httpx.Response], Awaitable[None]] = nothing) -> ApiSession:
    """The room's door as a command of an inspector comes to it; meanwhile: what is done after each answer."""
    hooks = {"response": [meanwhile]}
    http = httpx.AsyncClient(transport=httpx.ASGITransport(room.api.app), event_hooks=hooks)
    token = room.api.signer.token("mufettis", "inspector")
    return ApiSession(token=token, urls={"audit": "http://audit.test"}, http=http)


# The archive: manifests of finished runs, and their histories.

BEGAN = datetime.fromisoformat("2027-01-01T00:00:00+00:00")
RUNS = 6


@cache
def histories() -> tuple[bytes, ...]:
    return tuple(json.dumps({"events": [{"eventId": str(number)}] * 20}).encode() for number in range(RUNS))


def archived(manifests: Sequence[str]) -> list[Archived]:
    head, found = GROUND, []
    for manifest in manifests:
        found.append(Archived(manifest=manifest, hash=seal(head, manifest), previous_hash=head))
        head = found[-1].hash
    return found


@cache
def archive() -> tuple[list[Archived], Ledger, dict[str, bytes]]:
    """Six runs of one workflow, the records that tell of them, and the kept bytes by run."""
    manifests, documents = [], {}
    for number, history in enumerate(histories(), 1):
        documents[f"run-{number}"] = pack(history)
        at = stamp(BEGAN + timedelta(days=90 * number))
        fields = {"volume": number, "archive_index": number, "run_id": f"run-{number}", "archived_at": at}
        fields |= {"continues": f"run-{number - 1}" if number > 1 else "", "ended_at": at, "size": len(history)}
        fields |= {"continued_by": f"run-{number + 1}" if number < RUNS else ""}
        digests = {"document": made.hashlib.sha256(pack(history)), "content": made.hashlib.sha256(history)}
        fields |= {name: digest.hexdigest() for name, digest in digests.items()}
        manifests.append(made.manifest().model_copy(update=fields).canonical())
    entries = archived(manifests)
    book = made.Book()
    for entry in entries:
        one = entry.read()
        fields = one.model_dump(include={"workflow_id", "run_id", "volume", "archive_index", "document", "content"})
        book.add(made.APPLICATION, RunArchived.type_name(), **fields, hash=entry.hash)
    book.add(made.APPLICATION, "monitoring.future.happened.v1")
    return entries, Ledger(made.APPLICATION, tuple(link_of(row_of(told)) for told in book.told)), documents


def wrong_with(entries: Sequence[Archived], documents: dict[str, bytes]) -> list[str]:
    """What is found of the archive, as replaying does it: its chain, its histories, and what the ledger tells."""
    _, ledger, _ = archive()
    kept = Archive(made.APPLICATION, list(entries))
    unfit = [
        manifest.run_id
        for manifest in kept.manifests()
        if isinstance(unpack(manifest, documents.get(manifest.run_id, b"")), Wrong)
    ]
    return [*unfit, *(proof.what for proof in prove_archive(kept, ledger) if not proof.holds)]


def changed_runs(name: str, manifests: list[str], at: int, other: int) -> list[str]:
    """The manifests after one of the five; written anew, each says where it then stands."""
    one = made.Manifest.model_validate_json(manifests[at])
    match name:
        case "change":
            manifests[at] = one.model_copy(update={"ending": "failed"}).canonical()
        case "drop":
            del manifests[at]
        case "insert":
            manifests.insert(at, one.model_copy(update={"run_id": "run-x"}).canonical())
        case "reorder":
            manifests[at], manifests[other] = manifests[other], manifests[at]
        case _:
            manifests[at] = one.model_copy(update={"ended_at": stamp(BEGAN - timedelta(days=365))}).canonical()
    return manifests


def numbered(manifests: Sequence[str]) -> list[str]:
    """Each says the place and the volume it has now, and continues the one before it."""
    found = [made.Manifest.model_validate_json(one) for one in manifests]
    ids = ["", *(one.run_id for one in found), ""]
    return [
        one.model_copy(
            update={"archive_index": at, "volume": at, "continues": ids[at - 1], "continued_by": ids[at + 1]}
        ).canonical()
        for at, one in enumerate(found, 1)
    ]


def test_an_archive_that_nobody_touched_holds() -> None:
    entries, _, documents = archive()
    assert wrong_with(entries, documents) == []


@pytest.mark.parametrize("name", TAMPERINGS)
@pytest.mark.parametrize("holds_again", [False, True], ids=["plainly", "and made to hold again"])
@given(places=st.tuples(st.integers(0, RUNS - 1), st.integers(0, RUNS - 1)).filter(lambda two: two[0] < two[1]))
@settings(max_examples=10)
def test_a_run_in_the_archive_that_was_tampered_with_is_found(
    name: str, places: tuple[int, int], *, holds_again: bool
) -> None:
    entries, _, documents = archive()
    manifests = changed_runs(name, [one.manifest for one in entries], *places)
    if holds_again:
        kept = archived(numbered(manifests))
    else:
        known = {one.manifest: one for one in entries}
        kept = [known.get(one) or entries[places[0]].model_copy(update={"manifest": one}) for one in manifests]
    assert wrong_with(kept, {**documents, "run-x": documents[f"run-{places[0] + 1}"]})


@given(run=st.integers(1, RUNS), at=st.integers(0, 10**6), mask=st.integers(1, 255))
@settings(max_examples=30)
def test_a_history_in_which_a_byte_was_changed_is_found(run: int, at: int, mask: int) -> None:
    entries, _, documents = archive()
    content = bytearray(documents[f"run-{run}"])
    content[at % len(content)] ^= mask
    assert wrong_with(entries, {**documents, f"run-{run}": bytes(content)}) == [f"run-{run}"]


def test_a_run_put_at_the_end_of_the_archive_that_nobody_told_of_is_named() -> None:
    entries, _, documents = archive()
    last = made.Manifest.model_validate_json(entries[-1].manifest)
    fields = {"run_id": "run-x", "volume": 1, "archive_index": RUNS + 1, "workflow_id": "grant/x", "continues": ""}
    added = last.model_copy(update=fields).canonical()
    kept = archived([*(one.manifest for one in entries), added])
    (proof,) = [one for one in prove_archive(Archive(made.APPLICATION, kept), archive()[1]) if not one.holds]
    assert "grant/x" in str(proof.what)
    assert wrong_with(kept, {**documents, "run-x": documents[f"run-{RUNS}"]})


@given(left=st.integers(0, RUNS - 1))
def test_an_archive_whose_end_was_cut_off_is_found(left: int) -> None:
    entries, _, documents = archive()
    assert len(wrong_with(entries[:left], documents)) == RUNS - left


@given(st.tuples(*[st.integers(0, RUNS)] * 3))
def test_what_is_archived_between_two_readings_is_no_sign_of_tampering_and_what_was_told_before_still_is(
    read: tuple[int, int, int],
) -> None:
    """Of the ledger, of the archive, of the ledger again: what each of them had of the six runs."""
    before, kept, since = read
    entries, whole, _ = archive()
    first, last = (Ledger(whole.about, whole.links[:length]) for length in (before, since))
    wrong = [proof for proof in prove_archive(Archive(whole.about, entries[:kept]), first, last) if not proof.holds]
    assert len(wrong) == max(before - kept, 0) + max(kept - since, 0)


# The dossier: one file.


def spans(whole: bytes, at: int, other: int) -> tuple[int, int, int]:
    """Two stretches of a few bytes that do not overlap, and how long they are."""
    size = 1 + at % 7
    one, two = sorted((at % (len(whole) - size), other % (len(whole) - size)))
    return one, max(two, one + size) if one + 2 * size <= len(whole) else one, size


def bent(name: str, whole: bytes, at: int, other: int) -> bytes:
    """The file after one of the five, done to its bytes."""
    one, two, size = spans(whole, at, other)
    first, second = whole[one : one + size], whole[two : two + size]
    match name:
        case "change":
            return whole[:one] + bytes(byte ^ 1 for byte in first) + whole[one + size :]
        case "drop":
            return whole[:one] + whole[one + size :]
        case "insert":
            return whole[:one] + first + whole[one:]
        case "reorder":
            return whole[:one] + second + whole[one + size : two] + first + whole[two + size :]
        case _:
            return whole.replace(b"2027-01-01T", b"2026-01-01T", 1 + at % 3)


@pytest.mark.parametrize("name", TAMPERINGS)
@given(two=TWO)
@settings(max_examples=15, deadline=None)
def test_a_dossier_that_was_tampered_with_is_found_and_the_first_wrong_byte_named(
    name: str, two: tuple[int, int]
) -> None:
    whole = made.whole()
    other = bent(name, whole, *two)
    wrong = verify(other).wrong
    if other == whole:
        assert wrong is None
        return
    first = next((at for at, (was, now) in enumerate(zip(whole, other, strict=False)) if was != now), len(other))
    assert wrong is not None
    assert wrong.offset <= max(first, 0) or len(other) != len(whole)


@pytest.mark.parametrize("name", TAMPERINGS)
@given(two=st.tuples(st.integers(0, 2), st.integers(0, 2)).filter(lambda two: two[0] < two[1]))
@settings(max_examples=3, deadline=None)
def test_a_dossier_whose_chain_was_written_and_sealed_anew_is_not_what_the_roots_were_signed_over(
    name: str, two: tuple[int, int]
) -> None:
    """By somebody who has the key that seals dossiers, and not the one the auditor's copy of the roots is of."""
    one = made.dossier()
    rows = made_to_hold(Rows(tuple(row_of(told) for told in made.told().told if told["about"] == made.APPLICATION), ()))
    done = made_to_hold(TAMPERINGS[name](rows, *two))
    verdict = verify(made.written_down(chained_as(one, done)))
    assert verdict.wrong is None
    broken = {finding.what for finding in verdict.findings if not finding.holds}
    assert any(what.startswith(("end of", "place of")) for what in broken), broken


def chained_as(one: Dossier, rows: Rows) -> Dossier:
    """The dossier with these records for its application's."""
    subject = one.chains[0].subject.model_copy(update={"records": len(rows.records)})
    records = tuple(
        made.Record(
            chain_index=row["chain_index"],
            hash=row["hash"],
            previous_hash=row["previous_hash"],
            recorded_at=stamp(row["recorded_at"]),
        )
        for row in rows.records
    )
    facts = one.facts.model_copy(update={"subjects": (subject, one.chains[1].subject)})
    bodies, openings = (tuple(row[name] for row in rows.records) for name in ("body", "openings"))
    return made.with_chain(
        replace(one, facts=facts), 0, subject=subject, bodies=bodies, records=records, openings=openings
    )

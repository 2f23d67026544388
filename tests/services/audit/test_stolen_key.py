"""Whoever owns the database and has a key that was rotated away writes the ledger's own tables anew: who is told of it.

A record is changed, everything after it chained anew, the newer key and whatever tells of it taken out, and all roots
since signed with the old key. By itself such a ledger holds; a root that lies elsewhere, or the last key, does not fit.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, replace
from typing import Any

import httpx
import obstore
import pytest
from sqlalchemy import delete, text
from sqlalchemy.ext.asyncio import AsyncSession

from cli.checking import walked
from cli.phrases import said as worded
from cli.proof import fetch_ledger, prove_ledger
from cli.stack.stack import Stack
from grants.contracts.ledger_events import KeyIntroduced, RootSigned
from grants.proof.known import Known
from grants.proof.merkle import Peaks, leaf
from grants.proof.signatures import RootStatement, SignedRoot
from runtime.auth import system_actor
from runtime.db import Database
from runtime.room import api_of
from runtime.signing import Signer, new_signer
from runtime.unit import Desk
from services.audit.app import PLAN
from services.audit.models import RootRow, SigningKeyRow
from services.audit.store import tree
from services.audit.store.copying import table_of
from services.audit.usecases.seal import keep_apart, root_path
from tests.conftest import OpenRoom
from tests.grants.proof.tampering import TAMPERINGS, Rows, made_to_hold
from tests.rooms import ApiClient, Room, emptied
from tests.services.audit.telling import File, hear
from tests.services.audit.test_ledger import owning
from tests.services.audit.test_sealing import sealed, unsealed
from tests.services.audit.test_tampering import outside, read_rows, write_rows

pytestmark = pytest.mark.servers
TELLS = {KeyIntroduced.type_name(), RootSigned.type_name()}


class Within(Database):
    """A database as it stands inside a transaction that never ends well."""

    def __init__(self, session: AsyncSession) -> None:
        self._session = session

    @asynccontextmanager
    async def transaction(self) -> AsyncIterator[AsyncSession]:
        async with self._session.begin_nested():
            yield self._session


@dataclass
class Ledger:
    """A room whose ledger has a root by the old key, then two by the new one, all of them told of and kept apart."""

    room: Room
    file: File
    old: Signer
    new: Signer
    roots: tuple[SignedRoot, ...]

    async def check(self, known: Known) -> list[dict[str, Any]]:
        """What `destek audit check` finds."""
        verdict = await walked(outside(self.room), known, shelves=())
        findings: list[dict[str, Any]] = verdict["findings"]
        return findings


@pytest.fixture
async def ledger(room_of: OpenRoom, servers: Stack) -> AsyncIterator[Ledger]:
    room, file, old, new = await room_of(PLAN), File(), new_signer(), new_signer()
    await unsealed(servers)
    first, *others = file.until_assessed()
    roots = []
    for signers, events in (((old,), [first]), ((old, new), others), ((new,), [file.decided()])):
        await hear(room, *events)
        root = await sealed(room, *signers)
        assert root is not None
        roots.append(root)
        for one in await room.told("ledger"):
            if {one.data.get("key"), one.data.get("id")} & {old.id, new.id}:
                await hear(room, one)
    async with room.desk.unit(system_actor("audit")) as unit:
        await keep_apart(unit, room.platform.documents)
    yield Ledger(room, file, old, new, tuple(roots))
    await unsealed(servers)


@asynccontextmanager
async def rewritten(servers: Stack, ledger: Ledger) -> AsyncIterator[tuple[Ledger, int]]:
    """The same room on tables that the thief has written, and the place of the record that was changed."""
    async with owning(servers) as session:
        rows = await read_rows(session)
        at = [at for at, row in enumerate(rows.records) if row["about"] == ledger.file.id][1]
        done = made_to_hold(without_the_new_key(TAMPERINGS["change"](rows, at, at), ledger), at)
        await write_rows(session, done)
        await sign_anew(session, done, ledger)
        session.expire_all()
        room = ledger.room
        desk = Desk("audit", Within(session), room.clock)
        api = ApiClient(api_of(PLAN, room.platform, desk), room.api.signer)
        yield replace(ledger, room=replace(room, desk=desk, api=api)), rows.records[at]["place"]
        await session.rollback()


def without_the_new_key(rows: Rows, ledger: Ledger) -> Rows:
    """No record tells of the new key any more, nor of what was signed since the change."""

    def stays(row: dict[str, Any]) -> bool:
        return row["type"] not in TELLS or ledger.new.id not in row["body"]

    return Rows(tuple(row for row in rows.records if stays(row)), rows.keys)


async def sign_anew(session: AsyncSession, rows: Rows, ledger: Ledger) -> None:
    """The first root stands; those after it are of the tree as it is now, by the old key."""
    for kind in (RootRow, SigningKeyRow):
        table = table_of(kind)
        await session.execute(text(f"ALTER TABLE {table.name} DISABLE TRIGGER USER"))
        others = table.c.number > 1 if kind is RootRow else table.c.id != ledger.old.id
        await session.execute(delete(table).where(others))
    peaks, before = Peaks(), ledger.roots[0].statement
    for row in rows.records:
        peaks.push(leaf(bytes.fromhex(row["hash"])))
        left = len(rows.records) - peaks.size
        if left < len(ledger.roots) - 1:
            told = {"number": before.number + 1, "size": peaks.size, "root": peaks.root().hex(), "at": before.at}
            before = RootStatement(**told, previous=before.digest())
            await tree.add_root(session, SignedRoot(statement=before, signed=ledger.old.sign(before.canonical())))


async def test_the_roots_that_lie_apart_do_not_fit_and_the_first_says_from_where_on(
    servers: Stack, ledger: Ledger
) -> None:
    known = Known(ledger.old.id)
    before = await ledger.check(known)
    assert {one["what"] for one in before}.isdisjoint({"root_differs", "root_gone"})
    first, second, _ = (root.statement for root in ledger.roots)
    async with rewritten(servers, ledger) as (thiefs, place):
        found = [one for one in await thiefs.check(known) if one not in before]
    assert [(one["what"], one["root"]) for one in found] == [("root_differs", 2), ("root_differs", 3)]
    assert first.size < place <= min(second.size, found[0]["place"]), "behind the first root, which still fits"


async def test_keys_and_roots_that_come_while_they_are_read_are_no_finding(ledger: Ledger) -> None:
    """At each answer a key is rotated in, signs a root, and that is put apart."""
    before, signers = await ledger.check(Known(ledger.old.id)), [ledger.new]

    async def rotate(answer: httpx.Response) -> None:
        if answer.request.url.path in {"/ledger/keys", "/ledger/roots", "/ledger/roots/kept"} and len(signers) < 6:
            signers.append(new_signer())
            await hear(ledger.room, File().excluded())
            assert await sealed(ledger.room, *signers[-2:]) is not None
            async with ledger.room.desk.unit(system_actor("audit")) as unit:
                await keep_apart(unit, ledger.room.platform.documents)

    verdict = await walked(outside(ledger.room, rotate), Known(ledger.old.id), shelves=())
    assert len(signers) > 4
    assert [one for one in verdict["findings"] if one not in before] == []


async def test_a_root_put_apart_while_they_are_gone_through_is_looked_for_again_and_one_that_is_gone_is_named(
    ledger: Ledger,
) -> None:
    documents, second = ledger.room.platform.documents, ledger.roots[1]
    before = await ledger.check(Known(ledger.old.id))
    path = root_path(second.statement.number)
    await obstore.delete_async(documents.store, path)
    missed = [one for one in await ledger.check(Known(ledger.old.id)) if one not in before]
    assert [(one["what"], one["root"]) for one in missed] == [("root_not_kept", second.statement.number)]
    puts = [path]

    async def put(answer: httpx.Response) -> None:
        if answer.request.url.path == "/ledger/roots/kept" and puts:
            await documents.put_once(puts.pop(), second.model_dump_json().encode())

    verdict = await walked(outside(ledger.room, put), Known(ledger.old.id), shelves=())
    assert [one for one in verdict["findings"] if one not in before] == []


@pytest.mark.parametrize("what", ["last_key_found", "known_root_differs", "nothing"])
async def test_where_nothing_lies_apart_any_more_the_last_key_or_a_root_tells_and_the_first_key_alone_does_not(
    servers: Stack, ledger: Ledger, what: str
) -> None:
    known = {
        "last_key_found": Known(ledger.old.id, last_key=ledger.new.id),
        "known_root_differs": Known(ledger.old.id, root=ledger.roots[1]),
        "nothing": Known(ledger.old.id),
    }[what]
    await emptied(ledger.room.platform.documents)
    before = await ledger.check(known)
    async with rewritten(servers, ledger) as (thiefs, _):
        found = [one["what"] for one in await thiefs.check(known) if one not in before]
    assert found == ([] if what == "nothing" else [what])


async def test_a_replay_follows_the_chain_of_its_file_and_leaves_the_roots_to_the_check(
    servers: Stack, ledger: Ledger
) -> None:
    async with rewritten(servers, ledger) as (thiefs, _), outside(thiefs.room) as api:
        proof = await prove_ledger(api, await fetch_ledger(api, ledger.file.id))
    assert proof.holds, "whoever owns the tables can make a chain that holds"
    assert "destek audit check" in worded(proof.found, "tr")

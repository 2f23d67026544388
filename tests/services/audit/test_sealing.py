"""Roots are signed over all records, follow each other, are kept apart, and prove each record to whoever checks."""

import asyncio
import json
import stat
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncSession

from cli.stack.stack import Stack
from grants.proof.merkle import is_consistent, is_included, root_of
from grants.proof.signatures import PublicKey, Ring, RootStatement, SignedChain, SignedRoot, follows
from runtime.auth import Actor, system_actor
from runtime.documents import open_documents
from runtime.signing import KeyUnsafe, Signer, new_signer, open_signer, rotate
from services.audit.app import PLAN
from services.audit.domain.sealing import KeyNotVouched, KeyRetired, TreeTorn
from services.audit.store import tree
from services.audit.usecases.proofs import of_chain
from services.audit.usecases.seal import introduce, keep_apart, root_path, sign_root
from services.audit.usecases.walking import kept_roots
from services.audit.worker import FIRST_SECONDS, every, seal_once, signer_of, until_first
from tests.conftest import OpenRoom
from tests.rooms import Room
from tests.services.audit.telling import File, hear, said
from tests.services.audit.test_ledger import Unheard, inspector, owning

pytestmark = pytest.mark.servers

FIRST_SIGN = "SELECT left(hash, 1) FROM record WHERE place = (SELECT max(size) FROM root)"
CHANGED = """
UPDATE record SET hash = overlay(hash placing :to from 1 for 1) WHERE place = (SELECT max(size) FROM root)
"""


@pytest.fixture
async def audit(room_of: OpenRoom) -> Room:
    return await room_of(PLAN)


async def sealed(room: Room, *signers: Signer) -> SignedRoot | None:
    """Sign with the last of these keys, the one before it vouching."""
    async with room.desk.unit(system_actor("audit")) as unit:
        await introduce(unit, *reversed(signers))
    async with room.desk.unit(system_actor("audit")) as unit:
        return await sign_root(unit, signers[-1])


async def unsealed(servers: Stack) -> None:
    """Nothing in the ledger is signed any more, by whatever key it was."""
    async with owning(servers) as session:
        for table in ("root", "signing_key"):
            await session.execute(text(f"ALTER TABLE {table} DISABLE TRIGGER USER"))
            await session.execute(text(f"TRUNCATE {table}"))
            for guard in ("rows_stand", "table_stands"):
                await session.execute(text(f"ALTER TABLE {table} ENABLE ALWAYS TRIGGER {guard}"))


@pytest.fixture
async def bare(servers: Stack, audit: Room) -> AsyncIterator[Room]:
    """A room in which nothing was signed yet, whatever was recorded before; keys of its own do not outlive a test."""
    await unsealed(servers)
    yield audit
    await unsealed(servers)


async def ring_of(room: Room) -> Ring:
    answer = await inspector(room).get("/ledger/keys")
    return Ring(tuple(PublicKey.model_validate_json(json.dumps(one)) for one in answer.json()["entries"]))


async def roots_of(room: Room, **query: int) -> list[SignedRoot]:
    answer = await inspector(room).get("/ledger/roots", **query)
    return [SignedRoot.model_validate_json(json.dumps(one)) for one in answer.json()["entries"]]


async def test_the_first_root_is_tried_for_again_soon_and_the_next_in_its_time(bare: Room) -> None:
    assert list(map(until_first(300), (None, False, True))) == [FIRST_SECONDS, FIRST_SECONDS, 300]
    assert list(map(until_first(1), (None, True))) == [1, 1]
    await hear(bare, *File().until_assessed())
    assert await seal_once(bare.desk, bare.platform) is True
    assert len(await roots_of(bare)) == 1


async def test_what_is_to_be_done_again_waits_by_what_it_came_to() -> None:
    stop, rounds = asyncio.Event(), []

    async def work() -> int:
        rounds.append(len(rounds))
        if len(rounds) == 2:
            raise RuntimeError("a round that fails is followed by the next, as if the one before had been the last")
        if len(rounds) == 4:
            stop.set()
        return len(rounds)

    waits: list[object] = []

    def seconds(came: object) -> float:
        waits.append(came)
        return 0.001

    await every(seconds, "rounds", work)(stop)
    assert waits == [1, 1, 3, 4]


async def test_a_root_is_signed_over_all_records_and_every_record_is_proven_to_be_in_it(bare: Room) -> None:
    file, key = File(), new_signer()
    await hear(bare, *file.until_assessed())
    root = await sealed(bare, key)
    assert root is not None
    ring = await ring_of(bare)
    assert ring.doubts() == []
    assert ring.doubt(root.statement, root.statement.at, root.signed) is None
    links = (await inspector(bare).get(f"/applications/{file.id}/ledger")).json()["entries"]
    for link in links:
        found = (await inspector(bare).get(f"/ledger/records/{link['event_id']}/inclusion")).json()
        path = [bytes.fromhex(one) for one in found["path"]]
        assert found["hash"] == link["hash"]
        assert is_included(
            bytes.fromhex(link["hash"]), found["index"], found["size"], path, bytes.fromhex(root.statement.root)
        )


async def test_each_root_is_proven_to_begin_with_the_one_before(bare: Room) -> None:
    key = new_signer()
    for _ in range(3):
        await hear(bare, *File().until_assessed())
        await sealed(bare, key)
    roots = await roots_of(bare)
    assert [root.statement.number for root in roots] == [1, 2, 3]
    assert follows([root.statement for root in roots])
    for old, new in ((0, 1), (0, 2), (1, 2), (2, 2)):
        was, now = roots[old].statement, roots[new].statement
        answer = (await inspector(bare).get("/ledger/consistency", old=was.size, new=now.size)).json()
        path = [bytes.fromhex(one) for one in answer["path"]]
        assert is_consistent(was.size, bytes.fromhex(was.root), now.size, bytes.fromhex(now.root), path)


async def test_roots_over_more_records_than_one_step_of_the_tree_holds_are_those_of_all_leaves(bare: Room) -> None:
    key = new_signer()
    for _ in range(12):
        await hear(bare, *(event for _ in range(5) for event in File().until_assessed()))
    root = await sealed(bare, key)
    async with bare.desk.database.transaction() as session:
        hashes = (await session.scalars(text("SELECT hash FROM record ORDER BY place"))).all()
    assert root is not None
    assert root.statement.size == len(hashes) > 256
    assert root.statement.root == root_of(bytes.fromhex(one) for one in hashes).hex()


async def test_nothing_is_signed_where_nothing_was_recorded_but_the_telling_of_a_root(bare: Room) -> None:
    key = new_signer()
    await hear(bare, *File().until_assessed())
    assert await sealed(bare, key) is not None
    assert await sealed(bare, key) is None
    told = [event for event in await bare.told("ledger") if event.type == "audit.root.signed.v1"]
    await hear(bare, told[-1])
    assert await sealed(bare, key) is None
    await hear(bare, *File().until_assessed())
    assert await sealed(bare, key) is not None


async def test_keys_and_roots_are_told_as_events_with_all_that_was_signed(bare: Room) -> None:
    key = new_signer()
    await hear(bare, *File().until_assessed())
    root = await sealed(bare, key)
    assert root is not None
    told = {event.type: event.data for event in await bare.told("ledger")}
    assert told["audit.key.introduced.v1"]["id"] == key.id
    fields = dict(told["audit.root.signed.v1"])
    assert (fields.pop("key"), fields.pop("signature")) == (root.signed.key, root.signed.signature)
    assert RootStatement(**fields) == root.statement


async def test_a_new_key_signs_once_the_last_one_vouched_for_it_and_the_old_roots_still_hold(bare: Room) -> None:
    first, second = new_signer(), new_signer()
    await hear(bare, *File().until_assessed())
    await sealed(bare, first)
    bare.clock.forward(days=30)
    await hear(bare, *File().until_assessed())
    with pytest.raises(KeyNotVouched):
        await sealed(bare, second)
    with pytest.raises(KeyNotVouched):
        await sealed(bare, new_signer(), second)
    await sealed(bare, first, second)
    bare.clock.forward(days=1)
    with pytest.raises(KeyRetired):
        await sealed(bare, second, first)
    ring, roots = await ring_of(bare), await roots_of(bare)
    assert [key.statement.id for key in ring.keys] == [first.id, second.id]
    assert ring.doubts() == []
    assert [root.signed.key for root in roots] == [first.id, second.id]
    assert [ring.doubt(root.statement, root.statement.at, root.signed) for root in roots] == [None, None]


async def test_whoever_waited_for_another_key_to_be_introduced_signs_nothing_outside_the_time_of_a_key(
    bare: Room,
) -> None:
    """Each of these began before the one whose turn came first, and had to wait for it."""
    first, second = new_signer(), new_signer()
    await hear(bare, *File().until_assessed())
    await sealed(bare, first)
    bare.clock.forward(minutes=-1)
    async with bare.desk.unit(system_actor("audit")) as unit:
        await introduce(unit, second, first)
    bare.clock.forward(minutes=-1)
    await hear(bare, *File().until_assessed())
    with pytest.raises(KeyRetired):
        async with bare.desk.unit(system_actor("audit")) as unit:
            await sign_root(unit, first)
    async with bare.desk.unit(system_actor("audit")) as unit:
        await sign_root(unit, second)
    ring, roots = await ring_of(bare), await roots_of(bare)
    assert [root.signed.key for root in roots] == [first.id, second.id]
    assert [ring.doubt(root.statement, root.statement.at, root.signed) for root in roots] == [None, None]


class Interrupted:
    """A session; somebody acts after each of its statements."""

    def __init__(self, session: AsyncSession, act: Callable[[], Awaitable[None]]) -> None:
        self._session = session
        self._act = act

    def __getattr__(self, name: str) -> Any:
        found = getattr(self._session, name)
        if name not in {"execute", "scalar", "scalars"}:
            return found

        async def done(*args: Any, **rest: Any) -> Any:
            answer = await found(*args, **rest)
            await self._act()
            return answer

        return done


async def test_where_a_chain_ends_is_signed_as_it_stood_among_so_many_records_whatever_comes_meanwhile(
    bare: Room,
) -> None:
    file, key = File(), new_signer()
    await hear(bare, *file.until_assessed())
    await sealed(bare, key)

    async def act() -> None:
        await hear(bare, said(Unheard(), file.id))

    auditor = Actor("mufettis-1", "Müfettiş", frozenset({"inspector"}))
    async with bare.desk.unit(auditor) as unit:
        among = cast("AsyncSession", Interrupted(unit.session, act))
        statement = (await of_chain(replace(unit, session=among), file.id, key)).chain.statement
    async with bare.desk.unit(auditor) as unit:
        end = await tree.sealed_end(unit.session, file.id, statement.size)
    assert end is not None
    assert (statement.length, statement.head) == (end.chain_index, end.hash)


async def test_over_records_that_were_changed_no_root_is_signed_any_more(bare: Room, servers: Stack) -> None:
    key = new_signer()
    await hear(bare, *File().until_assessed())
    await sealed(bare, key)
    await hear(bare, *File().until_assessed())
    async with owning(servers) as session:
        await session.execute(text("ALTER TABLE record DISABLE TRIGGER USER"))
        first = str(await session.scalar(text(FIRST_SIGN)))
        await session.execute(text(CHANGED), {"to": "0" if first != "0" else "1"})
    try:
        with pytest.raises(TreeTorn):
            await sealed(bare, key)
    finally:
        async with owning(servers) as session:
            await session.execute(text(CHANGED), {"to": first})
            for guard in ("rows_stand", "table_stands"):
                await session.execute(text(f"ALTER TABLE record ENABLE ALWAYS TRIGGER {guard}"))


async def test_where_a_chain_ends_is_signed_with_the_record_the_last_root_covers(bare: Room) -> None:
    file = File()
    events = file.until_assessed()
    await hear(bare, *events[:3])
    await seal_once(bare.desk, bare.platform)
    await hear(bare, *events[3:])
    proof = (await inspector(bare).get(f"/applications/{file.id}/ledger/proof")).json()
    check = (await inspector(bare).get(f"/applications/{file.id}/ledger/check")).json()
    chain = SignedChain.model_validate_json(json.dumps(proof["chain"]))
    assert (chain.statement.length, chain.statement.head) == (5, check["head"])
    assert (await ring_of(bare)).doubt(chain.statement, chain.statement.at, chain.signed) is None
    assert proof["sealed_length"] == 3
    assert proof["sealed"]["event_id"] == events[2].id
    assert chain.signed.key == signer_of(bare.platform.settings).id


async def test_each_root_is_kept_apart_once_and_for_good(bare: Room, tmp_path: Path) -> None:
    documents = open_documents((tmp_path / "apart").as_uri())
    key = new_signer()
    for _ in range(2):
        await hear(bare, *File().until_assessed())
        await sealed(bare, key)
    first, second = await roots_of(bare)
    behind = open_documents((tmp_path / "behind").as_uri())
    await behind.put_once(root_path(2), second.model_dump_json().encode())
    other = open_documents((tmp_path / "other").as_uri())
    await other.put_once(root_path(2), first.model_dump_json().encode())
    async with bare.desk.unit(system_actor("audit")) as unit:
        assert [await keep_apart(unit, documents, page) for page in (1, 1, 100)] == [2, 0, 0]
        assert await keep_apart(unit, behind) == 0, "what lay there before the newest and is gone stays missed"
        with pytest.raises(FileExistsError):
            await keep_apart(unit, other)
    assert SignedRoot.model_validate_json(await documents.read_at(root_path(1))) == first
    assert SignedRoot.model_validate_json(await documents.read_at(root_path(2))) == second
    with pytest.raises(FileExistsError):
        await documents.put_once(root_path(2), first.model_dump_json().encode())
    less = open_documents((tmp_path / "less").as_uri())
    await less.put_once(root_path(2), second.model_dump_json().encode())
    auditor = Actor("mufettis-1", "Müfettiş", frozenset({"inspector"}))
    async with bare.desk.unit(auditor) as unit:
        stretches = [await kept_roots(unit, less, after, 1) for after in (0, 1, 2)]
    assert [one.entries for one in stretches] == [(), (second,), ()], "one that is missing ends nothing before the last"
    assert [one.goes_on for one in stretches] == [True, True, False]


@pytest.mark.parametrize(
    ("path", "query", "status", "rule"),
    [
        ("/ledger/records/yok/inclusion", {}, 404, "missing.record"),
        ("/ledger/records/yok/inclusion", {"size": 2**40}, 409, "ledger.not_sealed"),
        ("/ledger/consistency", {"old": 2**40}, 409, "ledger.not_sealed"),
        ("/ledger/consistency", {"old": 1, "new": 2**40}, 409, "ledger.not_sealed"),
        ("/applications/yok/ledger/proof", {}, 404, "missing.story"),
    ],
)
async def test_what_no_root_covers_is_not_proven(
    bare: Room, path: str, query: dict[str, int], status: int, rule: str
) -> None:
    await hear(bare, *File().until_assessed())
    await sealed(bare, new_signer())
    answer = await inspector(bare).get(path, **query)
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (status, rule)


@pytest.mark.parametrize(
    "path", ["/ledger/keys", "/ledger/roots", "/ledger/records/x/inclusion", "/ledger/consistency"]
)
async def test_nobody_but_an_inspector_asks_for_proofs(audit: Room, path: str) -> None:
    answer = await audit.api.as_("memur-1", "ministry_officer").get(path, old=1)
    assert answer.status_code == 403


def test_a_key_is_made_once_and_is_its_owner_s_alone(tmp_path: Path) -> None:
    path = tmp_path / "anahtar" / "key.pem"
    with pytest.raises(FileNotFoundError):
        open_signer(path)
    key = open_signer(path, make=True)
    assert open_signer(path, make=True).id == key.id
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


@pytest.mark.parametrize(("mode", "is_safe"), [(0o600, True), (0o440, True), (0o644, False), (0o660, False)])
def test_a_key_that_others_may_read_or_change_is_refused(tmp_path: Path, mode: int, *, is_safe: bool) -> None:
    path = tmp_path / "key.pem"
    key = open_signer(path, make=True)
    path.chmod(mode)
    if is_safe:
        assert open_signer(path).id == key.id
    else:
        with pytest.raises(KeyUnsafe, match="others may"):
            open_signer(path)


def test_what_is_no_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "key.pem"
    path.touch(mode=0o600)
    path.write_text("-----BEGIN PRIVATE KEY-----\n")
    with pytest.raises(KeyUnsafe, match="not a private key"):
        open_signer(path)


def test_a_key_is_rotated_by_putting_a_new_one_in_its_place(tmp_path: Path) -> None:
    path, before = tmp_path / "key.pem", tmp_path / "key-before.pem"
    old = open_signer(path, make=True)
    new = rotate(path, before)
    assert (open_signer(path).id, open_signer(before).id) == (new.id, old.id)
    assert new.id != old.id

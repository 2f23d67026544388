"""What is kept for good is locked where the store has object lock, and what should be locked and is not is named.

Held against a server that speaks S3 with object lock: a bucket with it, a bucket without.
"""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import obstore
import pytest
from botocore.exceptions import ClientError  # type: ignore[import-untyped]  # has no types
from obstore.store import MemoryStore, from_url

from grants.contracts.queues import AUDIT
from runtime.auth import system_actor
from runtime.consumer import room_effect
from runtime.documents import Documents, open_documents, path_of
from runtime.filed import DocumentErased, Filed
from runtime.object_lock import Held, ObjectLock, open_lock
from runtime.payload_keys import KeyShelf
from runtime.room import api_of
from runtime.settings import LockSettings
from runtime.shredding import Shredder
from services.audit.api.locks import locks_router
from services.audit.app import PLAN
from services.audit.usecases import seal
from services.audit.usecases.locks import Watchman
from services.audit.usecases.seal import root_path
from services.audit.worker import signer_of
from services.monitoring.app import PLAN as MONITORING
from services.monitoring.events import HEARS
from services.monitoring.store.personal import PERSONAL
from tests.conftest import OpenRoom
from tests.services.audit.telling import File, hear
from tests.services.monitoring.life import begun
from tests.services.monitoring.test_erased import order, scanned

pytestmark = pytest.mark.servers
SERVER = """
import sys
from moto.server import ThreadedMotoServer
server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
server.start()
print(server.get_host_and_port()[1], flush=True)
sys.stdin.read()
"""
NOW = datetime.now(UTC)


@pytest.fixture(scope="module")
def store_address() -> Iterator[str]:
    with subprocess.Popen([sys.executable, "-c", SERVER], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        process.communicate()


def opened(address: str, bucket: str, *, locks: bool, **wish: Any) -> tuple[Documents, ObjectLock]:
    """A bucket of its own, with or without object lock."""
    own = {"AWS_ENDPOINT_URL": address, "AWS_ACCESS_KEY_ID": "test", "AWS_SECRET_ACCESS_KEY": "test"}
    url = f"s3://{bucket}/belgeler"
    lock = open_lock(url, LockSettings(**wish), own)
    assert lock is not None
    if bucket not in {one["Name"] for one in lock.client.list_buckets()["Buckets"]}:
        lock.client.create_bucket(Bucket=bucket, ObjectLockEnabledForBucket=locks)
    config = {"endpoint": address, "access_key_id": "test", "secret_access_key": "test", "region": "us-east-1"}
    store: Any = from_url(url, config=config, client_options={"allow_http": True})  # type: ignore[call-overload]  # of S3
    return Documents(store, lock), lock


@pytest.fixture
def bucket() -> str:
    return f"b-{uuid4()}"


async def test_what_is_kept_for_good_nobody_deletes_before_its_day(store_address: str, bucket: str) -> None:
    documents, lock = opened(store_address, bucket, locks=True, days=30)
    name = await documents.keep_for_good(b"run", NOW)
    held = await lock.held(path_of(name))
    assert held is not None
    assert (held.mode, held.until.date()) == ("governance", (NOW + timedelta(days=30)).date())
    key = f"belgeler/{path_of(name)}"
    (version,) = lock.client.list_object_versions(Bucket=bucket, Prefix=key)["Versions"]
    with pytest.raises(ClientError, match="AccessDenied"):
        lock.client.delete_object(Bucket=bucket, Key=key, VersionId=version["VersionId"])
    assert await documents.read(name) == b"run"
    assert await documents.is_held(path_of(name), NOW)


@pytest.mark.parametrize("locks", [True, False])
async def test_the_bucket_itself_says_whether_it_has_a_lock(store_address: str, bucket: str, *, locks: bool) -> None:
    documents, lock = opened(store_address, bucket, locks=locks)
    assert await documents.is_locking() is locks
    name = await documents.keep_for_good(b"run", NOW)
    assert (await lock.held(path_of(name)) is not None) is locks
    assert await documents.is_held(path_of(name), NOW), "a store without one is asked for none"


async def test_what_was_kept_without_a_lock_is_not_held_until_it_is_locked(store_address: str, bucket: str) -> None:
    documents, _ = opened(store_address, bucket, locks=True)
    path = path_of(await documents.keep(b"run"))
    assert not await documents.is_held(path, NOW)
    await documents.hold(path, NOW)
    assert await documents.is_held(path, NOW)
    assert not await documents.is_held("no/thing", NOW)
    assert await documents.hold("no/thing", NOW) is None, "what is not there is named, and stops nobody who looks on"


async def test_a_lock_is_made_longer_and_never_shorter(store_address: str, bucket: str) -> None:
    documents, lock = opened(store_address, bucket, locks=True, days=30)
    path = path_of(await documents.keep_for_good(b"run", NOW))
    shorter, _ = opened(store_address, bucket, locks=True, days=5)
    await shorter.hold(path, NOW)
    assert await documents.is_held(path, NOW)
    longer, _ = opened(store_address, bucket, locks=True, days=90, mode="compliance")
    assert not await longer.is_held(path, NOW), "the settings ask for more by now"
    await longer.hold(path, NOW)
    held = await lock.held(path)
    assert held is not None
    assert (held.mode, held.until.date()) == ("compliance", (NOW + timedelta(days=90)).date())


def test_a_store_takes_no_day_that_is_over_so_what_is_old_is_locked_from_now_on() -> None:
    lock = ObjectLock(None, "b", "", LockSettings(days=10), wall_clock=NOW.timestamp)
    assert lock.wanted(NOW - timedelta(days=400)) == Held("governance", NOW.replace(microsecond=0) + timedelta(days=10))
    ahead = NOW + timedelta(days=400)
    assert lock.wanted(ahead).until == ahead.replace(microsecond=0) + timedelta(days=10)


async def test_a_bucket_that_cannot_be_asked_is_no_bucket_without_a_lock(store_address: str, bucket: str) -> None:
    documents, _ = opened(store_address, bucket, locks=True)
    lock = documents.lock
    assert lock is not None
    gone = replace(documents, lock=ObjectLock(lock.client, f"{bucket}-gone", "", LockSettings()))
    with pytest.raises(ClientError, match="NoSuchBucket"):
        await gone.keep_for_good(b"run", NOW)


def test_only_an_s3_store_can_have_one() -> None:
    assert open_lock("file:///srv/documents", LockSettings()) is None
    assert open_documents("memory:///").lock is None


async def test_the_room_names_roots_that_are_not_locked_and_holds_them_again(
    store_address: str, bucket: str, room_of: OpenRoom
) -> None:
    room = await room_of(PLAN)
    documents, lock = opened(store_address, bucket, locks=True)
    loose = Documents(documents.store)
    await hear(room, *File().until_assessed())
    async with room.desk.unit(system_actor("audit")) as unit:
        signer = signer_of(room.platform.settings)
        await seal.introduce(unit, signer)
        signed = await seal.sign_root(unit, signer)
        assert signed is not None
        assert await seal.keep_apart(unit, loose) >= 1
    doors = api_of(replace(PLAN, routers=lambda _: (locks_router(documents),)), room.platform, room.desk)
    room.api.app = doors
    inspector = room.api.as_("mufettis-1", "inspector")

    async def named() -> list[str]:
        found, after = [], 0
        while after is not None:
            page = (await inspector.get("/ledger/roots/unlocked", after=after)).json()
            assert page["is_locking"]
            found += [one["path"] for one in page["entries"]]
            after = page["after"]
        return found

    watchman, path = Watchman(documents), root_path(signed.statement.number)
    assert path not in await named(), "it was signed a moment ago: it is put apart and locked after that"
    await watchman.look(room.desk)
    assert await lock.held(path) is None
    room.clock.forward(hours=1)
    before = await named()
    assert path in before
    assert await watchman.look(room.desk) >= 1
    after = await named()
    assert len(after) < len(before)
    assert (await inspector.get("/archive/unlocked")).json()["is_locking"]
    assert (await room.api.as_("memur", "ministry_officer").get("/archive/unlocked")).status_code == 403
    assert await lock.held(before[-1]) is not None


async def test_an_erasure_leaves_of_a_locked_document_what_nobody_can_read(store_address: str) -> None:
    documents, lock = opened(store_address, f"kilitli-{uuid4().hex}", locks=True)
    filed = Filed(documents, KeyShelf(MemoryStore(), bytes(32)), "monitoring")
    name = await filed.keep("a-1", b"Ali Veli, TR33")
    path = f"files/a-1/monitoring/{name}"
    assert await documents.hold(path, NOW) is not None
    await filed.destroy("a-1")
    versions = lock.client.list_object_versions(Bucket=lock.bucket)["Versions"]
    (left,) = [one for one in versions if one["Key"].endswith(path)]
    kept = lock.client.get_object(Bucket=lock.bucket, Key=left["Key"], VersionId=left["VersionId"])["Body"].read()
    await obstore.put_async(documents.store, path, kept)
    with pytest.raises(FileNotFoundError):
        await filed.find("a-1", name)


async def test_what_was_locked_in_clear_before_is_counted_and_handed_out_no_more(
    store_address: str, room_of: OpenRoom
) -> None:
    documents, _ = opened(store_address, f"kilitli-{uuid4().hex}", locks=True)
    life = await begun(await room_of(MONITORING))
    content = f"%PDF-1.7 {life.id} %%EOF".encode()
    place = await scanned(life, content)
    await documents.keep(content)
    await room_effect(life.room.desk, dict(HEARS[AUDIT]))(order(life))
    filed = Filed(documents, None, "monitoring")
    await Shredder(life.room.desk, filed, PERSONAL).round()
    async with life.room.desk.database.transaction() as session:
        with pytest.raises(DocumentErased):
            await filed.read(session, life.id, place.rpartition("/")[2])
    (event,) = [one.data for one in await life.room.told(life.id) if one.type == "monitoring.documents.erased.v1"]
    assert event == {"count": 0, "left": 1}
    assert await documents.read(place.rpartition("/")[2]) == content

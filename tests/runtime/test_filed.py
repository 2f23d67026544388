"""A document of a file is encrypted under a key of the file's own, and nobody reads it once that is destroyed."""

from hashlib import sha256

import obstore
import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st
from obstore.store import MemoryStore

from runtime.documents import Documents
from runtime.filed import MARK, Filed
from runtime.payload_keys import KeyMissing, KeyShelf

MASTER = bytes(range(32))
CONTENT = "Fatura – Şükrü Iğdır, TR33 0006 1005".encode()


def new(shelf: KeyShelf | None, room: str = "monitoring", documents: Documents | None = None) -> Filed:
    return Filed(documents or Documents(MemoryStore()), shelf, room)


def keys() -> KeyShelf:
    return KeyShelf(MemoryStore(), MASTER)


async def objects(filed: Filed) -> dict[str, bytes]:
    """What the store holds, by its path."""
    listed = await obstore.list(filed.documents.store).collect_async()
    return {one["path"]: await filed.documents.read_at(one["path"]) for one in listed}


@given(st.binary(max_size=200))
async def test_any_bytes_come_back_and_are_told_by_their_own_hash(content: bytes) -> None:
    for filed in (new(keys()), new(None)):
        name = await filed.keep("a-1", content)
        assert name == sha256(content).hexdigest()
        assert await filed.find("a-1", name) == content


async def test_the_store_holds_nothing_that_can_be_read() -> None:
    filed = new(keys())
    name = await filed.keep("a-1", CONTENT)
    ((path, kept),) = (await objects(filed)).items()
    assert path == f"files/a-1/monitoring/{name}"
    assert CONTENT[:10] not in kept


async def test_a_file_reads_its_own_documents_alone() -> None:
    filed = new(keys())
    name = await filed.keep("a-1", CONTENT)
    with pytest.raises(FileNotFoundError):
        await filed.find("a-2", name)


async def test_the_same_document_of_two_files_is_destroyed_for_one_alone() -> None:
    filed = new(keys())
    name = await filed.keep("a-1", CONTENT)
    await filed.keep("a-2", CONTENT)
    await filed.destroy("a-1")
    assert await filed.find("a-2", name) == CONTENT
    with pytest.raises(FileNotFoundError):
        await filed.find("a-1", name)


async def test_two_rooms_keep_documents_of_a_file_apart() -> None:
    ours, shelf = new(None), keys()
    one, other = (new(shelf, room, ours.documents) for room in ("monitoring", "audit"))
    name = await one.keep("a-1", CONTENT)
    await other.keep("a-1", CONTENT)
    await one.destroy("a-1")
    assert await one.find("a-1", name) == CONTENT, "as the other room keeps it"
    await other.destroy("a-1")
    with pytest.raises(FileNotFoundError):
        await one.find("a-1", name)


async def test_what_a_store_keeps_under_lock_is_unreadable_once_the_key_is_destroyed() -> None:
    """The object is put back after the erasure, as one that cannot be deleted would still lie there."""
    filed = new(keys())
    name = await filed.keep("a-1", CONTENT)
    ((path, kept),) = (await objects(filed)).items()
    await filed.destroy("a-1")
    assert await objects(filed) == {}
    await obstore.put_async(filed.documents.store, path, kept)
    with pytest.raises(FileNotFoundError):
        await filed.find("a-1", name)


async def test_what_is_kept_after_an_erasure_stands_under_another_key_and_is_read() -> None:
    filed = new(keys())
    await filed.keep("a-1", CONTENT)
    await filed.destroy("a-1")
    name = await filed.keep("a-1", b"later")
    assert await filed.find("a-1", name) == b"later"


async def test_destroying_goes_on_where_it_was_broken_off() -> None:
    filed, shelf = new(keys()), None
    name = await filed.keep("a-1", CONTENT)
    shelf = filed.shelf
    assert shelf is not None
    await shelf.destroy("papers-monitoring-a-1")  # and no further
    with pytest.raises(FileNotFoundError):
        await filed.find("a-1", name)
    await filed.destroy("a-1")
    assert await objects(filed) == {}
    await filed.destroy("a-1")


async def test_what_was_changed_or_moved_in_the_store_is_not_taken_for_the_document() -> None:
    filed = new(keys())
    name = await filed.keep("a-1", CONTENT)
    ((path, kept),) = (await objects(filed)).items()
    await obstore.put_async(filed.documents.store, path, kept[:-1] + bytes([kept[-1] ^ 1]))
    with pytest.raises(InvalidTag):
        await filed.find("a-1", name)


async def test_without_keys_nothing_encrypted_is_taken_for_erased() -> None:
    filed = new(keys())
    name = await filed.keep("a-1", CONTENT)
    with pytest.raises(KeyMissing, match="DESTEK_PAYLOAD_KEYS_URL"):
        await new(None, documents=filed.documents).find("a-1", name)
    with pytest.raises(KeyMissing, match="is not in the store of keys"):
        await new(keys(), documents=filed.documents).find("a-1", name)


async def test_in_clear_a_document_that_looks_encrypted_is_still_itself() -> None:
    filed = new(None)
    content = MARK + b"papers-monitoring-a-1/0001\nanything"
    assert await filed.find("a-1", await filed.keep("a-1", content)) == content

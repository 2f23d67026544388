"""What workflows carry is read with the key of its file alone, and by nobody once that key was destroyed."""

import base64
from pathlib import Path

import pytest
from cryptography.exceptions import InvalidTag
from obstore.store import MemoryStore
from temporalio.api.common.v1 import Payload
from temporalio.contrib.pydantic import pydantic_data_converter
from temporalio.converter import WorkflowSerializationContext

from runtime.payloads import ENCODING, Codec, KeyDestroyed, KeyShelf, converter_of, master_of, shelf_of, subject_of
from runtime.settings import PlatformSettings
from runtime.signing import KeyUnsafe

MASTER = bytes(range(32))
PLAIN = Payload(metadata={"encoding": b"json/plain"}, data='{"ad":"Şükrü"}'.encode())


def of_file(shelf: KeyShelf, workflow_id: str) -> Codec:
    return Codec(shelf).with_context(WorkflowSerializationContext("destek", workflow_id))


@pytest.mark.parametrize(
    ("workflow_id", "subject"),
    [("grant/17", "17"), ("grant/17/2", "17"), ("committee/c-1", "c-1"), ("odd", "odd"), ("", "-"), ("x/", "-")],
)
def test_a_workflow_stands_under_the_key_of_its_file(workflow_id: str, subject: str) -> None:
    assert subject_of(workflow_id) == subject


async def test_what_was_encrypted_is_read_again_and_nothing_of_it_shows() -> None:
    codec = of_file(KeyShelf(MemoryStore(), MASTER), "application/a-1")
    (shut,) = await codec.encode([PLAIN])
    assert shut.metadata["encoding"] == ENCODING
    assert shut.metadata["key"] == b"a-1/0001"
    assert "Şükrü".encode() not in shut.SerializeToString()
    assert await codec.decode([shut]) == [PLAIN]
    assert (await codec.encode([PLAIN]))[0].data != shut.data


async def test_what_was_never_encrypted_is_read_as_it_is() -> None:
    assert await of_file(KeyShelf(MemoryStore(), MASTER), "application/a").decode([PLAIN]) == [PLAIN]


async def test_every_file_has_a_key_of_its_own_and_all_processes_find_the_same() -> None:
    store = MemoryStore()
    first, second = KeyShelf(store, MASTER), KeyShelf(store, MASTER)
    one, other = await first.newest("a"), await first.newest("b")
    assert one[1] != other[1]
    assert await second.newest("a") == one


async def test_a_payload_of_a_key_that_was_destroyed_is_erased_and_the_next_stands_under_another() -> None:
    store = MemoryStore()
    shelf = KeyShelf(store, MASTER)
    codec, other = of_file(shelf, "grant/g"), of_file(shelf, "grant/h")
    (shut,), (kept,) = await codec.encode([PLAIN]), await other.encode([PLAIN])
    assert await shelf.destroy("g") == 1
    assert await shelf.destroy("g") == 0
    for fresh in (codec, of_file(KeyShelf(store, MASTER), "grant/g")):
        with pytest.raises(KeyDestroyed, match="g/0001"):
            await fresh.decode([shut])
    assert await other.decode([kept]) == [PLAIN]
    (after,) = await codec.encode([PLAIN])
    assert after.metadata["key"] == b"g/0002"
    assert await codec.decode([after]) == [PLAIN]


async def test_one_bit_changed_is_read_by_nobody() -> None:
    codec = of_file(KeyShelf(MemoryStore(), MASTER), "grant/g")
    (shut,) = await codec.encode([PLAIN])
    shut.data = shut.data[:-1] + bytes([shut.data[-1] ^ 1])
    with pytest.raises(InvalidTag):
        await codec.decode([shut])


async def test_keys_are_worth_nothing_under_another_master() -> None:
    store = MemoryStore()
    await KeyShelf(store, MASTER).newest("a")
    with pytest.raises(KeyUnsafe, match="a/0001: not under this master key"):
        await KeyShelf(store, bytes(32)).newest("a")


@pytest.mark.parametrize(
    ("content", "mode", "wrong"),
    [
        (base64.b64encode(MASTER).decode(), 0o644, "others may read"),
        ("not base64!", 0o600, "not a key in base64"),
        (base64.b64encode(b"short").decode(), 0o600, "5 bytes; a master key has 32"),
    ],
)
def test_a_master_key_that_is_none_or_open_to_others_is_refused(
    tmp_path: Path, content: str, mode: int, wrong: str
) -> None:
    path = tmp_path / "master"
    path.write_text(content)
    path.chmod(mode)
    with pytest.raises(KeyUnsafe, match=wrong):
        master_of(path)


def test_without_a_store_of_keys_nothing_is_encrypted_and_with_one_all_is(tmp_path: Path) -> None:
    assert converter_of(PlatformSettings()) is pydantic_data_converter
    assert shelf_of(PlatformSettings()) is None
    path = tmp_path / "master"
    path.write_text(base64.b64encode(MASTER).decode())
    path.chmod(0o600)
    settings = PlatformSettings(payload_keys_url="memory:///", payload_master_key_file=str(path))
    assert isinstance(converter_of(settings).payload_codec, Codec)

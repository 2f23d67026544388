"""What workflows carry is read with the key of its file alone, and by nobody once that key was destroyed."""

import asyncio
import base64
import stat
from dataclasses import replace
from pathlib import Path

import pytest
from obstore.store import LocalStore, MemoryStore
from temporalio.api.common.v1 import Payload
from temporalio.api.history.v1 import HistoryEvent
from temporalio.client import WorkflowHistory
from temporalio.converter import WorkflowSerializationContext
from temporalio.exceptions import ApplicationError

from cli.replayed import differences, recorded
from runtime.payload_keys import KeyDestroyed, KeyMissing, KeyShelf, master_of, mint, shelf_of
from runtime.payloads import ENCODING, Codec, converter_of, opened, payloads_in, subject_of
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
    assert await shelf.destroy("g") == 1
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
    with pytest.raises(KeyUnsafe, match="g/0001: a payload that was not encrypted under it, or was changed"):
        await codec.decode([shut])


async def test_a_key_that_never_was_is_missing_and_not_destroyed() -> None:
    (shut,) = await of_file(KeyShelf(MemoryStore(), MASTER), "grant/g").encode([PLAIN])
    with pytest.raises(KeyMissing, match="g/0001: is not in the store of keys"):
        await of_file(KeyShelf(MemoryStore(), MASTER), "grant/g").decode([shut])


async def test_what_is_encrypted_is_not_read_without_a_store_of_keys_and_the_setting_is_named() -> None:
    (shut,) = await of_file(KeyShelf(MemoryStore(), MASTER), "grant/g").encode([PLAIN])
    assert await Codec(None).encode([PLAIN]) == await Codec(None).decode([PLAIN]) == [PLAIN]
    with pytest.raises(KeyMissing, match="DESTEK_PAYLOAD_KEYS_URL is not given"):
        await Codec(None).decode([shut])


def signalling(*shut: Payload) -> WorkflowHistory:
    """The history of a file's workflow that said these to workflows of others."""
    events = [HistoryEvent(event_id=number) for number, _ in enumerate(shut, 1)]
    for event, one in zip(events, shut, strict=True):
        event.signal_external_workflow_execution_initiated_event_attributes.input.payloads.append(one)
    return WorkflowHistory("call/c", events)


async def test_a_history_outlives_the_file_it_spoke_to_and_not_its_own() -> None:
    shelf = KeyShelf(MemoryStore(), MASTER)
    (own,), (gone,), (kept,) = [await of_file(shelf, f"x/{one}").encode([PLAIN]) for one in ("c", "a", "b")]
    history = signalling(own, gone, kept)
    await shelf.destroy("a")
    found = [one for event in (await opened(Codec(shelf), history)).events for one in payloads_in(event)]
    assert found == [PLAIN, gone, PLAIN]
    (step, *_) = recorded(signalling(gone).events)
    assert list(differences([step], [replace(step, said=[{"any": "thing"}])])) == []
    await shelf.destroy("c")
    with pytest.raises(KeyDestroyed, match="c/0001"):
        await opened(Codec(shelf), history)


async def test_a_failure_says_again_what_went_wrong_when_it_is_opened(tmp_path: Path) -> None:
    mint(tmp_path / "master")
    settings = PlatformSettings(payload_keys_url="memory:///", payload_master_key_file=str(tmp_path / "master"))
    converter, event = converter_of(settings), HistoryEvent(event_id=1)
    failure = event.activity_task_failed_event_attributes.failure
    await converter.encode_failure(ApplicationError("Şükrü is away", {"who": "Şükrü"}), failure)
    assert "Şükrü".encode() not in event.SerializeToString()
    (again,) = (await opened(converter.payload_codec, WorkflowHistory("grant/g", [event]))).events
    assert again.activity_task_failed_event_attributes.failure.message == "Şükrü is away"


async def test_a_store_that_is_gone_is_given_no_new_keys_and_serves_again_when_it_is_back(tmp_path: Path) -> None:
    here, away = tmp_path / "keys", tmp_path / "away"
    shelf = KeyShelf(LocalStore(here, mkdir=True), MASTER)
    known = await shelf.newest("a")
    here.rename(away)
    assert await shelf.newest("a") == known
    with pytest.raises(KeyMissing, match="b/0001: not made"):
        await shelf.newest("b")
    away.rename(here)
    assert (await shelf.newest("b"))[0] == "b/0001"


async def test_a_process_holds_so_many_keys_and_no_more_and_asks_again_for_the_others() -> None:
    shelf = KeyShelf(MemoryStore(), MASTER, most=64)
    first = await shelf.newest("0")
    for number in range(64 + 8):
        await shelf.newest(f"{number}")
    assert len(shelf._known) == 64
    assert await shelf.newest("0") == first


async def test_of_two_processes_that_begin_at_once_one_key_stays(tmp_path: Path) -> None:
    shelves = [KeyShelf(LocalStore(tmp_path, mkdir=True), MASTER) for _ in range(8)]
    assert len(set(await asyncio.gather(*(shelf.newest("a") for shelf in shelves)))) == 1


async def test_keys_are_worth_nothing_under_another_master() -> None:
    store = MemoryStore()
    await KeyShelf(store, MASTER).newest("a")
    for asked in (KeyShelf(store, bytes(32)).newest("a"), KeyShelf(store, bytes(32)).newest("b")):
        with pytest.raises(KeyUnsafe, match="0001: not under this master key"):
            await asked
    with pytest.raises(KeyUnsafe, match="shelf/0001: not under this master key"):
        await KeyShelf(store, bytes(32)).begin()


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
    assert converter_of(PlatformSettings()).payload_codec == Codec(None)
    assert shelf_of(PlatformSettings()) is None
    path = tmp_path / "master"
    mint(path)
    settings = PlatformSettings(payload_keys_url="memory:///", payload_master_key_file=str(path))
    codec = converter_of(settings).payload_codec
    assert isinstance(codec, Codec)
    assert codec.shelf is shelf_of(settings) is not None


def test_production_does_not_begin_without_keys_nor_anything_without_its_master_key(tmp_path: Path) -> None:
    with pytest.raises(KeyUnsafe, match="DESTEK_PAYLOAD_KEYS_URL: is needed"):
        converter_of(PlatformSettings(production=True))
    with pytest.raises(KeyUnsafe, match="DESTEK_PAYLOAD_MASTER_KEY_FILE: is needed"):
        converter_of(PlatformSettings(payload_keys_url="memory:///"))
    settings = PlatformSettings(payload_keys_url="memory:///", payload_master_key_file=str(tmp_path / "none"))
    with pytest.raises(KeyUnsafe, match="none: No such file"):
        converter_of(settings)
    made = settings.model_copy(update={"payload_make_key": True})
    assert shelf_of(made) is not None
    assert stat.S_IMODE((tmp_path / "none").stat().st_mode) == 0o600


def test_a_master_key_that_was_made_is_never_made_again(tmp_path: Path) -> None:
    mint(tmp_path / "master")
    first = master_of(tmp_path / "master")
    mint(tmp_path / "master")
    assert master_of(tmp_path / "master") == first

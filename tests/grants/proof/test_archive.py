"""The archive of a file shows every run that was dropped, moved, added or changed, and where."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.proof.archive import Archived, ArchiveFault, Manifest, Wrong, chains, follow, pack, unpack
from grants.proof.chain import GROUND, Position, seal

HISTORY = b'{"events":[]}' * 40


def archive(count: int, workflow_id: str = "grant/g") -> list[Archived]:
    found: list[Archived] = []
    head = GROUND
    packed = pack(HISTORY)
    for volume in range(1, count + 1):
        text = Manifest(
            about="g",
            archive_index=volume,
            workflow_id=workflow_id,
            workflow_type="Grant",
            run_id=f"r{volume}",
            volume=volume,
            ending="continued" if volume < count else "completed",
            started_at="2027-01-01T00:00:00.000000Z",
            ended_at="2027-07-01T00:00:00.000000Z",
            events=7,
            continues=f"r{volume - 1}" if volume > 1 else "",
            continued_by=f"r{volume + 1}" if volume < count else "",
            document=hashlib.sha256(packed).hexdigest(),
            content=hashlib.sha256(HISTORY).hexdigest(),
            size=len(HISTORY),
            build="b",
            archived_at="2027-07-01T00:00:00.000000Z",
        ).canonical()
        found.append(Archived(manifest=text, hash=seal(head, text), previous_hash=head))
        head = found[-1].hash
    return found


def resealed(entries: list[Archived]) -> list[Archived]:
    """The same manifests, chained anew, as one would who can write everything."""
    head, found = GROUND, []
    for index, entry in enumerate(entries, 1):
        text = entry.read().model_copy(update={"archive_index": index}).canonical()
        found.append(Archived(manifest=text, hash=seal(head, text), previous_hash=head))
        head = found[-1].hash
    return found


def test_a_whole_archive_ends_at_its_last_hash() -> None:
    entries = archive(3)
    assert follow(entries) == Position(3, entries[-1].hash)
    assert [one.volume for one in chains(entries)["grant/g"]] == [1, 2, 3]
    assert follow([]) == Position()


@settings(max_examples=40)
@given(st.integers(2, 6), st.data())
def test_a_run_that_was_dropped_shows_even_if_all_is_chained_anew(count: int, data: st.DataObject) -> None:
    entries = archive(count)
    gone = data.draw(st.integers(0, count - 2))
    kept = entries[:gone] + entries[gone + 1 :]
    assert follow(kept) == ArchiveFault(Wrong.OUT_OF_ORDER, gone + 1, f"r{gone + 2}")
    assert follow(resealed(kept)) == ArchiveFault(Wrong.VOLUME_MISSING, gone + 1, f"r{gone + 2}")


def test_a_run_that_was_exchanged_for_another_shows_by_the_runs_around_it() -> None:
    entries = archive(3)
    other = entries[1].read().model_copy(update={"run_id": "x"}).canonical()
    entries[1] = Archived(manifest=other, hash="", previous_hash="")
    assert follow(resealed(entries)) == ArchiveFault(Wrong.VOLUME_MISSING, 3, "r3")


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({"hash": "0" * 64}, Wrong.CHANGED),
        ({"previous_hash": "0" * 64}, Wrong.TORN),
        ({"manifest": "{}"}, Wrong.UNREADABLE),
        ({"manifest": "x"}, Wrong.UNREADABLE),
    ],
)
def test_a_manifest_that_was_changed_shows(change: dict[str, str], kind: Wrong) -> None:
    entries = archive(3)
    entries[1] = entries[1].model_copy(update=change)
    found = follow(entries)
    assert isinstance(found, ArchiveFault)
    assert (found.kind, found.index) == (kind, 2)


@settings(max_examples=60)
@given(st.data())
def test_one_byte_of_a_kept_history_changed_shows(data: st.DataObject) -> None:
    (entry,) = archive(1)
    document = bytearray(pack(HISTORY))
    place = data.draw(st.integers(0, len(document) - 1))
    document[place] ^= data.draw(st.integers(1, 255))
    assert unpack(entry.read(), bytes(document)) is Wrong.DOCUMENT_CHANGED


def test_a_history_is_read_back_as_it_was_and_a_manifest_of_another_shows() -> None:
    manifest = archive(1)[0].read()
    assert unpack(manifest, pack(HISTORY)) == HISTORY
    other = pack(b"something else")
    lying = manifest.model_copy(update={"document": hashlib.sha256(other).hexdigest()})
    assert unpack(lying, other) is Wrong.CONTENT_CHANGED
    nothing = manifest.model_copy(update={"document": hashlib.sha256(b"no gzip").hexdigest()})
    assert unpack(nothing, b"no gzip") is Wrong.DOCUMENT_CHANGED

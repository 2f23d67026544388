"""Every byte of a dossier is covered: whichever is changed, dropped, added or moved, it is found and named."""

import io
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from grants.proof.dossier.contents import told
from grants.proof.dossier.packing import Entry, NotPacked, pack, unpack
from grants.proof.dossier.sealing import BLOCK, BLOCKS, STATEMENT, Wrong, first_wrong
from tests.grants.proof.dossier import made

WHOLE = made.whole()
SEAL = WHOLE.rindex(BLOCKS.encode(), 0, WHOLE.rindex(b"PK\x01\x02")) if WHOLE else 0
ENTRIES = {entry.name: entry for entry in unpack(WHOLE)}
TAIL = [
    ENTRIES[BLOCKS].offset - 41,
    ENTRIES[BLOCKS].offset - 5,
    ENTRIES[BLOCKS].offset,
    ENTRIES[STATEMENT].offset - 50,
    ENTRIES[STATEMENT].offset - 3,
    ENTRIES[STATEMENT].offset,
    ENTRIES[STATEMENT].stop - 1,
    ENTRIES[STATEMENT].stop,
    len(WHOLE) - 22,
    len(WHOLE) - 1,
]
"""The first and last bytes of headers, hashes, statement and list."""
SIGNED = WHOLE.index(b'"signature":"', ENTRIES[STATEMENT].offset)
SIGNATURE = [SIGNED, SIGNED + 12, SIGNED + 13, SIGNED + 56, SIGNED + 98, SIGNED + 99]
"""The mark before the signature, the signature itself, and what ends it."""


def wrong_in(whole: bytes) -> Wrong:
    found = first_wrong(whole, told)
    assert found is not None
    return found


def found_at_the_difference(damaged: bytes) -> None:
    """Nothing before the place that is named is wrong, and what is wrong begins no more than a block after it."""
    found = wrong_in(damaged)
    pairs = enumerate(zip(damaged, WHOLE, strict=False))
    differs = next((place for place, (one, other) in pairs if one != other), min(len(damaged), len(WHOLE)))
    assert found.offset <= differs <= found.offset + BLOCK, (found, differs)


def test_a_dossier_that_nobody_touched_has_no_wrong_byte() -> None:
    assert first_wrong(WHOLE, told) is None


def test_any_program_that_reads_zip_files_reads_it() -> None:
    with zipfile.ZipFile(io.BytesIO(WHOLE)) as archive:
        assert archive.testzip() is None
        assert "dossier.json" in archive.namelist()


def test_the_same_dossier_is_the_same_bytes_each_time() -> None:
    assert made.written_down(made.dossier()) == WHOLE


@settings(max_examples=50, deadline=None)
@given(at=st.integers(0, len(WHOLE) - 1), by=st.integers(1, 255))
@example(at=0, by=1)
@example(at=8, by=8)
def test_a_changed_byte_is_named(at: int, by: int) -> None:
    changed = bytearray(WHOLE)
    changed[at] ^= by
    found = wrong_in(bytes(changed))
    assert (found.offset, found.length) == (at, 1), found


@pytest.mark.parametrize("at", [*TAIL, *SIGNATURE])
def test_a_changed_byte_of_the_seal_itself_is_named(at: int) -> None:
    changed = bytearray(WHOLE)
    changed[at] ^= 1
    found = wrong_in(bytes(changed))
    assert found.offset == at, found


@pytest.mark.parametrize("at", SIGNATURE)
def test_a_byte_dropped_from_or_added_to_the_signature_is_found_there(at: int) -> None:
    found_at_the_difference(WHOLE[:at] + WHOLE[at + 1 :])
    found_at_the_difference(WHOLE[:at] + b"x" + WHOLE[at:])


@settings(max_examples=15, deadline=None)
@given(at=st.integers(0, len(WHOLE) - 1))
@example(at=len(WHOLE) - 1)
@example(at=0)
def test_a_dropped_byte_is_found_where_it_was(at: int) -> None:
    found_at_the_difference(WHOLE[:at] + WHOLE[at + 1 :])


@settings(max_examples=15, deadline=None)
@given(at=st.integers(0, len(WHOLE)), byte=st.integers(0, 255))
@example(at=len(WHOLE), byte=0)
def test_an_added_byte_is_found_where_it_stands(at: int, byte: int) -> None:
    found_at_the_difference(WHOLE[:at] + bytes([byte]) + WHOLE[at:])


def test_two_entries_that_change_places_are_found() -> None:
    entries = unpack(WHOLE)
    entries[1], entries[2] = entries[2], entries[1]
    found = wrong_in(pack([Entry(one.name, one.content) for one in entries]))
    assert found.offset < entries[3].offset


@pytest.mark.parametrize("name", sorted(ENTRIES))
def test_an_entry_that_is_gone_is_found(name: str) -> None:
    wrong_in(pack([Entry(one.name, one.content) for one in unpack(WHOLE) if one.name != name]))


def test_a_seal_by_another_key_is_no_seal() -> None:
    found = wrong_in(made.written_down(made.dossier(), key=made.FIRST))
    assert found.where == STATEMENT


@pytest.mark.parametrize("cut", [0, 1, 21, 22, 1000, SEAL])
def test_a_file_that_was_cut_off_is_found(cut: int) -> None:
    wrong_in(WHOLE[:cut])


@settings(max_examples=25, deadline=None)
@given(st.binary(max_size=300) | st.binary(max_size=60).map(lambda tail: WHOLE[-300:] + tail))
def test_whatever_it_is_given_it_names_something_wrong_and_does_not_fail(whole: bytes) -> None:
    wrong_in(whole)


def test_bytes_that_are_no_zip_file_are_refused() -> None:
    with pytest.raises(NotPacked):
        unpack(b"no archive of anything")

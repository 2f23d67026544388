"""The tree proves what is in it and that it only grew, and nothing else."""

import hashlib
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from grants.proof.merkle import (
    EMPTY,
    Part,
    Peaks,
    consistency,
    fold,
    inclusion,
    inner,
    is_consistent,
    is_included,
    leaf,
    peaks_of,
    root_of,
    split,
)

# The tree of the certificate transparency project's own tests: eight inputs and the root over them.
INPUTS = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def records(count: int) -> list[bytes]:
    return [f"record {number}".encode() for number in range(count)]


def node(contents: Sequence[bytes], part: Part) -> bytes:
    return root_of(contents[part.start : part.stop])


def by_definition(contents: Sequence[bytes]) -> bytes:
    """The recursive definition, word for word."""
    if not contents:
        return hashlib.sha256().digest()
    if len(contents) == 1:
        return leaf(contents[0])
    middle = split(len(contents))
    return inner(by_definition(contents[:middle]), by_definition(contents[middle:]))


@pytest.mark.parametrize(("size", "root"), ROOTS.items())
def test_the_roots_are_those_of_the_published_example(size: int, root: str) -> None:
    assert root_of(INPUTS[:size]).hex() == root


@pytest.mark.parametrize("size", [0, 1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 63, 64, 65])
def test_a_tree_grown_leaf_by_leaf_has_the_root_of_the_definition(size: int) -> None:
    assert root_of(records(size)) == by_definition(records(size))


def test_the_empty_tree_has_a_root_of_its_own() -> None:
    assert Peaks().root() == EMPTY == fold([])


@pytest.mark.parametrize("size", range(1, 34))
def test_every_record_of_a_tree_is_proven_to_be_in_it_and_in_no_other_place(size: int) -> None:
    contents = records(size)
    root = root_of(contents)
    for index, content in enumerate(contents):
        path = [node(contents, part) for part in inclusion(index, size)]
        assert is_included(content, index, size, path, root)
        assert not is_included(content + b"x", index, size, path, root)
        assert not any(is_included(content, other, size, path, root) for other in range(size) if other != index)


@pytest.mark.parametrize("new", range(1, 20))
def test_a_tree_that_grew_is_proven_to_begin_with_the_old_one(new: int) -> None:
    contents = records(new)
    for old in range(new + 1):
        path = [node(contents, part) for part in consistency(old, new)]
        was, now = root_of(contents[:old]), root_of(contents)
        assert is_consistent(old, was, new, now, path)
        assert not is_consistent(old, hashlib.sha256(b"another past").digest(), new, now, path)
        if old:
            assert not is_consistent(old, was, new, hashlib.sha256(b"another end").digest(), path)


@settings(max_examples=60)
@given(st.integers(2, 80), st.data())
def test_a_past_that_was_rewritten_is_proven_by_no_path(new: int, data: st.DataObject) -> None:
    old = data.draw(st.integers(1, new - 1))
    changed = data.draw(st.integers(0, old - 1))
    contents = records(new)
    rewritten = [*contents[:changed], b"something else", *contents[changed + 1 :]]
    path = [node(rewritten, part) for part in consistency(old, new)]
    assert not is_consistent(old, root_of(contents[:old]), new, root_of(rewritten), path)


@settings(max_examples=60)
@given(st.integers(2, 200), st.data())
def test_one_bit_of_a_path_changed_proves_nothing(size: int, data: st.DataObject) -> None:
    contents = records(size)
    index = data.draw(st.integers(0, size - 1))
    path = [node(contents, part) for part in inclusion(index, size)]
    at = data.draw(st.integers(0, len(path) * 256 - 1))
    flipped = bytearray(path[at // 256])
    flipped[at % 256 // 8] ^= 1 << at % 8
    path[at // 256] = bytes(flipped)
    assert not is_included(contents[index], index, size, path, root_of(contents))


@pytest.mark.parametrize("path", [[], [bytes(32)] * 4])
def test_a_path_too_short_or_too_long_proves_nothing(path: list[bytes]) -> None:
    contents = records(5)
    assert not is_included(contents[0], 0, 5, path, root_of(contents))
    assert not is_consistent(3, root_of(contents[:3]), 5, root_of(contents), path)


def test_a_leaf_beyond_the_end_and_a_tree_that_shrank_prove_nothing() -> None:
    assert not is_included(b"x", 3, 3, [], leaf(b"x"))
    assert not is_included(b"x", -1, 3, [], leaf(b"x"))
    assert not is_consistent(3, EMPTY, 2, EMPTY, [])
    with pytest.raises(ValueError, match="no leaf 3"):
        inclusion(3, 3)
    with pytest.raises(ValueError, match="does not grow"):
        consistency(3, 2)


def test_an_inner_node_is_not_passed_off_as_a_record() -> None:
    contents = records(2)
    pair = leaf(contents[0]) + leaf(contents[1])
    assert not is_included(pair, 0, 1, [], root_of(contents))


def test_a_part_is_made_of_whole_subtrees_the_largest_first() -> None:
    assert peaks_of(Part(0, 7)) == [Part(0, 4), Part(4, 6), Part(6, 7)]
    assert peaks_of(Part(4, 7)) == [Part(4, 6), Part(6, 7)]
    assert peaks_of(Part(0, 0)) == []

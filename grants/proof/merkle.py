"""The tree over all records of the ledger: what is in it, and that it only ever grew. Source: RFC 6962, section 2.1.

Leaf i (from 0) is the record at place i + 1. A leaf and an inner node are hashed under different first bytes, so
that neither can be passed off as the other. A path is a list of hashes (32 bytes each); which part of the tree each
stands for follows from the sizes alone, as `inclusion` and `consistency` list them.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

LEAF, INNER = b"\x00", b"\x01"
EMPTY = hashlib.sha256(b"").digest()
"""The root of a tree without leaves."""


@dataclass(frozen=True, slots=True)
class Part:
    """The leaves from `start` until before `stop`, as one node of a tree."""

    start: int
    stop: int

    @property
    def size(self) -> int:
        return self.stop - self.start


def leaf(content: bytes) -> bytes:
    """The hash of a leaf."""
    return hashlib.sha256(LEAF + content).digest()


def inner(left: bytes, right: bytes) -> bytes:
    """The hash of the node above two."""
    return hashlib.sha256(INNER + left + right).digest()


@dataclass(slots=True)
class Peaks:
    """A tree that grows leaf by leaf, kept as the whole subtrees it consists of, the largest first."""

    size: int = 0
    hashes: list[bytes] = field(default_factory=list)

    def add(self, content: bytes) -> None:
        """One more record at the end."""
        self.push(leaf(content))

    def push(self, node: bytes) -> None:
        """The same, the leaf already hashed."""
        merged, count = node, self.size
        while count & 1:
            merged, count = inner(self.hashes.pop(), merged), count >> 1
        self.hashes.append(merged)
        self.size += 1

    def root(self) -> bytes:
        return fold(self.hashes)


def fold(hashes: Sequence[bytes]) -> bytes:
    """One root out of neighbouring subtrees, the largest first; the empty tree's out of none."""
    if not hashes:
        return EMPTY
    found = hashes[-1]
    for one in reversed(hashes[:-1]):
        found = inner(one, found)
    return found


def root_of(contents: Iterable[bytes]) -> bytes:
    """The root over these records."""
    peaks = Peaks()
    for content in contents:
        peaks.add(content)
    return peaks.root()


def split(size: int) -> int:
    """The size of the left half: the largest power of two below `size`, which is at least 2."""
    return 1 << ((size - 1).bit_length() - 1)


def peaks_of(part: Part) -> list[Part]:
    """The whole subtrees a node consists of, the largest first."""
    found: list[Part] = []
    start = part.start
    while start < part.stop:
        width = 1 << ((part.stop - start).bit_length() - 1)
        found.append(Part(start, start + width))
        start += width
    return found


def inclusion(index: int, size: int) -> list[Part]:
    """What has to be known, beside leaf `index`, to come to the root of a tree of `size`; the nearest first.

    Raises ValueError for a leaf the tree does not have.
    """
    if not 0 <= index < size:
        raise ValueError(f"a tree of {size} has no leaf {index}")
    path: list[Part] = []
    whole = Part(0, size)
    while whole.size > 1:
        middle = whole.start + split(whole.size)
        left, right = Part(whole.start, middle), Part(middle, whole.stop)
        whole, other = (left, right) if index < middle else (right, left)
        path.append(other)
    path.reverse()
    return path


def consistency(old: int, new: int) -> list[Part]:
    """What has to be known to see that a tree of `new` leaves begins with the tree of `old` leaves.

    Nothing where one of them is empty or both are the same. Raises ValueError for a tree that would have shrunk.
    """
    if not 0 <= old <= new:
        raise ValueError(f"a tree of {old} does not grow to one of {new}")
    if old in {0, new}:
        return []
    path: list[Part] = []
    whole, is_old_whole = Part(0, new), True
    while whole.stop != old:
        middle = whole.start + split(whole.size)
        if old <= middle:
            path.append(Part(middle, whole.stop))
            whole = Part(whole.start, middle)
        else:
            path.append(Part(whole.start, middle))
            whole, is_old_whole = Part(middle, whole.stop), False
    if not is_old_whole:
        path.append(whole)
    path.reverse()
    return path


def is_included(content: bytes, index: int, size: int, path: Sequence[bytes], root: bytes) -> bool:
    """Whether this record is leaf `index` of the tree of `size` with this root."""
    if not 0 <= index < size or len(path) != len(parts := inclusion(index, size)):
        return False
    found = leaf(content)
    for part, node in zip(parts, path, strict=True):
        found = inner(node, found) if part.stop <= index else inner(found, node)
    return found == root


def is_consistent(old: int, old_root: bytes, new: int, new_root: bytes, path: Sequence[bytes]) -> bool:
    """Whether the tree of `new` leaves with `new_root` begins with the whole tree of `old` leaves with `old_root`."""
    if not 0 <= old <= new or len(path) != len(parts := consistency(old, new)):
        return False
    if old == 0:
        return old_root == EMPTY
    if old == new:
        return old_root == new_root
    nodes = list(zip(parts, path, strict=True))
    first = nodes.pop(0)[1] if parts[0].stop == old and parts[0].start > 0 else old_root
    was = now = first
    for part, node in nodes:
        if part.stop <= old:
            was, now = inner(node, was), inner(node, now)
        else:
            now = inner(now, node)
    return (was, now) == (old_root, new_root)

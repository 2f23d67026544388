"""Every record of the ledger, walked by its place and held against the roots that were signed over them.

Whoever owns the database can write a chain anew so that it holds; the tree the signed roots are of then has another
root. So each record is taken three times: as a link of its chain, as the narrow key that names its place, and as a
leaf of the tree. What does not fit is named by its place, and the walk goes on behind it.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from grants.proof.chain import Fault, FaultKind, Link, Position, walk
from grants.proof.erasures import ERASED, Erasures, is_shut
from grants.proof.merkle import Peaks, leaf
from grants.proof.signatures import Ring, SignedRoot, follows


class Amiss(StrEnum):
    """What a walk can find beside the faults of a chain (`grants.proof.chain.FaultKind`).

    no_record: nothing stands at a place. two_records: more than one does. no_text: a key without its record.
    no_key: a record without its key. key_differs: they speak of different records.
    other_records: the records up to a root, the first of such, are not those it was signed over.
    tail_cut: a root covers more than there is. root_unsigned: the signature of a root does not hold.
    roots_torn: a root does not follow the one before. root_differs: it is not the one that was kept apart, or that is
    gone. root_gone: only the one that was kept apart is left. key_unvouched: nobody vouches for a key that signs.
    """

    NO_RECORD = "no_record"
    TWO_RECORDS = "two_records"
    NO_TEXT = "no_text"
    NO_KEY = "no_key"
    KEY_DIFFERS = "key_differs"
    OTHER_RECORDS = "other_records"
    TAIL_CUT = "tail_cut"
    ROOT_UNSIGNED = "root_unsigned"
    ROOTS_TORN = "roots_torn"
    ROOT_DIFFERS = "root_differs"
    ROOT_GONE = "root_gone"
    KEY_UNVOUCHED = "key_unvouched"


@dataclass(frozen=True, slots=True)
class Key:
    """The narrow key of a record: its place among all, in its chain, and its hash."""

    place: int
    event_id: str
    about: str
    chain_index: int
    hash: str


@dataclass(frozen=True, slots=True)
class Found:
    """Something that does not fit. place: of the record, or the last the root covers; after: where the doubt begins.

    about, chain_index, event_id: of the record, where it is known. root: its number, where one is concerned.
    """

    what: Amiss | FaultKind
    place: int
    after: int = 0
    about: str = ""
    chain_index: int = 0
    event_id: str = ""
    root: int = 0


@dataclass(slots=True)
class Walk:
    """A walk over all records. roots: as they are handed out now; kept: those that were put apart, by number."""

    ring: Ring
    roots: Sequence[SignedRoot]
    kept: Mapping[int, SignedRoot] = field(default_factory=dict)
    size: int = 0
    _tree: Peaks = field(default_factory=Peaks)
    _ends: dict[str, Position] = field(default_factory=dict)
    _erasures: defaultdict[str, Erasures] = field(default_factory=lambda: defaultdict(Erasures))
    _places: dict[str, int] = field(default_factory=dict)
    _met: int = 0
    _differs: bool = False

    def begin(self) -> Iterator[Found]:
        """What is wrong with keys and roots themselves."""
        yield from (Found(Amiss.KEY_UNVOUCHED, 0, event_id=key) for key, _ in self.ring.doubts())
        for before, root in zip((None, *self.roots), self.roots, strict=False):
            statement = root.statement
            if self.ring.doubt(statement, statement.at, root.signed) is not None:
                yield Found(Amiss.ROOT_UNSIGNED, statement.size, root=statement.number)
            if not (follows([before.statement, statement]) if before else statement.number == 1):
                yield Found(Amiss.ROOTS_TORN, statement.size, root=statement.number)
        yield from self._kept_apart()

    def go_on(self, keys: Sequence[Key], links: Sequence[tuple[int, Link]], until: int) -> Iterator[Found]:
        """The next records, up to the place `until`; all keys and links that are said to stand there."""
        by_place: defaultdict[int, list[Key]] = defaultdict(list)
        texts: defaultdict[int, list[Link]] = defaultdict(list)
        for key in keys:
            by_place[key.place].append(key)
        for place, link in links:
            texts[place].append(link)
        strange = sorted(place for place in by_place.keys() | texts.keys() if not self.size < place <= until)
        yield from (Found(Amiss.TWO_RECORDS, place) for place in strange)
        for place in range(self.size + 1, until + 1):
            yield from self._take(place, by_place[place], texts[place])

    def finish(self) -> Iterator[Found]:
        """What the roots cover and nothing stands at any more; what was shut without an order."""
        for about, erasures in self._erasures.items():
            for one in erasures.unanswered:
                place = self._places.get(one.event_id, 0)
                yield Found(one.kind, place, about=about, chain_index=one.chain_index, event_id=one.event_id)
        for root in self.roots[self._met :]:
            yield Found(Amiss.TAIL_CUT, root.statement.size, self._covered(), root=root.statement.number)

    def _covered(self) -> int:
        """The last place under a root that was met."""
        return self.roots[self._met - 1].statement.size if self._met else 0

    def _kept_apart(self) -> Iterator[Found]:
        here = {root.statement.number: root for root in self.roots}
        for number, root in self.kept.items():
            if number not in here:
                yield Found(Amiss.ROOT_GONE, root.statement.size, root=number)
        for number, root in here.items():
            is_kept = bool(self.kept) and min(self.kept) <= number <= max(self.kept)
            if is_kept and self.kept.get(number) != root:
                yield Found(Amiss.ROOT_DIFFERS, root.statement.size, root=number)

    def _take(self, place: int, keys: Sequence[Key], links: Sequence[Link]) -> Iterator[Found]:
        self.size = place
        counts = Counter(keys=len(keys), links=len(links))
        link = links[0] if links else None
        key = keys[0] if keys else None
        if counts.total() == 0:
            yield Found(Amiss.NO_RECORD, place)
        elif max(counts.values()) > 1:
            yield Found(Amiss.TWO_RECORDS, place)
        elif key is None or link is None:
            yield _of(Amiss.NO_KEY if key is None else Amiss.NO_TEXT, place, key, link)
        if key is not None and link is not None:
            yield from self._pair(place, key, link)
        self._tree.push(leaf(_raw(key.hash if key else link.hash if link else "")))
        yield from self._roots_met()

    def _pair(self, place: int, key: Key, link: Link) -> Iterator[Found]:
        told = Key(place, link.event_id, link.about, link.chain_index, link.hash)
        if told != key:
            yield _of(Amiss.KEY_DIFFERS, place, key, link)
        fault = _fault(self._ends.get(link.about, Position()), link)
        if fault is not None:
            yield _of(fault, place, key, link)
        self._ends[link.about] = Position(link.chain_index, link.hash)
        if is_shut(link.body, link.openings):
            self._places[link.event_id] = place
            self._erasures[link.about].take(link.chain_index, link.event_id, link.type, is_shut=True)
        elif link.type == ERASED:
            self._erasures.pop(link.about, None)

    def _roots_met(self) -> Iterator[Found]:
        while self._met < len(self.roots) and self.roots[self._met].statement.size <= self.size:
            statement = self.roots[self._met].statement
            fits = statement.size == self.size and self._tree.root().hex() == statement.root
            if not fits and not self._differs:
                yield Found(Amiss.OTHER_RECORDS, statement.size, self._covered(), root=statement.number)
            self._differs = self._differs or not fits
            self._met += 1


def _of(what: Amiss | FaultKind, place: int, key: Key | None, link: Link | None) -> Found:
    record = link or key
    if record is None:
        return Found(what, place)
    return Found(what, place, about=record.about, chain_index=record.chain_index, event_id=record.event_id)


def _fault(end: Position, link: Link) -> FaultKind | None:
    try:
        found = walk(end, [link])
    except ValueError:  # the hash before it was no hash
        return FaultKind.TORN
    return found.kind if isinstance(found, Fault) else None


def _raw(text: str) -> bytes:
    """The hash; none where it is no hex: the root is another then."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""

"""Every record of the ledger, walked by its place and held against the roots that were signed over them.

Whoever owns the database can write a chain anew so that it holds; the tree the signed roots are of then has another
root. So each record is taken three times: as a link of its chain, as the narrow key that names its place, and as a
leaf of the tree. What does not fit is named by its place, and the walk goes on behind it.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from sys import intern

from grants.proof.announced import Announced, Untrue
from grants.proof.chain import Fault, FaultKind, Link, Position, walk
from grants.proof.erasures import Erasures, Files
from grants.proof.merkle import Peaks, leaf
from grants.proof.signatures import PublicKey, Ring, SignedRoot, follows


class Amiss(StrEnum):
    """What a walk can find beside the faults of a chain (`grants.proof.chain.FaultKind`).

    no_record: nothing stands at a place. two_records: more than one does. no_text: a key without its record.
    no_key: a record without its key. key_differs: they speak of different records.
    other_records: the records up to a root, the first of such, are not those it was signed over.
    tail_cut: a root covers more than there is. root_unsigned: the signature of a root does not hold.
    roots_torn: a root does not follow the one before. root_differs: it is not the one that was kept apart, or that is
    gone. root_gone: only the one that was kept apart is left. root_not_kept: it does not lie apart, and should by now.
    key_unvouched: nobody vouches for a key that signs. erasure_untrue: a record says that what is personal was erased,
    of a file that had not ended, was not signed off, was still to be kept, or by nobody who may. backdated: a record
    says that it happened before what its room had told of the same subject already; no fault of the ledger, which took
    it as it came (a letter that lay about says so, too), and something to look at.
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
    ROOT_NOT_KEPT = "root_not_kept"
    KEY_UNVOUCHED = "key_unvouched"
    ERASURE_UNTRUE = "erasure_untrue"
    BACKDATED = "backdated"


TRANSPORT = timedelta(days=1)
"""What a room tells comes in the order in which it happened, but for what waits to be told again: no longer than so."""


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

    what: Amiss | FaultKind | Untrue
    place: int
    after: int = 0
    about: str = ""
    chain_index: int = 0
    event_id: str = ""
    root: int = 0


@dataclass(slots=True)
class Walk:
    """A walk over all records. roots: as they are handed out now; kept: those that were put apart, by number.

    due: the number of the last root that lies apart by now, if anybody keeps them there.
    withheld: how many records of each subject were given by their hashes alone. leads: what holds, and is to be looked
    at all the same.
    """

    ring: Ring
    roots: Sequence[SignedRoot]
    kept: Mapping[int, SignedRoot] = field(default_factory=dict)
    due: int = 0
    size: int = 0
    withheld: Counter[str] = field(default_factory=Counter)
    leads: list[Found] = field(default_factory=list)
    _tree: Peaks = field(default_factory=Peaks)
    _ends: dict[str, Position] = field(default_factory=dict)
    _files: Files = field(default_factory=lambda: Files(whole=True))
    _erasures: dict[str, Erasures] = field(default_factory=dict)
    _places: dict[str, int] = field(default_factory=dict)
    _latest: dict[tuple[str, str], datetime] = field(default_factory=dict)
    _announced: Announced = field(default_factory=Announced)
    _met: int = 0
    _differs: bool = False

    @property
    def is_shut(self) -> bool:
        """Whether something is shut of which no true erasure came yet."""
        return any(one.unanswered for one in self._erasures.values())

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

    def go_on(
        self, keys: Sequence[Key], links: Sequence[tuple[int, Link]], until: int, withheld: Collection[int] = ()
    ) -> Iterator[Found]:
        """The next records, up to the place `until`; all keys and links that are said to stand there.

        withheld: the places of those whose text whoever walks is kept from: their hashes have to fit all the same.
        """
        by_place: defaultdict[int, list[Key]] = defaultdict(list)
        texts: defaultdict[int, list[Link]] = defaultdict(list)
        for key in keys:
            by_place[key.place].append(key)
        for place, link in links:
            texts[place].append(link)
        strange = sorted(place for place in by_place.keys() | texts.keys() if not self.size < place <= until)
        yield from (Found(Amiss.TWO_RECORDS, place) for place in strange)
        for place in range(self.size + 1, until + 1):
            yield from self._take(place, by_place[place], texts[place], is_withheld=place in withheld)

    def finish(self, keys: Sequence[PublicKey] = (), roots: Sequence[SignedRoot] = ()) -> Iterator[Found]:
        """What the roots cover and nothing stands at any more; what was shut without an order; and where keys and
        roots are not those that the records tell of. keys, roots: as they are handed out by now, where they are others.
        """
        for told in self._announced.differing(keys or self.ring.keys, roots or self.roots):
            yield Found(told.what, told.place, event_id=told.key, root=told.root)
        for about, erasures in self._erasures.items():
            for one, _ in erasures.untrue:
                yield self._of_chain(Amiss.ERASURE_UNTRUE, about, one)
            for one in erasures.unanswered:
                yield self._of_chain(one.kind, about, one)
        for root in self.roots[self._met :]:
            yield Found(Amiss.TAIL_CUT, root.statement.size, self._covered(), root=root.statement.number)

    def _of_chain(self, what: Amiss | FaultKind, about: str, one: Fault) -> Found:
        place = self._places.get(one.event_id, 0)
        return Found(what, place, about=about, chain_index=one.chain_index, event_id=one.event_id)

    def _covered(self) -> int:
        """The last place under a root that was met."""
        return self.roots[self._met - 1].statement.size if self._met else 0

    def _kept_apart(self) -> Iterator[Found]:
        here = {root.statement.number: root for root in self.roots}
        for number, root in self.kept.items():
            if number not in here:
                yield Found(Amiss.ROOT_GONE, root.statement.size, root=number)
        last = max((self.due, *self.kept))
        for number, root in here.items():
            kept = self.kept.get(number)
            if kept is None and number <= last:
                yield Found(Amiss.ROOT_NOT_KEPT, root.statement.size, root=number)
            elif kept is not None and kept != root:
                yield Found(Amiss.ROOT_DIFFERS, root.statement.size, root=number)

    def _take(self, place: int, keys: Sequence[Key], links: Sequence[Link], *, is_withheld: bool) -> Iterator[Found]:
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
            yield from self._pair(place, key, link, is_withheld=is_withheld)
        self._tree.push(leaf(_raw(key.hash if key else link.hash if link else "")))
        yield from self._roots_met()

    def _pair(self, place: int, key: Key, link: Link, *, is_withheld: bool) -> Iterator[Found]:
        told = Key(place, link.event_id, link.about, link.chain_index, link.hash)
        if told != key:
            yield _of(Amiss.KEY_DIFFERS, place, key, link)
        fault = (_fault_of_place if is_withheld else _fault)(self._ends.get(link.about, Position()), link)
        if fault is not None:
            yield _of(fault, place, key, link)
        self._ends[link.about] = Position(link.chain_index, link.hash)
        self._announced.take(place, link)
        if is_withheld:
            self.withheld[link.about] += 1
        else:
            self._follow_times(place, link)
        erasures = self._erasures.get(link.about)
        if erasures is None:
            erasures = self._erasures[link.about] = Erasures(link.about, self._files)
        erasures.in_part = erasures.in_part or is_withheld
        if not is_withheld and erasures.take(link.chain_index, link.event_id, link.body, link.openings):
            self._places[link.event_id] = place

    def _follow_times(self, place: int, link: Link) -> None:
        """What a room told of a subject, in the order in which it came here."""
        of = link.about, intern(link.type.partition(".")[0])
        latest = self._latest.get(of)
        if latest is not None and link.time < latest - TRANSPORT:
            self.leads.append(_of(Amiss.BACKDATED, place, None, link))
        elif latest is None or link.time > latest:
            self._latest[of] = link.time

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


def _fault_of_place(end: Position, link: Link) -> FaultKind | None:
    """Of a record whose text is withheld: whether it stands on the one before it."""
    if link.chain_index != end.length + 1:
        return FaultKind.OUT_OF_ORDER
    return None if link.previous_hash == end.head else FaultKind.TORN


def _raw(text: str) -> bytes:
    """The hash; none where it is no hex: the root is another then."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        return b""

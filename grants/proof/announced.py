"""What the ledger's own records tell of its keys and roots, held against the keys and roots that are handed out.

Keys and roots lie in tables of their own, which whoever owns the database can cut: then a key that was rotated away
signs on for ever. But each of them came into the ledger as a record as well, under the roots that were signed since.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from grants.contracts.ledger_events import KeyIntroduced, RootSigned
from grants.proof.chain import Link
from grants.proof.signatures import PublicKey, SignedRoot

ABOUT = "ledger"
"""The chain that tells of keys and roots."""


class Untrue(StrEnum):
    """What such records can show.

    key_gone, root_missing: one is told of and not handed out. key_told_otherwise, root_told_otherwise: it is another
    than the one that was told of, or what tells of it cannot be read. key_untold, root_untold: no record tells of it.
    """

    KEY_GONE = "key_gone"
    KEY_TOLD_OTHERWISE = "key_told_otherwise"
    KEY_UNTOLD = "key_untold"
    ROOT_MISSING = "root_missing"
    ROOT_TOLD_OTHERWISE = "root_told_otherwise"
    ROOT_UNTOLD = "root_untold"


@dataclass(frozen=True, slots=True)
class Difference:
    """place: of the record, where there is one. key: its id. root: its number."""

    what: Untrue
    place: int = 0
    key: str = ""
    root: int = 0


@dataclass(slots=True)
class Announced:
    """The keys and roots that records told of, by the places of the records."""

    keys: dict[int, KeyIntroduced] = field(default_factory=dict)
    roots: dict[int, RootSigned] = field(default_factory=dict)
    unread: list[Difference] = field(default_factory=list)

    def take(self, place: int, link: Link) -> None:
        """The next record, whatever it tells of."""
        if link.about != ABOUT or link.type not in {KeyIntroduced.type_name(), RootSigned.type_name()}:
            return
        of_key = link.type == KeyIntroduced.type_name()
        try:
            data = json.loads(link.body)["data"]
            if of_key:
                self.keys[place] = KeyIntroduced.model_validate(data)
            else:
                self.roots[place] = RootSigned.model_validate(data)
        except (ValueError, LookupError, TypeError, RecursionError):
            what = Untrue.KEY_TOLD_OTHERWISE if of_key else Untrue.ROOT_TOLD_OTHERWISE
            self.unread.append(Difference(what, place))

    def differing(self, keys: Sequence[PublicKey], roots: Sequence[SignedRoot]) -> Iterator[Difference]:
        """Where they are not those that are handed out once all records were taken.

        That one is told of comes a moment after it: the last ones may have no record yet.
        """
        yield from self.unread
        yield from self._keys({one.statement.id: _key_told(one) for one in keys})
        yield from self._roots({one.statement.number: _root_told(one) for one in roots})

    def _keys(self, here: dict[str, KeyIntroduced]) -> Iterator[Difference]:
        for place, told in self.keys.items():
            if told.id not in here:
                yield Difference(Untrue.KEY_GONE, place, key=told.id)
            elif here[told.id] != told:
                yield Difference(Untrue.KEY_TOLD_OTHERWISE, place, key=told.id)
        known = {told.id for told in self.keys.values()}
        signed = {told.key for told in self.roots.values()}
        yield from (Difference(Untrue.KEY_UNTOLD, key=one) for one in here if one in signed - known)

    def _roots(self, here: dict[int, RootSigned]) -> Iterator[Difference]:
        for place, told in self.roots.items():
            if told.number not in here:
                yield Difference(Untrue.ROOT_MISSING, place, root=told.number)
            elif here[told.number] != told:
                yield Difference(Untrue.ROOT_TOLD_OTHERWISE, place, root=told.number)
        numbers = {told.number for told in self.roots.values()}
        last = max(numbers, default=0)
        yield from (Difference(Untrue.ROOT_UNTOLD, root=one) for one in here if one < last and one not in numbers)


def _key_told(key: PublicKey) -> KeyIntroduced:
    voucher = key.voucher
    return KeyIntroduced(
        id=key.statement.id,
        public=key.statement.public,
        since=key.statement.since,
        voucher_key=voucher.key if voucher else "",
        voucher=voucher.signature if voucher else "",
    )


def _root_told(root: SignedRoot) -> RootSigned:
    return RootSigned(**root.statement.model_dump(exclude={"what"}), **root.signed.model_dump())

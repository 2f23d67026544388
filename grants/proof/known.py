"""What an auditor has of the ledger from elsewhere: ids of its keys, a root as it was published.

Whoever has a key that signed once can write a ledger anew, with roots and all: nothing in it shows that other keys came
after. So the last key and a root, written down while they were the last, are held against what one is given.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from grants.proof.finding import Finding, Told
from grants.proof.signatures import PublicKey, SignedRoot

_HASH = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Known:
    """first_key, last_key: their ids. root: as it was published and kept apart, or a hash: of its tree, or of its
    statement. Each may be missing.
    """

    first_key: str = ""
    last_key: str = ""
    root: SignedRoot | str = ""

    @property
    def vouches(self) -> bool:
        """Whether anything is known at all: else all may be somebody's own."""
        return bool(self.first_key or self.last_key or self.root)


NOTHING = Known()


def is_hash(text: str) -> bool:
    return _HASH.fullmatch(text) is not None


def root_in(text: str) -> SignedRoot:
    """A root as it was kept apart: JSON. Raises ValueError."""
    return SignedRoot.model_validate_json(text)


def find_known(known: Known, keys: Sequence[PublicKey], roots: Sequence[SignedRoot]) -> Iterator[Finding]:
    """One finding for each thing that is known."""
    ids = [key.statement.id for key in keys] or [""]
    if known.first_key:
        found = Told.of(
            "dossier.first_key.found", "expected {trusted}, found {first}", trusted=known.first_key, first=ids[0]
        )
        yield Finding(Told.of("dossier.first_key", "first key"), ids[0] == known.first_key, found)
    if known.last_key:
        found = Told.of(
            "dossier.last_key.found", "expected {trusted}, found {last}", trusted=known.last_key, last=ids[-1]
        )
        yield Finding(Told.of("dossier.last_key", "last key"), ids[-1] == known.last_key, found)
    if known.root:
        fault = _fault(known.root, ids, roots)
        found = Told.of("dossier.known_root.found", "it is one of these")
        yield Finding(Told.of("dossier.known_root", "known root"), not fault, fault or found)


def _fault(known: SignedRoot | str, ids: Sequence[str], roots: Sequence[SignedRoot]) -> str:
    if isinstance(known, str):
        hashes = {text for root in roots for text in (root.statement.root, root.statement.digest())}
        return "" if known in hashes else Told.of("dossier.known_root.missing", "no root here has this hash")
    number = known.statement.number
    here = next((root for root in roots if root.statement.number == number), None)
    if here is None:
        if known.signed.key not in ids:
            said = "root {number} is signed by the key {key}, which is not among these"
            return Told.of("dossier.known_root.other_key", said, number=number, key=known.signed.key)
        absent = "root {number} is not here to be held against it"
        return Told.of("dossier.known_root.absent", absent, number=number)
    return (
        "" if here == known else Told.of("dossier.known_root.differs", "root {number} here is another", number=number)
    )

"""What is veiled and cannot be opened any more: an order of erasure, later in the same chain, has to answer for it.

Whoever owns the database can blank an opening as well as an erasure does. The erasure comes into the ledger with the
destroying of the keys, in one transaction, and says who ordered it; blanking comes without.
"""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field

from grants.contracts.privacy_events import PersonalDataErased
from grants.proof.chain import Fault, FaultKind, Link
from grants.proof.veil import VEILED, veiled_places

ERASED = PersonalDataErased.type_name()


def is_shut(body: str, openings: str) -> bool:
    """Whether something is veiled in a record, and nothing is there to open it."""
    if openings or f'{{"{VEILED}":' not in body:
        return False
    try:
        record = json.loads(body)
    except ValueError:
        return False
    return isinstance(record, dict) and any(True for _ in veiled_places(record))


@dataclass(slots=True)
class Erasures:
    """One chain, followed in order. `unanswered`: the shut records after which no erasure came yet."""

    unanswered: list[Fault] = field(default_factory=list)

    def follow(self, links: Iterable[Link]) -> None:
        """The next records."""
        for link in links:
            self.take(link.chain_index, link.event_id, link.type, is_shut=is_shut(link.body, link.openings))

    def take(self, chain_index: int, event_id: str, kind: str, *, is_shut: bool) -> None:
        """The next record. An erasure that is shut itself answers for those before it, and needs another."""
        if kind == ERASED:
            self.unanswered.clear()
        if is_shut:
            self.unanswered.append(Fault(FaultKind.UNOPENED, chain_index, event_id))

    def first(self) -> Fault | None:
        """The first record that nobody answers for, once the whole chain was followed."""
        return self.unanswered[0] if self.unanswered else None

"""Every automatic decision in the records about a subject, made again."""

from collections.abc import Iterator

from cli.proof import Ledger, Proof
from grants.proof.decided import find_decisions


def prove_decisions(ledger: Ledger) -> Iterator[Proof]:
    """A proof for each explanation: it comes out the same, or what differs."""
    for link in ledger.links:
        where = f"at record {link.chain_index} of {link.about}"
        for one in find_decisions(link.opened(), where):
            yield Proof(one.what, one.holds, one.found)
